"""Of a table's rows no two fit at once, ranges have no holes, and every label can occur."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.policy.meaning.decision_table import TooManyCasesError, decide
from appraise.policy.model import PERIOD_EXAMPLES
from appraise.policy.model.tables import Label
from appraise.texts import NOTHING, Listed, Message, msg, plain, series

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.decision_table import Decision, Kind
    from appraise.policy.meaning.scope import Keys, Scope
    from appraise.policy.model import Ruleset, Table

_PERIODS = {"month": r"\d{4}-(0[1-9]|1[0-2])", "quarter": r"\d{4}Q[1-4]", "half-year": r"\d{4}H[12]", "year": r"\d{4}"}
_MOST = 5  # overlaps of one table that are shown
_RANGE = re.compile(r"[\d.]+%?\s*[-~～—]\s*[\d.]+%?")


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look at every table, with the keys it is looked up with."""
    for table in ruleset.tables.values():
        before = len(diagnostics.found)
        asked = sorted(scope.asked.get(table.id, ()), key=str)
        sound = [keys for keys in asked if _labels(table, keys, ruleset, diagnostics)]
        kinds: list[tuple[Kind, ...]] = [tuple(_kind(t.kind == "number") for _, t in keys) for keys in sound]
        if not asked:
            kinds = [tuple(_kind(ranged or _numeric(table, i)) for i, ranged in enumerate(table.ranged))]
        for each in dict.fromkeys(kinds):
            keys = next((k for k, found in zip(sound, kinds, strict=False) if found == each), ())
            try:
                decision = decide(table, each)
            except TooManyCasesError:
                diagnostics.error(
                    "file-too-large",
                    msg("The rows of {table} cross in too many ways.", table=table.id),
                    table.where,
                    msg("make two tables of it"),
                )
                continue
            _overlaps(table, decision, diagnostics)
            if table.otherwise is None and len(diagnostics.found) == before:
                _gaps(table, decision, keys, ruleset, diagnostics)


def _kind(number: bool) -> Kind:
    return "number" if number else "text"


def _numeric(table: Table, key: int) -> bool:
    return all(isinstance(p, Label) and p.number is not None for r in table.rows for p in r.cells[key] or ())


def _labels(table: Table, keys: Keys, ruleset: Ruleset, diagnostics: Diagnostics) -> bool:
    """See that every label of the table can occur; once is enough for each label."""
    sound = True
    for i, (name, kind) in enumerate(keys):
        seen: set[str] = set()
        for row in table.rows:
            for part in row.cells[i] or ():
                if not isinstance(part, Label) or part.text in seen:
                    continue
                seen.add(part.text)
                message = hint = NOTHING
                if kind.kind == "number" and part.number is None:
                    message = msg("{name} is a number and never {label!r}.", name=name, label=part.text)
                    ranged = _RANGE.fullmatch(part.text)
                    hint = msg("a range is written 0..6") if ranged else msg("write a number")
                    sound = False
                elif kind.literal is not None:  # one row is asked for by name
                    pass
                elif kind.kind == "text" and kind.labels is not None and part.text not in kind.labels:
                    message = msg("{name} is never {label!r}.", name=name, label=part.text)
                    hint = suggest(part.text, kind.labels)
                elif name == "period" and not re.fullmatch(_PERIODS[ruleset.period], part.text):
                    message = msg("The period is never {label!r}.", label=part.text)
                    hint = msg("write it as {example}", example=PERIOD_EXAMPLES[ruleset.period])
                if message:
                    diagnostics.error("unknown-label", message, row.where, hint)
    return sound


def _overlaps(table: Table, decision: Decision, diagnostics: Diagnostics) -> None:
    for one, other, path in decision.overlaps[:_MOST]:
        first, second = table.row(one), table.row(other)
        place = Listed(tuple(_place(table, decision, path)))
        if all(cell and len(cell) == 1 and isinstance(cell[0], Label) for cell in first.cells + second.cells):
            diagnostics.error(
                "duplicate-key",
                msg("{table} has two rows for {case}.", table=table.id, case=place),
                second.where,
                msg("keep one of them"),
                ((first.where, msg("the other row")),),
            )
        else:
            diagnostics.error(
                "rows-overlap",
                msg("Two rows of {table} fit at once: {case}.", table=table.id, case=place),
                second.where,
                msg("let only one of them fit, or say `hit: first` if the upper row goes first"),
                ((first.where, msg("fits too")),),
            )
    if len(decision.overlaps) > _MOST:
        diagnostics.error(
            "more-of-the-same",
            msg("{more:,} more pairs of rows of {table} overlap.", more=len(decision.overlaps) - _MOST, table=table.id),
            table.where,
        )


def _place(table: Table, decision: Decision, path: tuple[int, ...]) -> list[Message]:
    return [_key(key, level.words(at, at)) for key, level, at in zip(table.keys, decision.levels, path, strict=False)]


def _key(key: str, values: Message | Listed) -> Message:
    return msg("{key} {values}", "a key of a table and its values", key=key, values=values)


def _gaps(table: Table, decision: Decision, keys: Keys, ruleset: Ruleset, diagnostics: Diagnostics) -> None:
    """Tell what no row takes: ranges of a key, from the smallest value that can occur on; labels that are known."""
    told: list[Message] = []
    for gap in decision.gaps:
        level, key = decision.levels[len(gap.path)], table.keys[len(gap.path)]
        field = ruleset.data.fields.get(keys[len(gap.path)][0]) if keys else None
        least = field.minimum if field is not None and field.minimum is not None else 0.0
        most = field.maximum if field is not None and field.maximum is not None else math.inf
        first, last = max(gap.first, level.place(least)), min(gap.last, level.place(most))
        if first <= last:
            case = [*_place(table, decision, gap.path), _key(key, level.words(first, last))]
            told.append(plain(Listed(tuple(case))))
    told += _absent(table, keys)
    if told:
        says = (
            msg("No row of {table} takes {cases} and {more:,} more.", more=len(told) - 3)
            if len(told) > 3
            else msg("No row of {table} takes {cases}.")
        )
        diagnostics.warn(
            "rows-gap",
            says.given(table=table.id, cases=series(told[:3])),
            table.where,
            msg("add a row or `otherwise`; without it, whoever has such a value is an error"),
        )


def _absent(table: Table, keys: Keys) -> list[Message]:
    told = []
    for i, (_, kind) in enumerate(keys):
        cells = [row.cells[i] for row in table.rows]
        if kind.labels is None or kind.kind != "text" or not all(cells):
            continue
        stated = {part.text for cell in cells for part in cell or ()}
        absent = [label for label in kind.labels if label not in stated]
        if absent:
            told.append(_key(table.keys[i], Listed(tuple(absent))))
    return told
