"""Changed clauses in the words of the policy: "Indicator Sales, weight: 60 → 70"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.codes import explanation
from appraise.report.comparison.words import note, say
from appraise.report.words import word
from appraise.texts import told
from appraise.texts.punctuation import listed, with_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraise.compare.changes import ChangeNote, Changes
    from appraise.policy.variants.clauses import Clause, Value
    from appraise.texts import Language

LINE = "\n"  # between what stands one below the other in a cell


def change_name(clauses: Sequence[Clause], language: Language) -> str:
    """Call a change by its clause; by the first, where several are one change."""
    first = _name(clauses[0], language)
    return first if len(clauses) == 1 else say("and_more", language, first=first, n=len(clauses) - 1, all=len(clauses))


def change_in_words(clauses: Sequence[Clause], language: Language) -> str:
    """Say what a change changes, each clause on its own line."""
    each = [with_label(_name(c, language), ", ".join(_value(v, language) for v in c.values), language) for c in clauses]
    return (say("change_end", language) + LINE).join(each)


def notes_of(changes: Changes, language: Language) -> Iterator[str]:
    """Say what is to be known of the changes beside their figures."""
    yield note("changes", language)
    if changes.of == "score":
        yield say("note_changes_score", language)
    for one in changes.notes:
        yield _note(one, language)


def _note(note: ChangeNote, language: Language) -> str:
    if note.kind != "together":
        return say(f"note_{note.kind}", language, variant=note.variant)
    names = listed((_name(clause, language) for clause in note.clauses), language)
    if not note.code:
        why = say("note_other_rows", language)
    else:
        why = told(note.message, language) if note.message else explanation(note.code, language)
    return say("note_together", language, variant=note.variant, clauses=names, why=why.rstrip(".。"))


def _name(clause: Clause, language: Language) -> str:
    section = clause.section
    key = f"one_{section}" if clause.element and f"one_{section}" in word else f"section_{section}"
    known = word(key, language) if key in word else section
    element = clause.title if clause.title != clause.element else _setting(clause.element, language)
    whole = " ".join(part for part in (known, element) if part)
    return (
        say("clause_setting", language, clause=whole, setting=_setting(clause.setting, language))
        if clause.setting
        else whole
    )


def _setting(setting: str, language: Language) -> str:
    return word(f"setting_{setting}", language) if f"setting_{setting}" in word else setting


def _value(value: Value, language: Language) -> str:
    key = f"{value.key} " if value.key else ""
    if value.old is None:
        whole = value.new is not None and value.new.startswith(
            "{"
        )  # a whole element; `appraise diff` shows what it says
        return key + (say("is_new", language) if whole else f"{say('is_new', language)} {value.new}")
    if value.new is None:
        return key + say("is_gone", language)
    whole_table = f" ({say('whole_table', language)})" if value.whole else ""
    return f"{key}{value.old} → {value.new}{whole_table}"
