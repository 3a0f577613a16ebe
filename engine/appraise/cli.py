"""The command line: arguments in, engine calls, renderings out. No logic of its own.

Exit codes: 0 done, 1 the input has errors (nothing was written), 2 wrong use of the command, 3 a fault of Appraise itself.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appraise import __version__
from appraise.console.arguments import (
    RulesetPath,
    anonymous_option,
    as_of_option,
    by_option,
    data_option,
    history_option,
    in_a_folder,
    out_option,
    period_option,
    ruleset_argument,
    sheet_option,
    source_option,
    strict_option,
)
from appraise.console.comparing import all_appraised, all_attributed, all_compiled, groups_by, write_compared
from appraise.console.help import Argument
from appraise.console.once import Once
from appraise.console.policies import codes, diff, schema, show_ruleset
from appraise.console.settings import solve, sweep
from appraise.console.shell import Shell, put
from appraise.console.speaking import follow, say, spoken
from appraise.console.working import (
    appraised,
    check_sheet,
    compiled,
    console,
    histories,
    runs_of,
    show,
    show_allowed,
    tell_written,
    working,
    writing,
)
from appraise.console.wrong import WrongUse
from appraise.diagnostics import as_github, as_record, errors
from appraise.policy.load import load
from appraise.report.writers import COMPARISON, RESULTS, write_results
from appraise.shipped import CASES
from appraise.texts import Listed, msg, msgs
from appraise.visible import visible_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from appraise.cases.load import LoadedCases
    from appraise.diagnostics import Diagnostic
    from appraise.policy.load import Loaded
    from appraise.texts import Message


@click.group(cls=Shell, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="appraise")
def main() -> None:
    """Appraise performance by a written policy: a YAML ruleset and your own data in; scores, grades, pay and reasons out."""
    gc.set_threshold(100_000)  # what a command makes lives until it ends: to look for garbage more often takes a tenth


@main.command()
@click.argument("rulesets", cls=Argument, metavar="RULESET...", type=RulesetPath(), nargs=-1, required=True)
@click.option("--format", "form", cls=Once, type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
              help="text for people, json for programs, github for marks in a pull request.")  # fmt: skip
@strict_option
def check(rulesets: tuple[Path, ...], form: str, strict: bool) -> None:
    """Check rulesets and files of cases: every problem at once, each with its line and what to do."""
    from appraise.policy.versions import all_versions, ruleset_files  # noqa: PLC0415 - only checking asks for folders

    files = [file for path in rulesets for file in (ruleset_files(path) if path.is_dir() else [path])]
    policies = [load(file) for file in files if not file.name.endswith(CASES)]
    loaded: list[Loaded | LoadedCases] = [*policies, *_cases([file for file in files if file.name.endswith(CASES)])]
    apart = all_versions(policies) if any(path.is_dir() for path in rulesets) else []
    found = [d for one in loaded for d in one.diagnostics] + apart
    follow(text for one in loaded for text in one.texts.values())
    allowed = list(dict.fromkeys(a for policy in policies for a in policy.allowed))
    if form == "json":
        records = [as_record(d, spoken()) for d in found] + [a.as_record(spoken()) for a in allowed]
        put(visible_json(json.dumps(records, ensure_ascii=False, indent=2)) + "\n")
    elif form == "github":
        marks = [*(as_github(d, spoken()) for d in found), *(a.as_github(spoken()) for a in allowed)]
        put("".join(f"{line}\n" for line in marks))
    else:
        for one in loaded:
            show(one.diagnostics, one.texts)
        show(apart, {name: text for one in loaded for name, text in one.texts.items()})
        say(_counted(len(policies), len(loaded), found))
        show_allowed(allowed)
        if strict and found and not errors(found):
            say(msg("Warnings count as errors here: --strict."))
    sys.exit(1 if errors(found) or (strict and found) else 0)


def _counted(policies: int, files: int, found: Sequence[Diagnostic]) -> Message:
    """Count what was checked, and what was found."""
    bad, warned = len(errors(found)), len(found) - len(errors(found))
    counts = [msgs("{n} error", "{n} errors", bad)] if bad else []
    counts += [msgs("{n} warning", "{n} warnings", warned)] if warned else []
    told_ = Listed(tuple(counts)) if counts else msg("no problems")
    if policies == files:
        return msgs("{n} ruleset checked: {counts}", "{n} rulesets checked: {counts}", files, counts=told_)
    return msgs("{n} file checked: {counts}", "{n} files checked: {counts}", files, counts=told_)


def _cases(files: Sequence[Path]) -> list[LoadedCases]:
    if not files:
        return []
    from appraise.cases.load import Rulesets, load_cases  # noqa: PLC0415 - which need pandas

    rulesets = Rulesets()
    return [load_cases(file, rulesets) for file in files]


@main.command()
@ruleset_argument
@data_option
@period_option
@sheet_option
@source_option
@out_option(RESULTS, msg("Write the results: {endings}.", endings=RESULTS.listed))
@history_option
@as_of_option
@strict_option
def run(ruleset: Path, data: Path, periods: tuple[str, ...], sheet: str | None, sources: dict[str, Path],
        out: Path | None, history: tuple[Path, ...], as_of: datetime | None, strict: bool) -> None:  # fmt: skip
    """Appraise everybody in the data, show a summary, and write the results."""
    from appraise.report.results.summary import summarise  # noqa: PLC0415 - starting fast
    from appraise.report.results.terminal import show_summary  # noqa: PLC0415

    if as_of is not None and periods:
        raise WrongUse(msg("--as-of says which period it is; leave --period out"))
    if out is not None and out.exists() and (out.samefile(data) or out.samefile(ruleset)):
        raise WrongUse(msg("{out} is what is read; write the results to another file", out=out))
    check_sheet(data, sheet)
    plans, texts = compiled(ruleset, sources, data, strict=strict)
    worksheets = appraised(plans, texts, strict=strict, data=data, periods=periods, sheet=sheet, sources=sources,
                           history=histories(plans[-1], history), as_of=as_of and as_of.date())  # fmt: skip
    files = [] if out is None else [
        (sheet, out if len(worksheets) == 1 else out.with_stem(f"{out.stem} {sheet.plan.ruleset.version}"))
        for sheet in worksheets
    ]  # fmt: skip
    for worksheet, file in files:
        with working(msg("writing")), writing(file):
            write_results(worksheet, file, __version__)
    for worksheet in worksheets:
        show_summary(console(), summarise(worksheet), worksheet.plan.ruleset)
    for _, file in files:
        tell_written(file)


@main.command()
@ruleset_argument
@data_option
@click.option("--employee", cls=Once, required=True, metavar="ID", help="Employee number, or name.")
@click.option("--period", cls=Once, metavar="P", help="Only this period, such as 2026Q1.")
@sheet_option
@source_option
@history_option
@as_of_option
def explain(ruleset: Path, data: Path, employee: str, period: str | None, sheet: str | None,
            sources: dict[str, Path], history: tuple[Path, ...], as_of: datetime | None) -> None:  # fmt: skip
    """Explain one employee's result, clause by clause, and what would have reached the next grade."""
    from appraise.execution.explaining.explain import explain_row  # noqa: PLC0415 - starting fast
    from appraise.report.results.terminal import show_explanation  # noqa: PLC0415

    if as_of is not None and period is not None:
        raise WrongUse(msg("--as-of says which period it is; leave --period out"))
    check_sheet(data, sheet)
    plans, texts = compiled(ruleset, sources, data)
    worksheets = appraised(plans, texts, data=data, periods=(period,) if period else (), sheet=sheet, sources=sources,
                           history=histories(plans[-1], history), employee=employee, as_of=as_of and as_of.date())  # fmt: skip
    for worksheet in worksheets:
        for row in range(len(worksheet)):
            show_explanation(console(), explain_row(worksheet.plan, worksheet, row))


