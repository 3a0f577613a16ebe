"""How a command refuses: wrong use of it (exit code 2), or what cannot be done (1), in the language of the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from appraise.console.speaking import spoken
from appraise.texts import told

if TYPE_CHECKING:
    from appraise.texts import Message


class _InLanguage(click.ClickException):
    """Carries a message, and says it where click has it in English."""

    def __init__(self, message: Message, *given: Any, **more: Any):
        super().__init__(message, *given, **more)

    def format_message(self) -> str:
        """Say what is wrong, in the language of the session."""
        return super().format_message().replace(str(self.message), told(self.message, spoken()))


class WrongUse(_InLanguage, click.UsageError):
    """The command is used wrongly."""


class WrongValue(_InLanguage, click.BadParameter):
    """An option is given what it cannot take."""


class Refusal(_InLanguage):
    """What is asked for cannot be done."""
