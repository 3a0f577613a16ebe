"""Help in the language of the session, and the option that every command has."""

from __future__ import annotations

import copy
import inspect
from typing import TYPE_CHECKING, Any

import click

from appraise.console.layout import Context
from appraise.console.once import Once
from appraise.console.speaking import OPTION, known, spoken
from appraise.console.wrong import WrongValue
from appraise.texts import Listed, Message, languages, mark, msg, told
from appraise.texts.catalogues import translated

if TYPE_CHECKING:
    from collections.abc import Callable


def _see_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None and known(value) is None:
        raise WrongValue(
            msg("{name!r} is none of the languages here; choose {languages}", name=value,
                languages=Listed(languages(), "or"))
        )  # fmt: skip


_CLICKS = (mark("[OPTIONS]", "help"), mark("COMMAND [ARGS]...", "help"), mark("required"))  # which it says itself


def lang_option() -> click.Option:
    """Make the option by which a language is asked for; the session has read it already."""
    return Once([OPTION], metavar="LANG", expose_value=False, is_eager=True, callback=_see_language,
                        help=msg("Language of messages and help: {languages}; also by the variable APPRAISE_LANG.",
                         languages=Listed(languages())))  # fmt: skip


def in_language(text: str | None) -> str | None:
    """Say a text of the help in the language of the session."""
    if not text:
        return text
    if isinstance(text, Message):
        return told(text, spoken())
    text = inspect.cleandoc(text)
    found = translated(text, spoken(), "help")
    return found if found != text else translated(text, spoken())  # click's own


def _translated(command: _InLanguage) -> _InLanguage:
    """A copy of a command whose texts are those of the session."""
    shown = copy.copy(command)
    shown.help = in_language(command.help)
    shown.options_metavar = in_language(command.options_metavar)
    if isinstance(shown, click.Group):
        shown.subcommand_metavar = in_language(shown.subcommand_metavar) or ""
    shown.params = [copy.copy(param) for param in command.params]
    for param in shown.params:
        param.metavar = in_language(param.metavar)
        if isinstance(param, click.Option):
            param.help = in_language(param.help)
    return shown


class Argument(click.Argument):
    """An argument that is called in the language of the session."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Call it as help and errors do."""
        return in_language(super().make_metavar(ctx)) or ""


class _InLanguage(click.Command):
    """What commands and groups share: the option --lang, and help in the language of the session."""

    context_class = Context

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        self.params.append(lang_option())

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        super(_InLanguage, _translated(self)).format_help(ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that says how it is used, which stands above errors too."""
        super(_InLanguage, _translated(self)).format_usage(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help; click makes it once, in the first language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option = copy.copy(option)
            option.help = in_language("Show this message and exit.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - a summary is shown whole
        """The first paragraph of the help."""
        return " ".join((in_language(self.help) or "").partition("\n\n")[0].split())


class Command(_InLanguage):
    """A command."""


class Group(_InLanguage, click.Group):
    """A group of commands."""

    command_class = Command


def command(name: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """Make such a command of a function."""
    return click.command(name, cls=Command)
