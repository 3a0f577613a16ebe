"""Names and numbers of people in the texts of policies: what `compare`, `sweep` and `solve` do not tell with `--anonymous`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from appraise.formula.syntax.text import fold
from appraise.formula.vectors import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from appraise.execution.worksheet import Worksheet

Told = TypeVar("Told")
_SOMEBODY = "***"
_OF_NAMES = re.compile(
    r"(员工|人员|销售|业务员)?(姓名|名字)|((employee|staff|person|rep|full|first|last)[ _]?)?name", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Names:
    """Hides in texts who is meant; without a pattern nobody is hidden."""

    pattern: re.Pattern[str] | None = None

    @classmethod
    def of(cls, sheets: Iterable[Worksheet]) -> Names:
        """The names of everybody in the data: their numbers, and what a field of names says."""
        texts = (text for sheet in sheets for text in _of_people(sheet))
        names = {label.strip() for text in texts for label in text.labels if label.strip()}
        found = "|".join(map(_found_as, sorted(names, key=len, reverse=True)))
        return cls(re.compile(found, re.IGNORECASE) if names else None)

    def hide(self, value: Told, keep: Collection[str] = ()) -> Told:
        """A text, or anything made of texts, with `***` for everybody; the fields in `keep` hold no texts of a policy."""
        if self.pattern is None:
            return value
        hidden: Told = _told(value, self.pattern, keep)
        return hidden


NOBODY = Names()


def _of_people(sheet: Worksheet) -> Iterator[Text]:
    yield sheet.table.employee
    for id_, field in sheet.plan.ruleset.data.fields.items():
        column = sheet.table.columns.get(id_)
        called = any(_OF_NAMES.fullmatch(fold(text).strip()) for text in (id_, *field.columns))
        if called and field.values is None and isinstance(column, Text):
            yield column


def _found_as(name: str) -> str:
    """The pattern of a number or a name: in quotes always; bare as a whole word, and where it is no number of its own."""
    text = re.escape(name)
    if len(name) < 2 or (name.isdigit() and len(name) < 3):
        return rf"(?<=['\"]){text}(?=['\"])"
    if name.isdigit():
        return rf"(?<![\w.,]){text}(?![\w%]|[.,]\d)"
    return rf"(?<![A-Za-z0-9_]){text}(?![A-Za-z0-9_])"


def _told(value: Any, pattern: re.Pattern[str], keep: Collection[str] = ()) -> Any:
    if isinstance(value, str):
        return pattern.sub(_SOMEBODY, value)
    if isinstance(value, tuple):
        return tuple(_told(part, pattern) for part in value)
    if isinstance(value, Mapping):
        return {_told(k, pattern): _told(v, pattern) for k, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        own = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in keep}
        new = {name: _told(part, pattern) for name, part in own.items()}
        changed = {name: part for name, part in new.items() if part is not own[name]}
        return replace(value, **changed) if changed else value
    return value
