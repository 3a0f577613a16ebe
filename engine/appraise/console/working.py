"""The work that commands share: load, appraise, show what was found, and exit with 1 where there are errors."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

from appraise.console.shell import refused
from appraise.console.speaking import follow, say, spoken
from appraise.console.wrong import Refusal, WrongUse
from appraise.diagnostics import Diagnostics, as_text, capped
from appraise.extensions import ExtensionError
from appraise.shipped import CASES
from appraise.texts import msg, msgs, told
from appraise.writing import TooManyRowsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from appraise.diagnostics import Diagnostic
    from appraise.execution.inputs.history import History
    from appraise.execution.worksheet import Run, Worksheet
    from appraise.plan.steps import Plan
    from appraise.policy.allowing import Allowed
    from appraise.policy.model import Ruleset
    from appraise.policy.variants.variants import Resolved
    from appraise.sweeping.policy_cache import RunPlans
    from appraise.texts import Language, Message

_PIPE = 1_000  # characters of a line that is not shown in a window


def check_sheet(data: Path, sheet: str | None) -> None:
    """See that a sheet is asked for of a workbook only."""
    from appraise.data.files.formats import may_have_sheets  # noqa: PLC0415 - starting fast

    if sheet is not None and not may_have_sheets(data):
        raise WrongUse(msg("{data} is no workbook, so it has no sheet {sheet!r}", data=data.name, sheet=sheet))


def compiled(path: Path, sources: Mapping[str, Path], data: Path, *,
             anonymous: bool = False, strict: bool = False) -> tuple[list[Plan], Mapping[str, str]]:  # fmt: skip
    """Load and compile a ruleset, or all versions in a folder; show what was found, and exit with 1 where there are errors.

    Where `strict`, warnings are errors.
    """
    from appraise.data.files.formats import is_workbook  # noqa: PLC0415 - starting fast
    from appraise.plan.compile import compile_plan  # noqa: PLC0415
    from appraise.policy.reading.data.source_files import wrong_sources  # noqa: PLC0415
    from appraise.policy.versions import load_versions  # noqa: PLC0415

    found = load_versions(path)
    texts = {name: text for one in found.loaded for name, text in one.texts.items()}
    show_of_policy(found.diagnostics, texts, anonymous=anonymous)
    if not found.rulesets:
        say(msg("Nothing was computed: the ruleset has errors."), err=True)
        sys.exit(1)
    if strict and found.diagnostics:
        say(msg("Nothing was computed: the ruleset has warnings, which --strict takes as errors."), err=True)
        sys.exit(1)
    wrong = wrong_sources(found.rulesets, sources, workbook=is_workbook(data))
    if wrong:
        raise WrongUse(wrong)
    return [compile_plan(ruleset) for ruleset in found.rulesets], texts


def in_other_keywords(path: Path, to: Language) -> str:
    """The text of a policy or of cases with keywords of another language; exit with 1 where it cannot be written over."""
    from appraise.policy.keywords.canonical import canonical  # noqa: PLC0415
    from appraise.policy.keywords.written_over import written_over  # noqa: PLC0415
    from appraise.policy.load import shown  # noqa: PLC0415
    from appraise.policy.shape.schema import cases_schema, ruleset_schema  # noqa: PLC0415
    from appraise.policy.text.document import parse_document, read_document  # noqa: PLC0415

    found = Diagnostics()
    document = read_document(path, shown(path), found)
    if document is None:
        show(found.found, {})
        sys.exit(1)
    cases = path.name.endswith(CASES)
    schema, name = (cases_schema(), "cases") if cases else (ruleset_schema(), "ruleset")
    text = written_over(document, schema, name, to)
    again = parse_document(text, document.file, found)
    if again is not None:
        canonical(again, schema, name, found)
    if found.found:
        show(found.found, {document.file: text})
        sys.exit(1)
    return text


def resolved_policy(path: Path, *, anonymous: bool = False) -> tuple[Resolved, Ruleset]:
    """Load a ruleset with all that it extends, as it is written and as it is meant; exit with 1 where it has errors."""
    from appraise.policy.load import load, shown  # noqa: PLC0415 - starting fast
    from appraise.policy.variants.variants import read_resolved  # noqa: PLC0415

    if path.is_dir():
        raise WrongUse(msg("{path} is a folder; name one of its rulesets", path=path))
    loaded = load(path)
    show_of_policy(loaded.diagnostics, loaded.texts, anonymous=anonymous)
    resolved = read_resolved(path, shown, Diagnostics())
    if loaded.ruleset is None or resolved is None:
        sys.exit(1)
    return resolved, loaded.ruleset


def appraised(
    plans: Sequence[Plan], texts: Mapping[str, str], *, strict: bool = False, **given: Any
) -> list[Worksheet]:
    """Run; show what was found, and exit with 1 where there are errors, or warnings where `strict`."""
    from appraise.execution.versions import run_versions  # noqa: PLC0415 - starting fast

    with working(msg("appraising")) as progress:
        results = run_versions(plans, progress=progress, **given)
    for result in results:
        if result.worksheet is None:
            fail(result.diagnostics, texts)
        show(result.diagnostics, texts)
    if strict and any(result.diagnostics for result in results):
        say(msg("Nothing was written: the data has warnings, which --strict takes as errors."), err=True)
        sys.exit(1)
    return [result.worksheet for result in results if result.worksheet is not None]


def runs_of(data: Path, history: Sequence[Path] = (), **given: Any) -> RunPlans:
    """What runs many plans on the same data, which is read once; `given` as to `run_together`.

    Those under whose headings the earlier results stand alike are run together.
    """
    from appraise.sweeping.together import Read, run_together  # noqa: PLC0415 - starting fast

    tables: dict[object, Read] = {}

    def run(plans: Sequence[Plan], keep: Iterable[str] | None) -> list[Run]:
        earlier = [histories(plan, history) for plan in plans]
        runs: dict[int, Run] = {}
        for one in earlier:
            own = [i for i, other in enumerate(earlier) if other == one and i not in runs]
            some = [plans[i] for i in own]
            bare = keep is not None  # single columns are wanted, not results to be shown
            done = run_together(some, data, keep=keep, history=one, tables=tables, bare=bare, **given) if own else []
            runs |= zip(own, done, strict=True)
        return [runs[i] for i in range(len(plans))]

    return run


def histories(plan: Plan, paths: Sequence[Path]) -> list[History]:
    """Describe files of earlier results, under the headings that results have."""
    if not paths:
        return []
    from appraise.execution.inputs.history import History  # noqa: PLC0415 - starting fast
    from appraise.report.results.columns import headings_of  # noqa: PLC0415

    return [History(path, *headings_of(plan)) for path in paths]


def fail(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> NoReturn:
    """Show what stands in the way, and exit."""
    show(capped(diagnostics), texts)
    say(msg("Nothing was computed: the data has errors."), err=True)
    sys.exit(1)


def show(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Print diagnostics to stderr, in colours on a terminal."""
    from appraise.policy.keywords.speaking import as_the_files_say  # noqa: PLC0415 - starting fast

    follow(texts.values())
    language = spoken()
    colours = {"error": "red", "warning": "yellow"}
    for d in as_the_files_say(diagnostics, texts):
        head, _, rest = as_text(d, texts, language).partition("\n")
        click.echo(click.style(head, fg=colours[d.severity], bold=True) + "\n" + rest + "\n", err=True)