@main.command()
@click.argument("paths", cls=Argument, type=click.Path(path_type=Path), nargs=-1, metavar="[PATH]...")
@click.option("--name", cls=Once, default="", metavar="TEXT", help="Only cases whose names contain this.")
@click.option("--junit", "xml", cls=Once, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              callback=in_a_folder,
              help="Write the results as JUnit XML, for build servers.")  # fmt: skip
@click.option("--coverage", is_flag=True, help="Tell which clauses of the policy no case reaches.")
@click.option("--coverage-at-least", "least", cls=Once, type=click.FloatRange(0, 100), metavar="PERCENT",
              help="Fail where the cases reach less of a policy.")  # fmt: skip
@click.option("--update", is_flag=True, help="Rewrite the expected values that differ, after asking.")
@click.option("--yes", is_flag=True, help="Rewrite without asking.")
def test(paths: tuple[Path, ...], name: str, xml: Path | None, coverage: bool, least: float | None, update: bool,
         yes: bool) -> None:  # fmt: skip
    """Run the worked examples of policies: files *.cases.yaml, folders of them, or the name of a shipped ruleset."""
    from appraise.cases.files import NoCases, case_files, coverage_of, run_files  # noqa: PLC0415 - starting fast
    from appraise.report.cases.changes import rewrite  # noqa: PLC0415
    from appraise.report.cases.junit import junit  # noqa: PLC0415
    from appraise.report.cases.terminal import show_cases, show_coverage  # noqa: PLC0415
    from appraise.writing import replacing  # noqa: PLC0415

    if yes and not update:
        raise WrongUse(msg("--yes belongs to --update"))
    try:
        files = [file for path in paths or (Path(),) for file in case_files(path)]
    except NoCases as nothing:
        raise WrongUse(nothing.message) from None
    tested = run_files(files, name)
    for one in tested:
        show(one.loaded.diagnostics, one.loaded.texts)
    if not any(one.results or one.plan is None for one in tested):
        say(msg("No case has {name!r} in its name.", name=name) if tested
            else msg("There are no cases here: no file *.cases.yaml."))  # fmt: skip
        sys.exit(1)
    screen = console()
    show_cases(screen, tested)
    if xml is not None:
        with writing(xml), replacing(xml) as temporary:
            temporary.write_bytes(junit(tested))
    low = False
    for plan, reached in coverage_of(tested) if coverage or least is not None else ():
        show_coverage(screen, plan, reached, least)
        low = low or (least is not None and reached.percent < least)
    sound = all(one.sound for one in tested) or (
        update and rewrite(screen, tested, lambda question: _may_rewrite(question, yes=yes))
    )
    sys.exit(0 if sound and not low else 1)


