"""Several policies on the same data, put side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraise import __version__
from appraise.console.speaking import say
from appraise.console.working import compiled, fail, histories, show, working
from appraise.console.wrong import WrongUse
from appraise.diagnostics import Diagnostics, capped, suggest
from appraise.formula.syntax.text import fold
from appraise.texts import Listed, msg, msgs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison
    from appraise.compare.people import People
    from appraise.compare.tables import Compared
    from appraise.diagnostics import Diagnostic
    from appraise.execution.worksheet import Worksheet
    from appraise.plan.steps import Plan
    from appraise.policy.text.tree import Document
    from appraise.sweeping.policy_cache import RunPlans

_FEW = 2  # warnings of one kind that are shown: years of data have many alike


def all_compiled(paths: Sequence[Path], data: Path, sources: Mapping[str, Path], *,
                 anonymous: bool = False) -> list[tuple[list[Plan], Mapping[str, str]]]:  # fmt: skip
    """Load the policies, each with its texts; exit with 1 where one of them has errors."""
    policies = [compiled(path, sources, data, anonymous=anonymous) for path in paths]
    for path, (plans, _) in zip(paths[1:], policies[1:], strict=True):
        _of_the_base(path, plans, paths[0], policies[0][0])
    kinds = {plan.ruleset.period for plans, _ in policies for plan in plans}
    if len(kinds) > 1:
        raise WrongUse(msg("the policies appraise by different periods: {kinds}", kinds=Listed(tuple(sorted(kinds)))))
    return policies


def _of_the_base(path: Path, plans: Sequence[Plan], base: Path, of: Sequence[Plan]) -> None:
    """See that what is compared with the base is no variant of another policy, whose results the base uses."""
    for source in (source for plan in of for source in plan.ruleset.line_sources.values()):
        other = source.results_of
        if other is not None and plans[-1].ruleset.id == other.id != of[-1].ruleset.id:
            raise WrongUse(
                msg(
                    "{path} is a policy of {other}, whose results {base} uses, and no variant of {base} "
                    "itself. To see what it does here, write a variant of {base} that states `sources: "
                    "{{{source}: {{results_of: {path}}}}}`; to compare the two others, name {file} as the "
                    "base",
                    path=path.name,
                    other=other.title,
                    base=base.name,
                    source=source.id,
                    file=Path(other.where.file).name,
                )
            )


def all_appraised(policies: Sequence[tuple[Sequence[Plan], Mapping[str, str]]], together: RunPlans, data: Path,
                  history: Sequence[Path], *, anonymous: bool, **given: Any) -> list[list[Worksheet]]:  # fmt: skip
    """Appraise everybody by each policy; exit with 1 where the data have errors.

    `together` runs the policies of one version. Warnings about the data name people; each is shown once, a few
    of each kind, and only counted where people are left out.
    """
    from appraise.execution.versions import run_versions  # noqa: PLC0415 - starting fast

    warnings: dict[str, Diagnostic] = {}
    texts: dict[str, str] = {}
    results: list[list[Worksheet]] = []
    with working(msg("appraising")):
        done = iter(together([plans[0] for plans, _ in policies if len(plans) == 1], None))
        runs_of_all = [
            [next(done)] if len(plans) == 1
            else run_versions(plans, data, history=histories(plans[-1], history), **given)
            for plans, _ in policies
        ]  # fmt: skip
    for (_, own), runs in zip(policies, runs_of_all, strict=True):
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
        say(msgs("1 warning about the data is not shown, since people would be named.",
                 "{n} warnings about the data are not shown, since people would be named.", len(warnings)), err=True)  # fmt: skip
    show(capped(warnings.values(), _FEW) if not anonymous else (), texts)


def all_attributed(
    policies: Sequence[tuple[Sequence[Plan], Mapping[str, str]]], comparison: Comparison, together: RunPlans
) -> list[Attribution]:
    """Attribute what each variant changes to its changes, as far as that can be done."""
    from appraise.compare.attribution import attribution, not_attributed  # noqa: PLC0415 - starting fast
    from appraise.sweeping.changing import Changing  # noqa: PLC0415

    with working(msg("attributing")):
        document, *variants = [_document(plans) for plans, _ in policies]
        base = Changing(document) if document is not None else None
        return [
            attribution(base, variant, comparison, side, together) if base is not None and variant is not None
            else not_attributed(comparison, side, "versions")
            for variant, side in zip(variants, comparison.variants, strict=True)
        ]  # fmt: skip


def _document(plans: Sequence[Plan]) -> Document | None:
    """The text of a policy with what it extends; None for several versions."""
    from appraise.policy.load import shown  # noqa: PLC0415 - starting fast
    from appraise.policy.variants.variants import read_resolved  # noqa: PLC0415

    resolved = read_resolved(Path(plans[0].ruleset.where.file), shown, Diagnostics()) if len(plans) == 1 else None
    return resolved.document if resolved is not None else None


def groups_by(plans: Sequence[Plan], by: Sequence[str]) -> tuple[str, ...]:
    """The fields by which groups are compared, asked for by name or as the first plan heads them; all must have them."""
    fields = [_texts_of(plan) for plan in plans]
    headed = {fold(heading): id_ for id_, headings in fields[0].items() for heading in headings}
    asked = tuple(dict.fromkeys(name if name in fields[0] else headed.get(fold(name), name) for name in by))
    for plan, texts in zip(plans, fields, strict=True):
        for name in asked:
            if name not in texts:
                near = suggest(name, [*texts, *(heading for headings in texts.values() for heading in headings)])
                raise WrongUse(
                    msg(
                        "{policy} has no text field {name!r} to compare groups by ({near})",
                        policy=plan.ruleset.title,
                        name=name,
                        near=near,
                    )
                )
    return asked


def _texts_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The fields of text that may be groups, each with its headings in HR's table."""
    data = plan.ruleset.data
    return {id_: field.columns for id_, field in data.fields.items() if field.type == "text" and id_ != data.employee}


def write_compared(
    compared: Compared, people: People | None, sheets: Sequence[Sequence[Worksheet]], path: Path
) -> None:
    """Write a comparison as the ending says. Raises as `Writers.write`."""
    from appraise.compare.anonymous_names import Names  # noqa: PLC0415 - starting fast
    from appraise.report.about import about, naming_nobody  # noqa: PLC0415
    from appraise.report.writers import COMPARISON, Comparison  # noqa: PLC0415

    titles = (compared.base, *compared.variants)
    policies = {t: [about(s, __version__) for s in own] for t, own in zip(titles, sheets, strict=True)}
    if compared.anonymous:  # a title may name somebody; here it stands as in the tables
        names = Names.of(sheet for own in sheets for sheet in own)
        policies = {t: [replace(naming_nobody(one, names), title=t) for one in own] for t, own in policies.items()}
    rulesets = [own[-1].plan.ruleset for own in sheets]
    with working(msg("writing")):
        COMPARISON.write(Comparison(compared, people, rulesets, policies), path)
