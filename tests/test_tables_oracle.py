"""Tables against a slow reading of the same words: one person, one row of the table after the other."""

from __future__ import annotations

import math
import os
import random
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
import yaml

from appraise import compile_plan, load_text, run

FUZZ_SEEDS = int(os.environ.get("FUZZ_SEEDS", "500"))
HEAD = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data: {employee: id, fields: {id: {type: text}, region: {type: text}, level: {type: text}, tenure: {type: number}, sales: {type: number}}}
indicators:
  one: {title: One, value: month, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
"""
TEXTS = {"region": ["East", "West", "North"], "level": ["low", "high"]}
PLACES = {"tenure": [-6, 0, 6, 12, 24], "sales": [0, 0.5, 100, 1000.25]}
Person = dict[str, Any]
UNDECIDED, NONE = object(), object()  # a missing key decides; no row fits


@dataclass(frozen=True)
class Span:
    low: float | None
    high: float | None

    def holds(self, x: float, boundary: str) -> bool:
        if boundary == "lower":
            return (self.low is None or x >= self.low) and (self.high is None or x < self.high)
        return (self.low is None or x > self.low) and (self.high is None or x <= self.high)


@dataclass(frozen=True)
class Made:
    """A table as it is written, and as rows: for each key a list of labels and spans (None: any), and the value."""

    id: str
    written: dict[str, Any]
    keys: list[str]
    rows: list[tuple[dict[str, list[Any] | None], float]]
    otherwise: float | None
    boundary: str

    def value(self, person: Person) -> Any:
        """The value of the first row that fits, asking key by key; a missing one that matters leaves it undecided."""
        left = list(self.rows)
        for at, key in enumerate(self.keys):
            for i, (cells, _) in enumerate(left):
                if all(_is_any(cells.get(k)) for k in self.keys[at:]):  # the first that fits holds, whatever is to come
                    left = left[: i + 1]
                    break
            if person[key] is not None:
                left = [row for row in left if self._fits(row[0].get(key), person[key])]
            elif not all(_is_any(cells.get(key)) for cells, _ in left):
                return UNDECIDED
        return left[0][1] if left else NONE if self.otherwise is None else self.otherwise

    def _fits(self, cell: list[Any] | None, given: Any) -> bool:
        return _is_any(cell) or any(
            p.holds(given, self.boundary) if isinstance(p, Span) else p == given for p in cell or ()
        )


def _is_any(cell: list[Any] | None) -> bool:
    return cell is None or cell == [Span(None, None)]


def nested(rng: random.Random, number: int) -> Made:
    """`values`, one level for each key; ranges reach to the next bound, `otherwise` takes what is not beside it."""
    keys = rng.sample([*TEXTS, *PLACES], rng.randint(1, 3))
    ranged = {k for k in keys if k in PLACES and rng.random() < 0.7}
    boundary, rows = rng.choice(["lower", "upper"]), []

    def level(at: int, above: dict[str, list[Any] | None]) -> Any:
        if at == len(keys):
            rows.append((above, value := float(rng.randint(1, 999))))
            return value
        key, found = keys[at], {}
        if key in ranged:
            bounds: list[float] = sorted(rng.sample(PLACES[key], rng.randint(1, 3)))
            first = rng.random() < 0.6
            for i, bound in enumerate(bounds):
                low, high = None if first and i == 0 else bound, bounds[i + 1] if i + 1 < len(bounds) else None
                found["lowest" if low is None else bound] = level(at + 1, above | {key: [Span(low, high)]})
            return found
        labels = TEXTS.get(key) or PLACES[key]
        stated = rng.sample(labels, rng.randint(1, len(labels)))
        for label in stated:
            found[label] = level(at + 1, above | {key: [label]})
        rest = [x for x in (*labels, *_OTHERS.get(key, ())) if x not in stated]
        if rng.random() < 0.8 and rest:
            found["otherwise"] = level(at + 1, above | {key: rest})
        return found

    values = level(0, {})
    match = "range" if set(keys) == ranged else {k: "range" for k in keys if k in ranged}
    written = {"keys": keys, "values": values, "boundary": boundary} | ({"match": match} if ranged else {})
    return Made(f"t{number}", written, keys, rows, None, boundary)


_OTHERS = {"tenure": [5, 7, 99], "sales": [0.25, 99.99, 5000]}


def decided(rng: random.Random, number: int) -> Made:
    """Decision rows, of which the first that fits holds."""
    keys = rng.sample([*TEXTS, *PLACES], rng.randint(1, 3))
    boundary, rows, written = rng.choice(["lower", "upper"]), [], []
    for _ in range(rng.randint(1, 5)):
        cells: dict[str, list[Any] | None] = {}
        row: dict[str, Any] = {}
        for key in keys:
            if rng.random() < 0.25:
                continue
            if key in TEXTS or rng.random() < 0.2:
                chosen = rng.sample(TEXTS.get(key) or PLACES[key], rng.randint(1, 2))
                cells[key], row[key] = chosen, chosen if len(chosen) > 1 else chosen[0]
            else:
                low, high = sorted(rng.sample(PLACES[key], 2))
                span = rng.choice([Span(low, high), Span(low, None), Span(None, high)])
                cells[key] = [span]
                row[key] = f"{'' if span.low is None else span.low}..{'' if span.high is None else span.high}"
        value = float(rng.randint(1, 999))
        rows.append((cells, value))
        written.append(row | {"value": value})
    otherwise = 7.5 if rng.random() < 0.8 else None
    table: dict[str, Any] = {"keys": keys, "hit": "first", "rows": written, "boundary": boundary}
    return Made(f"t{number}", table | ({"otherwise": otherwise} if otherwise else {}), keys, rows, otherwise, boundary)


def person(rng: random.Random, number: int) -> Person:
    found: Person = {"id": f"p{number}"}
    for key, labels in TEXTS.items():
        found[key] = None if rng.random() < 0.1 else rng.choice(labels)
    for key, places in PLACES.items():
        found[key] = None if rng.random() < 0.1 else rng.choice([*places, *_OTHERS[key]])
    return found


def policy(table: Made) -> str:
    """A policy that looks something up in the table."""
    text = HEAD + yaml.safe_dump({"tables": {table.id: table.written}}, sort_keys=False)
    return (
        text
        + f"derive: {{x: 'lookup({table.id}, {', '.join(table.keys)})'}}\noutcomes: {{o: {{when: x > 0, kind: other, message: m}}}}\n"
    )


def differences(seed: int) -> list[str]:
    rng = random.Random(seed)
    table = rng.choice([nested, decided])(rng, 0)
    people = [person(rng, i) for i in range(30)]
    text = policy(table)
    loaded = load_text(text)
    if loaded.ruleset is None:  # a row that can never hold is refused
        return [d.message for d in loaded.diagnostics if d.code not in _REFUSED and d.severity == "error"]
    plan = compile_plan(loaded.ruleset, also=["x"])
    wanted = [table.value(p) for p in people]
    found = []
    alone = [p for p, w in zip(people, wanted, strict=True) if w is NONE]
    for one in alone[:3]:
        codes = [d.code for d in run(plan, frame([one]), ["2026Q1"], keep=["x"]).diagnostics if d.severity == "error"]
        found += [] if codes == ["no-table-row"] else [f"{one} of {text}: no row, engine {codes}"]
    kept = [(p, w) for p, w in zip(people, wanted, strict=True) if w is not NONE]
    if not kept:
        return found
    result = run(plan, frame([p for p, _ in kept]), ["2026Q1"], keep=["x"])
    if result.worksheet is None:
        return [*found, *(f"{d.message} in {text}" for d in result.diagnostics)]
    for (p, w), got in zip(kept, result.worksheet.numbers("x").tolist(), strict=True):
        if math.isnan(got) != (w is UNDECIDED) or (w is not UNDECIDED and got != w):
            found.append(f"{p} of {text}: {'missing' if w is UNDECIDED else w}, engine {got}")
    return found


_REFUSED = ("rows-overlap", "unreachable", "never-reached")


def frame(people: list[Person]) -> pd.DataFrame:
    made = pd.DataFrame(people, dtype=object)
    return made.where(made.notna(), None)


@pytest.mark.parametrize("seed", range(100))
def test_tables_agree(seed: int) -> None:
    assert differences(seed) == []


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(1000, 1000 + FUZZ_SEEDS))
def test_tables_agree_at_length(seed: int) -> None:
    assert differences(seed) == []
