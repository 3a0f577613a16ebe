"""Several policies on the same data, put side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from engine import __version__
from engine.console.working import compiled, fail, histories, show, working
from engine.diagnostics import capped, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from engine.compare.compared import Compared
    from engine.diagnostics import Diagnostic
    from engine.execution.run import Run
    from engine.execution.worksheet import Worksheet
    from engine.plan.steps import Plan

_FEW = 2  # warnings of one kind that are shown: years of data have many alike


def all_appraised(paths: Sequence[Path], data: Path, sources: Mapping[str, Path], history: Sequence[Path],
                  by: Sequence[str], *, anonymous: bool, **given: Any) -> list[list[Worksheet]]:  # fmt: skip
    """Appraise everybody by each policy; exit with 1 where one of them, or the data, has errors.

    Warnings about the data name people; each is shown once, a few of each kind, and only counted where people are
    left out.
    """
    policies = [compiled(path, sources, data) for path in paths]
    for plans, _ in policies:
        for plan in plans:
            see_groups(plan, by)
    kinds = {plan.ruleset.period for plans, _ in policies for plan in plans}
    if len(kinds) > 1:
        raise click.UsageError(f"the policies appraise by different periods: {', '.join(sorted(kinds))}")
    warnings: dict[str, Diagnostic] = {}
    texts: dict[str, str] = {}
    results: list[list[Worksheet]] = []
    with working("appraising"):
        runs_of = _runs([plans for plans, _ in policies], data, sources, history, given)
    for (_, own), runs in zip(policies, runs_of, strict=True):
        texts |= own
        results.append([])
        for one in runs:
            if one.worksheet is None:
                fail(one.diagnostics, texts)
            warnings |= {d.message: d for d in one.diagnostics if d.message not in warnings}
            results[-1].append(one.worksheet)
    show_warnings(warnings, texts, anonymous=anonymous)
    return results


def show_warnings(warnings: Mapping[str, Diagnostic], texts: Mapping[str, str], *, anonymous: bool) -> None:
    """Show a few warnings of each kind; only count them where people are left out, since they name people."""
    if anonymous and warnings:
        click.echo(f"{len(warnings)} warnings about the data are not shown, since they name people.", err=True)
    show(capped(warnings.values(), _FEW) if not anonymous else (), texts)


def _runs(policies: Sequence[Sequence[Plan]], data: Path, sources: Mapping[str, Path], history: Sequence[Path],
          given: Mapping[str, Any]) -> list[list[Run]]:  # fmt: skip
    """Run all policies together; apart where one has several versions, or results of earlier periods under its own headings."""
    from engine.execution.together import run_together  # noqa: PLC0415 - starting fast
    from engine.execution.versions import run_versions  # noqa: PLC0415

    if history or any(len(plans) > 1 for plans in policies):
        return [
            run_versions(plans, data, sources=sources, history=histories(plans[-1], history), **given)
            for plans in policies
        ]
    return [[one] for one in run_together([plan for (plan,) in policies], data, sources=sources, **given)]


def see_groups(plan: Plan, by: Sequence[str]) -> None:
    """See that the data have the fields by which groups are compared."""
    ruleset = plan.ruleset
    texts = [id_ for id_, field in ruleset.data.fields.items() if field.type == "text" and id_ != ruleset.data.employee]
    for name in by:
        if name not in texts:
            near = suggest(name, texts)
            raise click.UsageError(f"{ruleset.title} has no text field {name!r} to compare groups by ({near})")


def write_compared(compared: Compared, sheets: Sequence[Sequence[Worksheet]], path: Path) -> None:
    """Write a comparison to .json, .xlsx or .html."""
    from engine.report.about import about  # noqa: PLC0415 - starting fast
    from engine.report.comparison import in_json  # noqa: PLC0415
    from engine.report.files import replacing  # noqa: PLC0415

    titles, ending = (compared.base, *compared.variants), path.suffix.lower()
    policies = {t: [about(s, __version__) for s in own] for t, own in zip(titles, sheets, strict=True)}
    rulesets = [own[-1].plan.ruleset for own in sheets]
    with working("writing"), replacing(path) as temporary:
        if ending == ".json":
            temporary.write_text(in_json(compared, policies), encoding="utf-8", newline="\n")
        elif ending == ".html":
            from engine.report.comparison_page import comparison_page  # noqa: PLC0415
            from engine.report.page.page import in_html  # noqa: PLC0415

            temporary.write_text(in_html(comparison_page(compared, rulesets, policies)), encoding="utf-8", newline="\n")
        else:
            from engine.report.comparison_workbook import write_comparison  # noqa: PLC0415

            write_comparison(compared, rulesets[0], temporary)
