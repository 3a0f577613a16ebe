"""The command line: arguments in, engine calls, renderings out. No logic of its own.

Exit codes: 0 done, 1 the input has errors (nothing was written), 2 wrong use of the command.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from engine import __version__
from engine.diagnostics import Diagnostic, as_github, as_record, as_text, capped, errors, suggest
from engine.policy.load import load
from engine.shipped import RULESETS, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from rich.console import Console

    from engine.execution.history import History
    from engine.execution.worksheet import Worksheet
    from engine.plan.steps import Plan


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
            self.fail(f"{value!s} is no name of a file: {problem.strerror}", param, ctx)
        shipped = {p.stem: p for p in sorted(RULESETS.glob("*.yaml")) if not p.stem.endswith(".cases")}
        if str(value) not in shipped:
            near = suggest(str(value), shipped)
            self.fail(f"there is no file {value!s}, and no shipped ruleset of that name ({near})", param, ctx)
        return shipped[str(value)]


def _ending(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    if value is None:
        return None
    from engine.report.files import ENDINGS  # noqa: PLC0415 - starting fast

    if value.suffix.lower() not in ENDINGS:
        raise click.BadParameter(f"{value.name} must end in one of {', '.join(ENDINGS)}")
    if not value.parent.is_dir():
        raise click.BadParameter(f"the folder {value.parent} does not exist")
    return value


def _named_files(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, Path]:
    """Read NAME=FILE, each name once."""
    files: dict[str, Path] = {}
    for value in values:
        name, sign, file = value.partition("=")
        if not sign or not name or not file:
            raise click.BadParameter(f"{value!r} does not say which source is which file; write orders=orders.csv")
        if name in files:
            raise click.BadParameter(f"the source {name} is given twice")
        if not Path(file).is_file():
            raise click.BadParameter(f"the file {file} does not exist")
        files[name] = Path(file)
    return files


ruleset_argument = click.argument("ruleset", type=RulesetPath())
data_option = click.option("--data", "data", required=True, metavar="FILE", help="HR's table: .csv, .xlsx or .parquet.",
                           type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
history_option = click.option("--history", multiple=True, metavar="FILE",
                              help="Results of earlier periods, as `run --out` wrote them; in time order.",
                              type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
as_of_option = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
                            help="Appraise provisionally up to a day inside the period, such as 2026-06-10.")  # fmt: skip
source_option = click.option("--source", "sources", multiple=True, metavar="NAME=FILE", callback=_named_files,
                             help="The lines of a source of the ruleset; may be given several times.")  # fmt: skip
sheet_option = click.option("--sheet", metavar="NAME", help="The sheet of a workbook.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="appraise")
def main() -> None:
    """Appraise performance by a written policy: a YAML ruleset and your own data in; scores, grades, pay and reasons out."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that cannot show a character shows ? instead of failing
            stream.reconfigure(errors="replace")


@main.command()
@click.argument("rulesets", type=RulesetPath(), nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
              help="text for people, json for programs, github for marks in a pull request.")  # fmt: skip
def check(rulesets: tuple[Path, ...], form: str) -> None:
    """Check rulesets: every problem at once, each with its line and what to do."""
    from engine.policy.versions import all_versions, ruleset_files  # noqa: PLC0415 - only checking asks for folders

    files = [file for path in rulesets for file in (ruleset_files(path) if path.is_dir() else [path])]
    loaded = [load(file) for file in files]
    apart = all_versions(loaded) if any(path.is_dir() for path in rulesets) else []
    found = [d for one in loaded for d in one.diagnostics] + apart
    if form == "json":
        click.echo(json.dumps([as_record(d) for d in found], ensure_ascii=False, indent=2))
    elif form == "github":
        for d in found:
            click.echo(as_github(d))
    else:
        for one in loaded:
            _show(one.diagnostics, one.sources)
        _show(apart, {name: text for one in loaded for name, text in one.sources.items()})
        bad, warned = len(errors(found)), len(found) - len(errors(found))
        counts = [f"{n} {what}{'s' if n != 1 else ''}" for n, what in ((bad, "error"), (warned, "warning")) if n]
        counted = f"{len(loaded)} ruleset{'s' if len(loaded) != 1 else ''} checked: "
        click.echo(counted + (", ".join(counts) if counts else "no problems"))
    sys.exit(1 if errors(found) else 0)


@main.command()
@ruleset_argument
@data_option
@click.option("--period", "periods", multiple=True, metavar="P",
              help="Only this period, such as 2026Q1; may be given several times.")  # fmt: skip
@sheet_option
@source_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), callback=_ending, metavar="FILE",
              help="Write the results: .xlsx, .csv, .parquet or .json.")  # fmt: skip
