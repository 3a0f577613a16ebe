"""Measures against a slow reading of the same words, line by line in exact fractions, on generated lines."""

from __future__ import annotations

import math
import os
import random
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.policy.model import How
from tests.oracle_values import half_up

if TYPE_CHECKING:
    from collections.abc import Callable

    Test = Callable[["Line", list["Line"]], bool]

FUZZ_SEEDS = int(os.environ.get("FUZZ_SEEDS", "500"))
HEAD = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data: {employee: id, fields: {boss: {type: text}}}
sources:
  orders:
    employee: who
    date: day
    others: allowed
    fields:
      amount: {type: money}
      status: {type: text}
      customer: {type: text}
      credit: {type: percent, missing: 100%}
      rater: {type: text, values: [client, peer, head]}
indicators:
  one: {title: One, value: month, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
measures:
"""
PEOPLE = {"1": "3", "2": "3", "3": None, "4": "9", "5": "1"}
WEIGHTS = {"client": 50, "peer": 20, "head": 30}


@dataclass(frozen=True)
class Line:
    who: str
    day: date
    amount: Fraction | None
    status: str | None
    customer: str
    credit: Fraction | None
    rater: str

    @property
    def share(self) -> Fraction:
        return Fraction(1) if self.credit is None else self.credit


@dataclass(frozen=True)
class Made:
    """A measure as it is written, and what it means: which lines, which value of each, how they become one."""

    text: str
    test: Test
    value: Callable[[Line], Any]
    together: Callable[[list[tuple[Line, Any]]], Any]
    credit: bool


def lines_of(rng: random.Random) -> list[Line]:
    found = []
    for _ in range(rng.randint(1, 60)):
        day = date(
            rng.choice([2024, 2025, 2025, 2026, 2026, 2026]),
            rng.randint(1, 12 if rng.random() < 0.3 else 7),
            rng.randint(1, 28),
        )
        amount = None if rng.random() < 0.1 else Fraction(rng.choice([rng.randint(-20000, 90000), 10000, 5000]), 100)
        credit = rng.choice([None, Fraction(1, 2), Fraction(333, 1000)])
        found.append(Line(rng.choice([*PEOPLE, "7"]), day, amount, rng.choice(["done", "void", None]),
                          rng.choice("XYZW"), credit, rng.choice(list(WEIGHTS))))  # fmt: skip
    return found


def back(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 - months
    return date(at // 12, at % 12 + 1, day.day)


def condition(rng: random.Random, *, deep: bool = True) -> tuple[str, Test]:
    """A condition in words, and what it asks of a line among all of them."""
    if not deep or rng.random() < 0.4:
        return rng.choice([
            ("coalesce(status, 'void') == 'done'", lambda line, _: line.status == "done"),
            ("coalesce(amount, 0) > 50", lambda line, _: (line.amount or 0) > 50),
            ("is_missing(amount) or credit < 100%", lambda line, _: line.amount is None or line.share < 1),
            ("employee != '2'", lambda line, _: line.who != "2"),
        ])  # fmt: skip
    some, chosen = condition(rng, deep=False) if rng.random() < 0.4 else ("", lambda *_: True)
    own = rng.random() < 0.3
    months = rng.choice([None, 1, 3, 12])
    keywords = (f", where={some}" if some else "") + (", within=employee" if own else "")

    def earlier(line: Line, lines: list[Line]) -> list[Line]:
        return [
            o
            for o in lines
            if o.customer == line.customer and o.day < line.day and chosen(o, lines) and (not own or o.who == line.who)
        ]

    if rng.random() < 0.5:
        return f"is_first(customer{keywords})", lambda line, lines: not earlier(line, lines)
    asked = f"seen_before(customer{'' if months is None else f', months={months}'}{keywords})"
    return asked, lambda line, lines: any(
        months is None or o.day >= back(line.day, months) for o in earlier(line, lines)
    )


def mean_of(values: list[Fraction], trim: Fraction) -> Fraction:
    out = int(trim * len(values))
    kept = sorted(values)[out : len(values) - out]
    return sum(kept, Fraction(0)) / len(kept)


def median_of(values: list[Fraction]) -> Fraction:
    rising, half = sorted(values), len(values) // 2
    return rising[half] if len(values) % 2 else (rising[half - 1] + rising[half]) / 2


def weighted(found: list[tuple[Line, Any]], trim: Fraction, *, spread: bool) -> Fraction | None:
    groups = {g: [v for line, v in found if line.rater == g] for g in WEIGHTS}
    if not spread and not all(groups.values()):
        return None
    there = {g: mean_of(values, trim) for g, values in groups.items() if values}
    return sum((WEIGHTS[g] * m for g, m in there.items()), Fraction(0)) / sum(WEIGHTS[g] for g in there)


def made(rng: random.Random) -> Made:
    where, test = condition(rng) if rng.random() < 0.7 else ("", lambda *_: True)
    how, keys = (
        rng.choice([*get_args(How), "mean"]),
        "",
    )
    text, value = rng.choice(
        [
            ("amount", lambda line: line.amount),
            ("amount * credit", lambda line: None if line.amount is None else line.amount * line.share),
        ]
    )
    least = rng.choice([1, 1, 2, 3]) if how not in ("sum", "count", "count_distinct") else 1
    keys += f", at_least: {least}" if least > 1 else ""
    trim = rng.choice([Fraction(0), Fraction(1, 10), Fraction(1, 4), Fraction(2, 5)]) if how == "mean" else Fraction(0)
    keys += f", trim: {float(trim * 100):g}%" if trim else ""
    together: Callable[[list[tuple[Line, Any]]], Any]
    if how == "sum":
        text, value = "coalesce(amount, 0) * credit", lambda line: half_up((line.amount or 0) * line.share, 6)
        together = lambda found: sum((v for _, v in found), Fraction(0))  # noqa: E731
    elif how == "count":
        text, value = rng.choice([("lines", lambda _: 1), ("amount", value), ("status", lambda line: line.status)])
        together = lambda found: Fraction(len(found))  # noqa: E731
    elif how == "count_distinct":
        text, value = rng.choice(
            [
                ("customer", lambda line: line.customer),
                ("status", lambda line: line.status),
                ("amount", lambda line: line.amount),
            ]
        )
        together = lambda found: Fraction(len({v for _, v in found}))  # noqa: E731
    elif how in ("first", "last"):
        together = lambda found: (min if how == "first" else max)(found, key=lambda f: f[0].day)[1]  # noqa: E731
    elif how == "mean" and rng.random() < 0.5:
        spread = rng.random() < 0.6
        stated = ", ".join(f"{g}: {w}" for g, w in WEIGHTS.items())
        keys += f", weights: {{by: rater, values: {{{stated}}}, missing: {'reweight' if spread else 'missing'}}}"
        together = lambda found: weighted(found, trim, spread=spread)  # noqa: E731
    else:
        of = {"mean": lambda v: mean_of(v, trim), "median": median_of, "min": min, "max": max}[how]
        together = lambda found: of([v for _, v in found])  # noqa: E731
    enough, empty = together, Fraction(0) if how in ("sum", "count", "count_distinct") else None
    credit = rng.random() < 0.25
    keys += ", credit_to: boss" if credit else ""
    keys += f', where: "{where}"' if where else ""
    return Made(f"{{from: orders, {how}: \"{text}\"{keys}}}", test, value,
                lambda found: enough(found) if len(found) >= least else empty, credit)  # fmt: skip


def counted(measure: Made, lines: list[Line]) -> dict[tuple[str, str], list[tuple[Line, Any]]]:
    """The lines with a value that count for each employee and quarter."""
    found: dict[tuple[str, str], list[tuple[Line, Any]]] = {
        (who, q): [] for who in PEOPLE for q in ("2026Q1", "2026Q2")
    }
    for line in lines:
        quarter = f"{line.day.year}Q{(line.day.month + 2) // 3}"
        who = PEOPLE.get(line.who) if measure.credit else line.who
        if (who, quarter) in found and measure.test(line, lines) and measure.value(line) is not None:
            found[who, quarter].append((line, measure.value(line)))
    return found


def ambiguous(measure: Made, lines: list[Line]) -> bool:
    """Whether first or last would have to choose between values of one day."""
    if "first:" not in measure.text and "last:" not in measure.text:
        return False
    return any(len({f[0].day for f in found}) < len(found) for found in counted(measure, lines).values())


def differences(seed: int) -> list[str]:
    rng = random.Random(seed)
    lines = lines_of(rng)
    measures = {f"m{i}": m for i, m in enumerate(made(rng) for _ in range(8)) if not ambiguous(m, lines)}
    loaded = load_text(HEAD + "".join(f"  {id_}: {m.text}\n" for id_, m in measures.items()))
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    table = pd.DataFrame(
        [(x.who, x.day.isoformat(), None if x.amount is None else float(x.amount), x.status, x.customer,
          None if x.credit is None else float(x.credit), x.rater) for x in lines],
        columns=["who", "day", "amount", "status", "customer", "credit", "rater"], dtype=object,
    )  # fmt: skip
    people = pd.DataFrame({"id": list(PEOPLE), "boss": list(PEOPLE.values())}, dtype=object)
    result = run(compile_plan(loaded.ruleset, also=list(measures)), people, ["2026Q1", "2026Q2"], sources={"orders": table},
                 keep=list(measures))  # fmt: skip
    if result.worksheet is None:
        return [f"the engine alone has an error: {d.message}" for d in result.diagnostics]
    sheet, found = result.worksheet, []
    rows = list(zip(sheet.text("employee").strings(), sheet.text("period").strings(), strict=True))
    for id_, measure in measures.items():
        expected = {key: measure.together(values) for key, values in counted(measure, lines).items()}
        for key, got in zip(rows, sheet.numbers(id_).tolist(), strict=True):
            wanted = expected[key]
            if (wanted is None) != math.isnan(got) or (
                wanted is not None and got != pytest.approx(float(wanted), rel=1e-9, abs=1e-9)
            ):
                found.append(f"{measure.text} {key}: {wanted if wanted is None else float(wanted)}, engine {got}")
    return found


@pytest.mark.parametrize("seed", range(60))
def test_measures_agree(seed: int) -> None:
    assert differences(seed) == []


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(1000, 1000 + FUZZ_SEEDS))
def test_measures_agree_at_length(seed: int) -> None:
    assert differences(seed) == []
