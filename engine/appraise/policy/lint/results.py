"""What `results` names exists, has no column yet, and gets a heading that no other column has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.syntax.grammar import FormulaError
from appraise.policy.meaning.result_names import result_names
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset

_ALSO = ("gates", "outcomes", "provisional")  # columns that are made from results


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look at every figure that is to be shown."""
    shown = {*result_names(ruleset), *_ALSO, ruleset.data.employee, ruleset.data.period}
    headings = dict(_headings(ruleset))
    for name, figure in ruleset.results.items():
        if name in shown:
            diagnostics.error(
                "name-taken",
                msg("{name} has a column in the results already.", name=name),
                figure.where,
                msg("remove it here; `results` adds what has none yet"),
            )
            continue
        try:
            kind = scope.type_of(name)
        except FormulaError as unknown:
            diagnostics.error(unknown.code, unknown.message, figure.where, unknown.hint)
            continue
        if figure.unit and kind.kind not in ("number", "unknown"):
            diagnostics.error(
                "type-mismatch",
                msg("{name} is {kind}, and has no unit.", name=name, kind=kind.words),
                figure.where,
                msg("leave out `unit`"),
            )
        if figure.title and figure.title in headings:
            diagnostics.error(
                "name-taken",
                msg(
                    "{name} has the heading {heading!r} already.",
                    name=headings[figure.title],
                    heading=figure.title,
                ),
                figure.where,
                msg("give the column a title of its own"),
            )
        headings.setdefault(figure.title or name, name)


def _headings(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    """The headings that the columns of text and pay have, and whose they are."""
    yield from ((field.columns[0], id_) for id_, field in ruleset.data.fields.items() if field.type == "text")
    yield from ((adjustment.title, id_) for id_, adjustment in ruleset.adjustments.items())
    yield from ((reward.title, id_) for id_, reward in ruleset.rewards.items())