@history_option
@as_of_option
def run(ruleset: Path, data: Path, periods: tuple[str, ...], sheet: str | None, sources: dict[str, Path],
        out: Path | None, history: tuple[Path, ...], as_of: datetime | None) -> None:  # fmt: skip
    """Appraise everybody in the data, show a summary, and write the results."""
    from engine.report.files import write_results  # noqa: PLC0415 - starting fast
    from engine.report.summary import summarise  # noqa: PLC0415
    from engine.report.terminal import show_summary  # noqa: PLC0415
    from engine.report.words import word  # noqa: PLC0415

    if as_of is not None and periods:
        raise click.UsageError("--as-of says which period it is; leave --period out")
    if out is not None and out.exists() and (out.samefile(data) or out.samefile(ruleset)):
        raise click.UsageError(f"{out} is what is read; write the results to another file")
    _sheet_of_workbook(data, sheet)
    plans, texts = _compiled(ruleset, sources)
    worksheets = _appraise(plans, texts, data=data, periods=periods, sheet=sheet, sources=sources,
                           history=_history(plans[-1], history), as_of=as_of and as_of.date())  # fmt: skip
    for worksheet in worksheets:
        show_summary(_console(), summarise(worksheet), worksheet.plan.ruleset)
    for worksheet in worksheets if out is not None else ():
        r = worksheet.plan.ruleset
        assert out is not None  # noqa: S101 - as above
        file = out if len(worksheets) == 1 else out.with_stem(f"{out.stem} {r.version}")
        with _working("writing"):
            try:
                write_results(worksheet, file, __version__)
            except PermissionError:
                message = f"{file} cannot be written; if it is open in Excel, close it and try again"
                raise click.ClickException(message) from None
            except ValueError as too_many_rows:
                raise click.ClickException(str(too_many_rows)) from None
        click.echo(f"\n{word('written', r.language)}: {file}")


@main.command()
@ruleset_argument
@data_option
@click.option("--employee", required=True, metavar="ID", help="Employee number, or name.")
@click.option("--period", metavar="P", help="Only this period, such as 2026Q1.")
@sheet_option
@source_option
@history_option
@as_of_option
def explain(ruleset: Path, data: Path, employee: str, period: str | None, sheet: str | None,
            sources: dict[str, Path], history: tuple[Path, ...], as_of: datetime | None) -> None:  # fmt: skip
    """Explain one employee's result, clause by clause, and what would have reached the next grade."""
    from engine.execution.explain import explain_row  # noqa: PLC0415 - starting fast
    from engine.report.terminal import show_explanation  # noqa: PLC0415

    if as_of is not None and period is not None:
        raise click.UsageError("--as-of says which period it is; leave --period out")
    _sheet_of_workbook(data, sheet)
    plans, texts = _compiled(ruleset, sources)
    worksheets = _appraise(plans, texts, data=data, periods=(period,) if period else (), sheet=sheet, sources=sources,
                           history=_history(plans[-1], history), employee=employee, as_of=as_of and as_of.date())  # fmt: skip
    for worksheet in worksheets:
        for row in range(len(worksheet)):
            show_explanation(_console(), explain_row(worksheet.plan, worksheet, row))