def _may_rewrite(question: str, *, yes: bool) -> bool:
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse(msg("nobody can be asked here, so nothing was rewritten; --yes rewrites without asking"))
    return click.confirm(question)


@main.command()
@click.argument("base", cls=Argument, metavar="BASE", type=RulesetPath())
@click.argument("variants", cls=Argument, metavar="VARIANT...", type=RulesetPath(), nargs=-1, required=True)
@data_option
@period_option
@sheet_option
@source_option
@history_option
@by_option
@out_option(COMPARISON, msg("Write all tables: {endings}.", endings=COMPARISON.listed))
@anonymous_option
def compare(base: Path, variants: tuple[Path, ...], data: Path, periods: tuple[str, ...], sheet: str | None,
            sources: dict[str, Path], history: tuple[Path, ...], by: tuple[str, ...], out: Path | None,
            anonymous: bool) -> None:  # fmt: skip
    """Compare policies on the same data: what they cost, whom they move, whether they are fair. Changes are variant minus base."""
    from appraise.compare.compared import compare as tables_of  # noqa: PLC0415 - starting fast
    from appraise.compare.comparison import align  # noqa: PLC0415
    from appraise.compare.people import people  # noqa: PLC0415
    from appraise.report.comparison.terminal import show_comparison  # noqa: PLC0415

    if out is not None and out.exists() and out.samefile(data):
        raise WrongUse(msg("{out} is what is read; write the comparison to another file", out=out))
    check_sheet(data, sheet)
    given = {"periods": periods, "sheet": sheet, "sources": sources}
    policies = all_compiled((base, *variants), data, sources, anonymous=anonymous)
    by = groups_by([plan for plans, _ in policies for plan in plans], by)
    together = runs_of(data, history, **given)
    results = all_appraised(policies, together, data, history, anonymous=anonymous, **given)
    comparison = align(results[0], results[1:], by)
    attributions = all_attributed(policies, comparison, together)
    compared = tables_of(comparison, attributions, anonymous=anonymous)
    ruleset = results[0][-1].plan.ruleset
    if out is not None:
        with writing(out):
            write_compared(compared, None if anonymous else people(comparison, attributions), results, out)
    show_comparison(console(), compared, ruleset)
    if out is not None:
        tell_written(out)


for command in (show_ruleset, diff, sweep, solve, schema, codes):
    main.add_command(command)


if __name__ == "__main__":
    main()
