"""How a command refuses: wrong use of it (exit code 2), or what cannot be done (1), in the language of the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from appraise.console.speaking import spoken
from appraise.texts import told

if TYPE_CHECKING:
    from appraise.texts import Message


def _said(sentence: str, message: str) -> str:
    """Put a message in the language of the session where click has it in English."""
    return sentence.replace(str(message), told(message, spoken()))


class WrongUse(click.UsageError):
    """The command is used wrongly."""

    def __init__(self, message: Message, *given: Any, **more: Any):
        super().__init__(message, *given, **more)

    def format_message(self) -> str:
        """Say what is wrong."""
        return _said(super().format_message(), self.message)


class WrongValue(click.BadParameter):
    """An option is given what it cannot take."""

    def __init__(self, message: Message, *given: Any, **more: Any):
        super().__init__(message, *given, **more)

    def format_message(self) -> str:
        """Say what is wrong."""
        return _said(super().format_message(), self.message)


class Refusal(click.ClickException):
    """What is asked for cannot be done."""

    def __init__(self, message: Message):
        super().__init__(message)

    def format_message(self) -> str:
        """Say why."""
        return _said(super().format_message(), self.message)
