"""What differs between two policies, in the policy's words: on a terminal, as Markdown for a merge request, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.policy.keywords.paths import steps_over
from appraise.policy.text.flow import flow, place
from appraise.policy.variants.clauses import title_of
from appraise.report.words import word
from appraise.texts import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from appraise.policy.text.tree import Node
    from appraise.policy.variants.merging import Change
    from appraise.texts import Language

_HEAD = ("ruleset", "title", "version", "reason", "extends", "language")  # the policy itself, not what it says


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs. `section` and `element` name the clause, `setting` what of it; None is: not there."""

    section: str
    element: str
    title: str
    setting: str
    old: str | None
    new: str | None
    old_place: str | None
    new_place: str | None
    whole: bool = False  # a table that stands in place of another


def differences_of(changes: Iterable[Change], old: Node, new: Node) -> list[Difference]:
    """Name each change as the policy does."""
    return [_difference(change, old, new) for change in changes if change.path[0] not in _HEAD]


def _difference(change: Change, old: Node, new: Node) -> Difference:
    section, element, setting = change.path[0], "", change.path[1:]
    if len(change.path) > 1:
        element, setting = change.path[1], change.path[2:]
    return Difference(
        section, element, title_of(element, section, old, new), ".".join(setting),
        flow(change.old) if change.old else None, flow(change.new) if change.new else None,
        place(change.old.key or change.old.where) if change.old else None,
        place(change.new.key or change.new.where) if change.new else None, change.whole,
    )  # fmt: skip


def name_of(path: Sequence[str], root: Node, language: Language) -> str:
    """Name one setting in short: Sales weight."""
    if path[0] == "grades":
        head, rest = word("section_grades", language), path[1:]
    else:
        element = path[1] if len(path) > 1 else path[0]
        head, rest = title_of(element, path[0], root, root), path[2:]
    spoken = steps_over(path, SOURCE, language)[len(path) - len(rest) :]  # the keys as the language has them
    told = (
        word(f"setting_{key}", language) if f"setting_{key}" in word else called
        for key, called in zip(rest, spoken, strict=True)
        if key != "values"
    )
    return " ".join([head, *told])


def in_lines(differences: Sequence[Difference], language: Language, keywords: Language) -> Iterator[tuple[int, str]]:
    """The lines of a text, with their level: a clause, then what of it differs, in the keywords of the policy."""
    before = None
    for d in differences:
        head = _head(d, language, keywords)
        if head != before:
            yield 0, head
            before = head
        yield 1, f"{_setting(d, language, keywords)}{_told(d, language)}"


def in_markdown(differences: Sequence[Difference], language: Language, keywords: Language) -> str:
    """A table for a merge request."""
    heads = [word(f"diff_{key}", language) for key in ("clause", "setting", "old", "new", "place")]
    rows = [
        (_head(d, language, keywords), _over(d, keywords), d.old or "–", f"{d.new or '–'}{_whole(d, language)}",
         d.new_place or d.old_place or "")
        for d in differences
    ]  # fmt: skip
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _head(d: Difference, language: Language, keywords: Language) -> str:
    element = steps_over((d.section, d.element), SOURCE, keywords)[1]
    section = word(f"section_{d.section}", language) if f"section_{d.section}" in word else d.section
    title = element if d.title == d.element else d.title
    return f"{section} {title}".strip() + (f" ({element})" if element and element != title else "")


def _over(d: Difference, keywords: Language) -> str:
    """What of a clause differs, in the keywords of the policy."""
    head = [part for part in (d.section, d.element) if part]
    return ".".join(steps_over([*head, *d.setting.split(".")], SOURCE, keywords)[len(head) :])


def _setting(d: Difference, language: Language, keywords: Language) -> str:
    if keywords != SOURCE:
        return f"{over}: " if (over := _over(d, keywords)) else ""
    first = d.setting.partition(".")[0]  # the keys of the language are English words already
    named = f"{word(f'setting_{first}', language)} " if f"setting_{first}" in word and language != SOURCE else ""
    return f"{named}{d.setting}: " if d.setting else ""


def _told(d: Difference, language: Language) -> str:
    if d.old is None:
        return f"{word('diff_added', language)} {d.new}  [{d.new_place}]"
    if d.new is None:
        return f"{word('diff_gone', language)} {d.old}  [{d.old_place}]"
    return f"{d.old} → {d.new}{_whole(d, language)}  [{d.old_place} → {d.new_place}]"


def _whole(d: Difference, language: Language) -> str:
    return f"; {word('diff_whole', language)}" if d.whole else ""
