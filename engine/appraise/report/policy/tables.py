"""Tables in words: a row a sentence, with the line it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.written_numbers import digits_of
from appraise.policy.model.tables import Label, Part, Row, Span, Start
from appraise.policy.words import OTHERWISE_IN_WORDS, range_in_words
from appraise.report.policy.phrases import labelled, say
from appraise.texts import Listed, plain, told
from appraise.texts.punctuation import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.diagnostics import Where
    from appraise.policy.model import Table
    from appraise.texts import Language, Message

_MOST_ROWS = 50  # of a longer table only the number of its rows is told


def table_sentences(table: Table, language: Language) -> Iterator[tuple[str, Where]]:
    """Tell a table: a long one, or one from a file, in one sentence."""
    rows = say("rows", language, f"{len(table.rows):,}")
    facts = [say("keys", language, Listed(table.keys, "and").told(language)), rows]
    if table.file:
        facts.insert(1, say("from_file", language, table.file.rpartition("/")[2]))
    if table.first:
        facts.append(say("first_row", language))
    yield running(facts, language), table.where
    if table.file is None and len(table.rows) <= _MOST_ROWS:
        for row in table.rows:
            yield say("row", language, conditions_in_words(table, row, language), value_in_words(table, row)), row.where
    if table.otherwise is not None:
        yield say("otherwise", language, value_in_words(table, table.otherwise)), table.otherwise.where


def value_in_words(table: Table, row: Row) -> str:
    """Tell what a row gives."""
    if isinstance(row.value, str):
        return row.value
    return digits_of(row.value, share=table.unit == "percent", grouped=True)


def conditions_in_words(table: Table, row: Row, language: Language) -> str:
    """Tell what the keys must be for a row to fit."""
    if row is table.otherwise:
        return told(OTHERWISE_IN_WORDS, language)
    conditions = []
    for i, (key, cell) in enumerate(zip(table.keys, row.cells, strict=True)):
        if cell is not None:
            parts = [told(_part(table, row, i, part), language) for part in cell]
            conditions.append(labelled(key, say("or", language).join(parts) or told(OTHERWISE_IN_WORDS, language)))
    return running(conditions, language) or told(range_in_words(None, None, table.boundary), language)


def _part(table: Table, row: Row, key: int, part: Part) -> Message:
    if isinstance(part, Label):
        return plain(part.text)
    low, high = (part.text, None) if isinstance(part, Start) else _ends(part)
    if isinstance(part, Start):
        cells = [r.cells[key] for r in table.rows if r.cells[:key] == row.cells[:key]]
        beside = [p for cell in cells for p in cell or () if isinstance(p, Start) and p.low > part.low]
        high = min(beside, key=lambda p: p.low).text if beside else None
    return range_in_words(None if low in ("lowest", "") else low, high or None, table.boundary)


def _ends(span: Span) -> tuple[str, str | None]:
    low, _, high = span.text.partition("..")
    return low.strip(), high.strip()
