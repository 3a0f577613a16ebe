"""What a source requires of its lines against a slow reading of the same words, on generated lines and conditions."""

from __future__ import annotations

import os
import random
import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from tests.generate_data import shown
from tests.generate_formulas import DATA, Name, Names, Writer
from tests.oracle_required import refused

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostic
    from tests.generate_formulas import Unit
    from tests.oracle_required import Line, Refused

FUZZ_SEEDS = int(os.environ.get("FUZZ_SEEDS", "500"))
HEAD = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data: {employee: id, fields: {id: {type: text}}}
sources:
  deals:
    employee: rep
    date: day
    others: allowed
    fields:
      rep: {type: text}
      quarter: {type: text}
      day: {type: date}
      signed: {type: date}
      deal: {type: text}
      state: {type: text, values: [open, paid]}
      amount: {type: money}
      split: {type: percent, max: 200%}
      pieces: {type: count}
      urgent: {type: yes-no}
    require:
REQUIRED
measures:
  it: {from: deals, count: lines, where: not is_missing(rep) and not is_missing(day)}
indicators:
  one: {title: One, value: it, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
"""
PEOPLE = pd.DataFrame({"id": ["A1", "B2", "C3"]})
TYPICAL = (
    "total(split, within=deal) == 100%", "total(split, within=deal) <= 100%", "total(1, within=deal) <= 2", "amount > 0",
    "total(amount, within=(deal, rep)) >= 0", "highest(amount, within=deal) == lowest(amount, within=deal)", "split == 50%",
    "not is_missing(rep) and not is_missing(day)", "share(amount, within=rep) <= 60%", "state == 'paid' or amount < 100",
    "total(split, within=deal, where=state == 'paid') == 100%", "mean(pieces) >= 2", "signed <= day", "0 <= amount",
    "total(1, within=deal, where=urgent) <= 1 or not urgent", "is_first(deal) or amount < 100", "hours_between(signed, day) <= 240",
    "not seen_before(deal, months=2, within=rep)", "total(amount * split, within=deal) <= 150", "coalesce(split, 0%) < 120%",
)  # fmt: skip


class LineWriter(Writer):
    """Writes conditions over lines, in which functions of other lines stand here and there."""

    def __init__(self, rng: random.Random):
        names = Names(
            numbers={"amount": Name(DATA, [0, 50, 100, 99.99], True, "money"), "pieces": Name(DATA, range(4), True, "count"),
                     "split": Name(DATA, ["0%", "40%", "50%", "100%", 1], True, "percent")},
            texts={"deal": (DATA, ("D1", "D2"), False), "rep": (DATA, ("A1", "B2"), False), "state": (DATA, ("open", "paid"), True),
                   "employee": (DATA, ("A1",), False)},
            dates=["day", "signed"], flags=["urgent"])  # fmt: skip
        super().__init__(rng, names, ("2026-01-01", "2026-03-31", "2026-05-05"))
        self.inside = False

    def number(self, stage: int, depth: int = 2, *, small: bool = False, unit: Unit | None = None) -> str:
        if self.inside or not self.chance(0.3):
            return super().number(stage, depth, small=small, unit=unit)
        in_: Unit = self.some_unit(stage) if unit is None else unit
        self.inside = True
        share = in_ == "percent" and self.chance(0.4)
        call = "share" if share else self.rng.choice(["total", "total", "mean", "lowest", "highest"])
        one = "1" if call == "total" and in_ in ("count", "") and self.chance(0.4) else ""
        text = one or self.number(stage, 1, unit=self.some_unit(stage) if share else in_)
        names = self.rng.sample(["deal", "rep", "state"], self.rng.choice([0, 1, 1, 1, 2]))
        text += f", within={names[0]}" if len(names) == 1 else f", within=({', '.join(names)})" if names else ""
        text += f", where={self.condition(stage, 0)}" if self.chance(0.3) else ""
        self.inside = False
        return f"{call}({text})"

    def _of_dates(self) -> str:
        return (
            f"{self.rng.choice(self.names.dates)} {self._sign()} {self.rng.choice([*map(repr, self.days), 'signed'])}"
        )


def lines_of(rng: random.Random) -> list[Line]:
    found: list[Line] = []
    sparse = rng.choice([0, 0, 0.1])

    def some(value: Any, share: float = sparse) -> Any:
        return None if rng.random() < share else value

    for _ in range(rng.choice([3, 6, 8, 10, 10, 24])):
        day = date(rng.choice([2025, 2026, 2026, 2026, 2026]), rng.randint(1, 7), rng.choice([1, 5, 28]))
        quarter = f"{day.year}Q{(day.month + 2) // 3}"
        rep = some(rng.choice(["A1", "A1", "B2", "Z9"]))
        found.append({
            "rep": rep, "employee": rep, **dict(zip(("day", "quarter"), some((day, quarter)) or (None, None), strict=True)), "signed": some(date(2026, rng.randint(1, 6), rng.choice([1, 5, 20]))),
            "deal": some(rng.choice(["D1", "D2", "D3", "D4", "D5"]), sparse / 3), "state": some(rng.choice(["open", "paid"])),
            "amount": some(Fraction(rng.choice([rng.randint(-2000, 20000), 10000, 5000, 9999]), 100)),
            "split": some(Fraction(rng.choice([50, 50, 100, 40, 60, 30, 0, 120]), 100)),
            "pieces": some(Fraction(rng.randint(0, 4))), "urgent": some(rng.random() < 0.5),
        })  # fmt: skip
    return found


def table(lines: list[Line]) -> pd.DataFrame:
    def cell(name: str, value: Any) -> object:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Fraction):
            return f"{shown(value * 100)}%" if name == "split" else shown(value)
        return value.isoformat() if isinstance(value, date) else value

    names = [name for name in lines[0] if name != "employee"]
    return pd.DataFrame([[cell(n, x[n]) for n in names] for x in lines], columns=names, dtype=object)


def told(groups: list[Refused], check: str) -> list[tuple[str, str]]:
    """How each group of lines is told: its rows, and what was found or that it cannot be decided."""
    found = []
    for group in groups[:20]:
        rows = ", ".join(str(at + 2) for at in group.places[:5])
        rows += f" and {len(group.places) - 5} more" if len(group.places) > 5 else ""
        value = "" if group.holds is not None else "undecided"
        if group.holds is not None and group.found is not None:
            value = {True: "yes", False: "no"}.get(group.found) if isinstance(group.found, bool) else str(group.found)
            value = f"{float(group.found):.9g}" if isinstance(group.found, Fraction) else value
        found.append((f"row{'s' if len(group.places) > 1 else ''} {rows}", value))
    more = len(groups) - 20
    return found + ([(f"{more} more do not keep {check}", "")] if more > 0 else [])


def read(found: Diagnostic) -> tuple[str, str]:
    """The same of a message of the engine."""
    if found.code == "more-of-the-same":
        return found.message.partition(" of ")[0], ""
    rows = re.search(r"(rows? [\d, ]+( and \d+ more)?)\)\.$", found.message)
    assert rows is not None, found.message
    if "cannot be decided" in found.message:
        return rows[1], "undecided"
    value = re.search(r"MEANT: .* is (\S+) \([^()]*\)\.$", found.message)
    number = re.fullmatch(r"(-?[\d,.]+(?:e[-+]\d+)?)(%?)", value[1]) if value else None
    if number:
        return rows[1], f"{float(number[1].replace(',', '')) / (100 if number[2] else 1):.9g}"
    return rows[1], value[1] if value else ""


def differences(seed: int) -> list[str]:
    rng = random.Random(seed)
    lines, write = lines_of(rng), LineWriter(rng)
    dated = rng.random() < 0.7
    typical = [text for text in TYPICAL if dated or ("is_first" not in text and "seen_before" not in text)]
    checks = [rng.choice(typical), write.condition(DATA, rng.choice([1, 1, 2]))]  # at most 20 errors are told in all
    checks = checks if len(lines) <= 10 else [rng.choice(checks)]
    stated = "".join(f'      r{i}: {{check: "{check}", message: MEANT}}\n' for i, check in enumerate(checks))
    text = HEAD.replace("REQUIRED\n", stated)
    if not dated:
        text = text.replace("    date: day\n", "    period: quarter\n").replace(
            "is_missing(day)}", "is_missing(quarter)}"
        )
    loaded = load_text(text)
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    quarters = rng.choice([["2026Q1"], ["2026Q2"], ["2026Q1", "2026Q2"]])
    result = run(compile_plan(loaded.ruleset), PEOPLE, quarters, sources={"deals": table(lines)})
    asked = [x["quarter"] in (None, *quarters) for x in lines]
    got = [d for d in result.diagnostics if d.code == "lines-require" or "do not keep" in d.message]
    assert {d.code for d in result.diagnostics if d.severity == "error"} <= {"lines-require", "more-of-the-same"}
    found = []
    for i, (required, check) in enumerate(zip(loaded.ruleset.line_sources["deals"].require, checks, strict=True)):
        wanted = told(refused(required.check.tree, lines, asked), f"r{i}")
        mine = [read(d) for d in got if (d.where == required.where if d.where else f" r{i} " in d.message)]
        found += [f"{check}: {wanted}, engine {mine}"] if wanted != mine else []
    return found


@pytest.mark.parametrize("seed", range(40))
def test_the_lines_that_are_refused_agree(seed: int) -> None:
    assert differences(seed) == []


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(1000, 1000 + FUZZ_SEEDS))
def test_the_lines_that_are_refused_agree_at_length(seed: int) -> None:
    assert differences(seed) == []