@main.command()
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH]...")
@click.option("--name", default="", metavar="TEXT", help="Only cases whose names contain this.")
@click.option("--junit", "xml", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the results as JUnit XML, for build servers.")  # fmt: skip
@click.option("--coverage", is_flag=True, help="Tell which clauses of the policy no case reaches.")
@click.option("--coverage-at-least", "least", type=click.FloatRange(0, 100), metavar="PERCENT",
              help="Fail where the cases reach less of a policy.")  # fmt: skip
@click.option("--update", is_flag=True, help="Rewrite the expected values that differ, after asking.")
@click.option("--yes", is_flag=True, help="Rewrite without asking.")
def test(paths: tuple[Path, ...], name: str, xml: Path | None, coverage: bool, least: float | None, update: bool,
         yes: bool) -> None:  # fmt: skip
    """Run the worked examples of policies: files *.cases.yaml, folders of them, or the name of a shipped ruleset."""
    from engine.cases.files import NoCases, case_files, coverage_of, run_files  # noqa: PLC0415 - starting fast
    from engine.report.case_changes import rewrite  # noqa: PLC0415
    from engine.report.cases import show_cases, show_coverage  # noqa: PLC0415
    from engine.report.junit import junit  # noqa: PLC0415

    if yes and not update:
        raise click.UsageError("--yes belongs to --update")
    try:
        files = [file for path in paths or (Path(),) for file in case_files(path)]
    except NoCases as nothing:
        raise click.UsageError(str(nothing)) from None
    tested = run_files(files, name)
    for one in tested:
        _show(one.loaded.diagnostics, one.loaded.sources)
    if not any(one.results or one.plan is None for one in tested):
        click.echo(f"No case has {name!r} in its name." if tested else "There are no cases here: no file *.cases.yaml.")
        sys.exit(1)
    console = _console()
    show_cases(console, tested)
    if xml is not None:
        try:
            xml.write_bytes(junit(tested))
        except OSError as problem:
            raise click.ClickException(f"{xml} cannot be written: {problem.strerror}") from None
    low = False
    for plan, reached in coverage_of(tested) if coverage or least is not None else ():
        show_coverage(console, plan, reached, least)
        low = low or (least is not None and reached.percent < least)
    sound = all(one.sound for one in tested) or (
        update and rewrite(console, tested, lambda question: _may_rewrite(question, yes=yes))
    )
    sys.exit(0 if sound and not low else 1)


def _may_rewrite(question: str, *, yes: bool) -> bool:
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("nobody can be asked here, so nothing was rewritten; --yes rewrites without asking")
    return click.confirm(question)


@main.command()
@click.argument("kind", type=click.Choice(["ruleset", "cases"]), default="ruleset")
def schema(kind: str) -> None:
    """Print the JSON Schema of rulesets, or of cases, for editors and other programs."""
    click.echo((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"), nl=False)


def _sheet_of_workbook(data: Path, sheet: str | None) -> None:
    if sheet is not None and data.suffix.lower() not in (".xlsx", ".xlsm"):
        raise click.UsageError(f"{data.name} is no workbook, so it has no sheet {sheet!r}")


def _sources_known(plan: Plan, given: Mapping[str, Path]) -> None:
    """See that every source has a file, and no file is for a source that the ruleset does not have."""
    from engine.policy.sources import needed_sources  # noqa: PLC0415 - only where there are any

    known = needed_sources(plan.ruleset)
    for name in given:
        if name not in known:
            near = suggest(name, known) or "the ruleset has none"
            raise click.UsageError(f"there is no source {name} in {plan.ruleset.id} ({near})")
    absent = [s.id for s in known.values() if s.id not in given and s.file is None and s.results_of is None]
    if absent:
        add = " ".join(f"--source {name}=FILE" for name in absent)
        raise click.UsageError(f"the ruleset adds up the lines of {', '.join(absent)}: add {add}")


def _compiled(path: Path, sources: Mapping[str, Path]) -> tuple[list[Plan], Mapping[str, str]]:
    """Load and compile a ruleset, or all versions in a folder; show what was found, and exit with 1 where there are errors."""
    from engine.plan.compile import compile_plan  # noqa: PLC0415 - starting fast
    from engine.policy.versions import load_versions  # noqa: PLC0415

    found = load_versions(path)
    texts = {name: text for one in found.loaded for name, text in one.sources.items()}
    _show(found.diagnostics, texts)
    if not found.rulesets:
        click.echo("Nothing was computed: the ruleset has errors.", err=True)
        sys.exit(1)
    plans = [compile_plan(ruleset) for ruleset in found.rulesets]
    for plan in plans:
        _sources_known(plan, sources)
    return plans, texts


def _appraise(plans: Sequence[Plan], texts: Mapping[str, str], **given: Any) -> list[Worksheet]:
    """Run; show what was found, and exit with 1 where there are errors."""
    from engine.execution.versions import run_versions  # noqa: PLC0415 - starting fast

    with _working("appraising") as progress:
        results = run_versions(plans, progress=progress, **given)
    for result in results:
        if result.worksheet is None:
            _fail(result.diagnostics, texts)
        _show(result.diagnostics, texts)
    return [result.worksheet for result in results if result.worksheet is not None]


def _history(plan: Plan, paths: Sequence[Path]) -> list[History]:
    """Describe files of earlier results, under the headings that results have."""
    if not paths:
        return []
    from engine.execution.history import History  # noqa: PLC0415 - starting fast
    from engine.report.columns import headings_of  # noqa: PLC0415

    return [History(path, *headings_of(plan)) for path in paths]


def _fail(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> NoReturn:
    _show(capped(diagnostics), sources)
    click.echo("Nothing was computed: the data has errors.", err=True)
    sys.exit(1)


def _show(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> None:
    colours = {"error": "red", "warning": "yellow"}
    for d in diagnostics:
        head, _, rest = as_text(d, sources).partition("\n")
        click.echo(click.style(head, fg=colours[d.severity], bold=True) + "\n" + rest + "\n", err=True)


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - starting fast

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())


@contextmanager
def _working(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show that work goes on, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415 - starting fast
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, all_: bar.update(task, completed=done, total=all_)


if __name__ == "__main__":
    main()
