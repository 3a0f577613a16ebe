"""Reads `data`: the fields, their headings, and what is legal in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from appraise.formula.measured import MOST
from appraise.formula.text import fold
from appraise.formula.written_dates import as_date
from appraise.policy.model import Data, Field, FieldType, PeriodKind
from appraise.policy.reading.reader import number_instead

if TYPE_CHECKING:
    from appraise.policy.reading.reader import Reading
    from appraise.policy.shape.schema import Path
    from appraise.policy.text.tree import Node
    from appraise.policy.values import Constant


_YES_NO = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def read_data(reading: Reading, node: Node | None, broken: set[Path]) -> Data:
    """Read the section. `employee` and `period` may name a field, or else a heading of a text column."""
    if node is None or ("data",) in broken or ("data", "fields") in broken:
        reading.broken.add("data")
        return Data("", None, {})
    fields = read_fields(reading, node, ("data", "fields"), broken)
    keys: dict[str, str] = {}
    for key in ("employee", "period"):
        stated = node.get(key)
        if stated is None:
            continue
        name = fold(stated.text)
        if name not in fields:
            fields[name] = Field(name, "text", (stated.text,), stated.where)
        keys[key] = name
        if fields[name].type not in ("text", "date" if key == "period" else "text"):
            reading.report.error("type-mismatch", f"The {key} column must be text, and {name} is {fields[name].type}.",
                                 stated.where, f"give the field {name} the type text")  # fmt: skip
    return Data(
        keys.get("employee", ""), keys.get("period"), fields, stated_text(node, "sheet"),
        None if any(path[:2] == ("data", "rows") for path in broken) else _rows(reading, node), stated_text(node, "encoding"),
    )  # fmt: skip


def stated_text(node: Node, key: str) -> str | None:
    """Give what is stated under a key, None where it is not."""
    stated = node.get(key)
    return stated.text if stated is not None else None


def _rows(reading: Reading, node: Node) -> PeriodKind | None:
    rows, whole = node.get("rows"), reading.source.root.get("period")
    if rows is None:
        return None
    kinds = ["month", "quarter", "half-year", "year"]
    kind = cast("PeriodKind", rows.mapping["period"].text)
    if node.get("period") is None:
        reading.report.error("missing-key", "`rows` needs the field with the period of each row.", rows.key or rows.where,
                             "state `period`")  # fmt: skip
    elif whole is not None and whole.text in kinds and kinds.index(kind) >= kinds.index(whole.text):
        reading.report.error("wrong-value", f"The rows are of a {kind}, which is no part of a {whole.text}.",
                             rows.mapping["period"].where, "leave `rows` out, or state the shorter period")  # fmt: skip
    return kind


def read_fields(reading: Reading, table: Node, at: tuple[str, ...], broken: set[Path]) -> dict[str, Field]:
    """Read the fields of a table of data; `at` is where they stand in the ruleset. Its `decimal` is that of all fields."""
    node, decimal = table.get("fields"), stated_text(table, "decimal")
    items = node.mapping if node is not None else {}
    reading.apart(items)
    for id_, child in items.items():
        reading.usable(id_, child)
    return {
        fold(id_): _field(reading, fold(id_), child, decimal)
        for id_, child in items.items()
        if not any(path[: len(at) + 1] == (*at, id_) for path in broken)
    }


def _field(reading: Reading, id_: str, node: Node, decimal: str | None) -> Field:
    kind = cast("FieldType", node.mapping["type"].text)
    column = node.get("column")
    columns = tuple(n.text for n in column.items) if column and column.items else (column.text if column else id_,)
    values = node.get("values")
    labels: dict[str, tuple[str, ...]] | None = None
    if values is not None and values.items:
        labels = {n.text: () for n in values.items}
    elif values is not None:
        labels = {k: tuple(a.text for a in v.items) for k, v in values.mapping.items()}
    taken: dict[str, str] = {}
    for label, aliases in (labels or {}).items():
        for text in (label, *aliases):
            if taken.setdefault(fold(text).strip(), label) != label:
                reading.report.error("duplicate-key", f"{text!r} stands for {taken[fold(text).strip()]} and for {label}.",
                                     values.where if values else node.where, "let every text stand for one label")  # fmt: skip
    if labels is not None and kind not in ("text", "rating"):
        reading.report.error("wrong-value", f"Only text and ratings list their values; {id_} is {kind}.",
                             values.where if values else node.where, "use `min` and `max` for numbers")  # fmt: skip
    for key, kinds in (
        ("decimal", ("money", "number", "count", "percent", "rating")),
        ("format", ("date", "datetime")),
    ):
        stated = node.get(key)
        if stated is not None and kind not in kinds:
            reading.report.error("wrong-value", f"`{key}` does not go with a {kind} column.", stated.where,
                                 f"it goes with {', '.join(kinds)}")  # fmt: skip
    return Field(
        id_, kind, columns, node.key or node.where,
        _number(reading, node, "min", kind), _number(reading, node, "max", kind), labels,
        _scale(reading, id_, node, kind), _missing(reading, node, kind, labels), _digits(reading, id_, node, kind),
        stated_text(node, "decimal") or decimal, stated_text(reading.source.root, "currency") or "", stated_text(node, "format"),
    )  # fmt: skip


def _digits(reading: Reading, id_: str, node: Node, kind: FieldType) -> int | None:
    stated = node.get("digits")
    if stated is None:
        return None
    if kind != "text" or node.get("values") is not None:
        reading.report.error("wrong-value", f"`digits` is for texts such as employee numbers; {id_} is "
                             + (kind if kind != "text" else "a text with stated values") + ".", stated.where,
                             "remove `digits`, or give the field the type text")  # fmt: skip
        return None
    return int(cast("int", stated.value))


def _number(reading: Reading, node: Node, key: str, kind: FieldType) -> float | None:
    stated = node.get(key)
    if stated is None:
        return None
    constant = reading.constant(stated)
    if constant is None or kind in ("text", "date", "datetime", "yes-no"):
        reading.report.error("wrong-value", f"`{key}` is not a limit for a {kind} column: {stated.text!r}.", stated.where,
                             number_instead(stated.text, "a number, for numbers only"))  # fmt: skip
        return None
    return _in_shares(reading, constant, node, key)


def _in_shares(reading: Reading, constant: Constant, node: Node, key: str) -> float:
    """Give a percent's limit as a share: in a column of scale 100, a bare 95 is 95% here too.

    A bare number that would be a strange share is refused: 100 where cells hold 0.95, or 0.95 where they hold 95.
    """
    value, scale = constant.value, node.get("scale")
    if node.mapping["type"].text != "percent" or constant.percent:
        return value
    points = scale is not None and scale.value == 100
    if 0 < abs(value) <= 1 if points else abs(value) > MOST:
        share, other = (value / 100, value) if points else (value, value / 100)
        holds = "percent points (95)" if points else "shares (0.95)"
        reading.report.error("percent-or-ratio", f"`{key}: {constant.text}` is {share * 100:.10g}%: the field holds {holds}.",
                             constant.where, f"write {other * 100:.10g}%, or {share * 100:.10g}% if that is meant")  # fmt: skip
    return value / 100 if points else value


def _scale(reading: Reading, id_: str, node: Node, kind: FieldType) -> tuple[float, float]:
    stated = node.get("scale")
    if kind == "rating" and node.get("values") is None:
        marks = [reading.constant(n) for n in stated.items] if stated else []
        if len(marks) == 2 and marks[0] and marks[1] and marks[0].value < marks[1].value:
            return marks[0].value, marks[1].value
        reading.report.error("missing-key" if stated is None else "wrong-value",
                             f"The rating {id_} must state its lowest and highest mark.",
                             stated.where if stated else node.key or node.where, "for example `scale: [1, 5]`")  # fmt: skip
    elif kind == "percent" and stated is not None:
        if stated.value == 100:
            return 0.0, 100.0
        if stated.value != 1:
            reading.report.error("wrong-value", "The scale of a percent is 1 (a cell holds 0.95) or 100 (it holds 95).",
                                 stated.where)  # fmt: skip
    elif stated is not None:
        reading.report.error("wrong-value", f"Only ratings and percents have a scale; {id_} is {kind}.", stated.where)
    return 0.0, 1.0


def _missing(
    reading: Reading, node: Node, kind: FieldType, labels: dict[str, tuple[str, ...]] | None
) -> float | str | bool | None:
    stated = node.get("missing")
    if stated is None:
        return None
    if stated.text == "none" and "none" not in (labels or ()):
        return None  # said in so many words: an empty cell has no value
    if kind == "text" or labels is not None:
        if labels is not None and stated.text not in labels:
            reading.report.error(
                "unknown-label", f"{stated.text!r} is not one of the values of this field.", stated.where
            )
        return stated.text
    if kind == "yes-no" and stated.text.casefold() in _YES_NO:
        return _YES_NO[stated.text.casefold()]
    if kind in ("date", "datetime") and as_date(stated.text) is not None:
        return stated.text
    constant = None if kind in ("yes-no", "date", "datetime") else reading.constant(stated)
    if constant is None:
        reading.report.error("wrong-value", f"{stated.text!r} cannot stand for an empty cell of a {kind} column.",
                             stated.where)  # fmt: skip
        return None
    value = _in_shares(reading, constant, node, "missing")
    low, high = (_number(reading, node, key, kind) for key in ("min", "max"))
    whole = kind != "count" or (value == int(value) and (value >= 0 or low is not None))
    if not whole or (low is not None and value < low) or (high is not None and value > high):
        reading.report.error("wrong-value", f"{stated.text} is no legal value of this {kind} column.", stated.where,
                             "state a value that a cell could hold")  # fmt: skip
    return value