def show_of_policy(diagnostics: Sequence[Diagnostic], texts: Mapping[str, str], *, anonymous: bool) -> None:
    """Show what was found in a policy; of warnings only how many, where a line that they quote could name people."""
    told = [d for d in diagnostics if d.severity == "error"] if anonymous else diagnostics
    show(told, texts)
    if left := len(diagnostics) - len(told):
        say(msgs("1 warning about the policy is not shown, since people could be named; appraise check shows it.",
                 "{n} warnings about the policy are not shown, since people could be named; appraise check shows them.",
                 left), err=True)  # fmt: skip


def show_allowed(allowed: Sequence[Allowed]) -> None:
    """List the warnings that policies allow, each with its reason, so that none is out of sight."""
    if allowed:
        say(msgs("{n} warning allowed:", "{n} warnings allowed:", len(allowed)))
    for one in allowed:
        say(msg("  {place}  {code}: {reason}", place=f"{one.where.file}:{one.where.line}", code=one.warning.code,
                reason=one.reason))  # fmt: skip


def console() -> Console:
    """What tables are printed with."""
    from appraise.report.screen import Screen  # noqa: PLC0415 - starting fast

    terminal = sys.stdout.isatty()  # a file or a pipe is as wide as it needs to be: no figure is cut
    return Screen(highlight=False, markup=False, emoji=False, soft_wrap=not terminal, width=None if terminal else _PIPE)


@contextmanager
def working(what: Message) -> Iterator[Callable[[int, int], None]]:
    """Show that work goes on, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415 - starting fast
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(told(what, spoken()), total=None)
        yield lambda done, all_: bar.update(task, completed=done, total=all_)


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Write a file before anything is shown: a screen that is closed early loses none. What fails is a plain message."""
    try:
        yield
    except PermissionError:
        raise Refusal(
            msg("{file} cannot be written; if it is open in Excel, close it and try again", file=file)
        ) from None
    except OSError as problem:
        raise Refusal(msg("nothing was written. {problem}", problem=refused(problem, file))) from None
    except TooManyRowsError as too_many:
        raise Refusal(too_many.message) from None
    except ExtensionError as failed:
        show([failed.diagnostic], {})
        say(msg("Nothing was written."), err=True)
        sys.exit(1)


def tell_written(file: Path) -> None:
    """Say that a file was written, below all that was shown."""
    say("")
    say(msg("Written: {file}", file=file))
