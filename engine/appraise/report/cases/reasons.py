"""What of a person's explanation matters for columns that came out otherwise than was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy import columns as col
from appraise.policy.columns import PARTS
from appraise.policy.meaning.structure import structure
from appraise.policy.meaning.uses import uses
from appraise.report.explanation.person import Line, Teller, explanation_lines
from appraise.report.explanation.phrases import phrase
from appraise.texts.punctuation import with_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.diagnostics import Where
    from appraise.execution.explaining.explain import Explanation
    from appraise.policy.model import Ruleset
    from appraise.texts import Language

_SECTIONS = {"cohort": "cohort", "score": "total", "grade": "grade", "gates": "gates", "outcomes": "outcomes"}


def reasons(explanation: Explanation, columns: Iterable[str]) -> list[Line]:
    """The lines about the columns, and about what each of them is made of in one step.

    Of an indicator that only gives its points to a column, one line is told.
    """
    r = explanation.plan.ruleset
    asked = list(columns)
    names = [name for column in asked for name in (column, *_made_of(column, r))]
    headings = {phrase(_SECTIONS[n], r.language) for n in names if n in _SECTIONS}
    brief = {name for name in names if name.endswith(".points") and name not in asked}
    places = {place: False for name in brief for place in _places(name, explanation)}
    places |= {place: True for name in names if name not in brief for place in _places(name, explanation)}
    computed = [name for name in dict.fromkeys(names) if name in r.derive and name in explanation.values]
    derived = [Teller(explanation).derived(name) for name in computed]
    advice = phrase("improve", r.language)
    return derived + _kept(explanation_lines(explanation), headings, places, advice, r.language)


def _made_of(column: str, ruleset: Ruleset) -> list[str]:
    """The names that a column is computed from directly."""
    head = column.partition(".")[0]
    owners = {column, col.reward(head, "factor")} if head in ruleset.rewards else {column}
    named = {name for use in uses(ruleset) if use.owner in owners for name in use.formula.names}
    named = {f"{head}.{name}" if name in PARTS and head in ruleset.indicators else name for name in named}
    return sorted(named | structure(ruleset).get(column, set()))


def _places(name: str, explanation: Explanation) -> list[Where]:
    """The clauses that tell of a name; of gates, those that hold."""
    r, values = explanation.plan.ruleset, explanation.values
    head = name.partition(".")[0]
    if head in r.rewards:
        return [r.rewards[head].where]
    if "." in name and head in r.indicators:
        return [r.indicators[head].where]
    if (gate := col.gate_of(name)) and values.get(name) is True:
        return [r.gates[gate].where]
    if name == "reason":
        return [c.where for c in r.eligible.values()]
    return []


def _kept(
    lines: list[Line], headings: set[str], places: dict[Where, bool], left_out: str, language: Language
) -> list[Line]:
    """Keep whole sections by heading, and single clauses by place: in full, or as one line with what they came to."""
    kept: list[Line] = []
    heading: Line | None = None
    inside, in_full, clause = False, True, ""
    for line in lines:
        if line.level == 0:
            heading, inside = None if line.text == left_out else line, False
            continue
        if line.level == 1:
            clause, in_full = line.text, line.where is None or places.get(line.where, True)
            inside = heading is not None and (line.where in places or heading.text in headings)
        if inside and heading is not None and heading not in kept:
            kept.append(heading)
        if inside and line.level == 2 and not in_full:
            kept[-1] = Line(1, with_label(clause, line.text, language), kept[-1].where)
        elif inside:
            kept.append(line)
    return kept
