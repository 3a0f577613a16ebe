"""Arguments and options that several commands take, checked as they are read; wrong use exits with 2."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from appraise.console.help import Argument
from appraise.console.once import Once
from appraise.console.working import show
from appraise.console.wrong import WrongValue
from appraise.data.files.formats import USUAL
from appraise.diagnostics import suggest
from appraise.extensions import ExtensionError
from appraise.shipped import shipped_rulesets
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraise.report.writers import Writers
    from appraise.texts import Message

Command = TypeVar("Command", bound="Callable[..., Any]")


class RulesetPath(click.ParamType):  # type: ignore[type-arg]
    """A ruleset file, a folder with the versions of one, or the name of one that ships with Appraise."""

    name = "ruleset"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Find the file; exit code 2 where there is none."""
        path = Path(value)
        try:
            if path.is_file() or path.is_dir():
                return path
        except OSError as problem:
            raise WrongValue(
                msg("{name} is no name of a file: {reason}", name=str(value), reason=problem.strerror), ctx, param
            ) from None
        shipped, name = shipped_rulesets(), str(value).replace("\\", "/")
        if name not in shipped:
            near = suggest(name, shipped)
            raise WrongValue(
                msg(
                    "there is no file {name}, and no shipped ruleset of that name ({near})", name=str(value), near=near
                ),
                ctx,
                param,
            )
        return shipped[name]


def fields_by(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    """Read fields with commas between them."""
    return tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))


def in_a_folder(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    """See that a file can be written there: it has a name, and its folder is there."""
    return None if value is None else _in_its_folder(value)


def out_option(writers: Writers[Any], says: Message) -> Callable[[Command], Command]:
    """Make the option --out of a command; that a file can be written is seen before anything is computed."""

    def writable(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
        if value is None:
            return None
        try:
            writer = writers.find(value)
        except ExtensionError as failed:
            show([failed.diagnostic], {})
            sys.exit(1)
        if writer is None:
            raise WrongValue(
                msg("{file} must end in one of {endings}", file=value.name, endings=Listed(tuple(writers.endings)))
            )
        return _in_its_folder(value)

    return click.option("--out", cls=Once, type=click.Path(dir_okay=False, path_type=Path), callback=writable, metavar="FILE",
                        help=says)  # fmt: skip


def _in_its_folder(value: Path) -> Path:
    if not value.name:
        raise WrongValue(msg("the file has no name"))
    if not value.parent.is_dir():
        raise WrongValue(msg("the folder {folder} does not exist", folder=value.parent))
    return value


def _named_files(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, Path]:
    """Read NAME=FILE, each name once."""
    files: dict[str, Path] = {}
    for value in values:
        name, sign, file = value.partition("=")
        if not sign or not name or not file:
            raise WrongValue(
                msg("{text!r} does not say which source is which file; write orders=orders.csv", text=value)
            )
        if name in files:
            raise WrongValue(msg("the source {name} is given twice", name=name))
        if not Path(file).is_file():
            raise WrongValue(msg("the file {file} does not exist", file=file))
        files[name] = Path(file)
    return files


ruleset_argument = click.argument("ruleset", cls=Argument, metavar="RULESET", type=RulesetPath())
data_option = click.option("--data", "data", cls=Once, required=True, metavar="FILE",
                           help=msg("HR's table: {endings}.", endings=Listed(USUAL)),
                           type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
history_option = click.option("--history", multiple=True, metavar="FILE",
                              help="Results of earlier periods, as `run --out` wrote them; in time order.",
                              type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
as_of_option = click.option("--as-of", cls=Once, type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
                            help="Appraise provisionally up to a day inside the period, such as 2026-06-10.")  # fmt: skip
source_option = click.option("--source", "sources", multiple=True, metavar="NAME=FILE", callback=_named_files,
                             help="The lines of a source of the ruleset; may be given several times.")  # fmt: skip
period_option = click.option("--period", "periods", multiple=True, metavar="P",
                             help="Only this period, such as 2026Q1; may be given several times.")  # fmt: skip
sheet_option = click.option("--sheet", cls=Once, metavar="NAME", help="The sheet of a workbook.")
by_option = click.option("--by", cls=Once, default="", metavar="FIELDS", callback=fields_by,
                         help="Fields of text by which groups are compared, such as region,gender, or their headings.")  # fmt: skip
anonymous_option = click.option("--anonymous", is_flag=True, help="Leave out people: no table names anybody.")
strict_option = click.option("--strict", is_flag=True, help="Take warnings as errors.")
