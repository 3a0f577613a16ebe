"""Random rulesets as YAML with rows of data: every method and effect of the language, on its boundaries.

`case(seed)` always gives the same case for the same seed; its ruleset loads without errors.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import yaml

from tests.generate_data import MARKS, columns
from tests.generate_formulas import COHORT, DATA, GRADE, NEAR, PAY, SCORES, TOTAL, VALUES, Name, Names, Writer
from tests.generate_pay import adjustments, gates, grades, outcomes, rewards
from tests.generate_rules import rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.generate_data import Column
    from tests.generate_formulas import Unit

_KINDS = {"month": ("2025-01", "2025-06", "2026-02"), "quarter": ("2025Q1", "2025Q4", "2026Q2"),
          "half-year": ("2025H1", "2026H2"), "year": ("2025", "2026")}  # fmt: skip
_DAYS = ("2025-01-01", "2025-03-31", "2025-06-30", "2025-07-01", "2026-01-01", "2026-06-30")


@dataclass(frozen=True)
class Case:
    """A ruleset with its data. Records map field ids to cells; `headings` are what stands over them.

    `periods` are given to the run where the data has no column for them.
    """

    text: str
    headings: dict[str, str]
    records: list[dict[str, str]]
    periods: tuple[str, ...]


def case(seed: int, people: int = 40) -> Case:
    """One random ruleset with so many rows."""
    return Maker(random.Random(seed)).case(people)


class Maker:
    """Makes the sections in the order of their stages, so that each knows what it may mention."""

    writer = Writer

    def __init__(self, rng: random.Random):
        self.rng, self.names = rng, Names()
        self.columns: dict[str, Column] = columns(rng, self.names)
        self.write = self.writer(rng, self.names, _DAYS)
        self.names.numbers |= {"days_in_period": Name(DATA, [30, 31, 90], small=True), "quarter": Name(DATA, [1, 2, 4], small=True),
                               "month": Name(DATA, [3, 6], small=True), "year": Name(DATA, [2025, 2026], small=True)}  # fmt: skip
        self.kind = rng.choice(list(_KINDS))

    def case(self, people: int) -> Case:
        """Sections in the order of stages; then the file, then the rows."""
        r = self.rng
        ruleset = self._head()
        functions = self._functions()
        parameters = self._parameters(DATA, "a")
        derive = self._derive(DATA, "d")
        cohorts = self._cohorts()
        parameters |= self._parameters(COHORT, "b") if cohorts else {}
        categories, weights = self._weights(r.randint(1, 8))
        indicators = self._indicators(weights)
        derive |= self._derive(VALUES, "e") | self._derive(SCORES, "f")
        for id_ in indicators:
            self.names.numbers |= {f"{id_}.score": Name(SCORES, [0, 60, 80, 100], True, "points"),
                                   f"{id_}.points": Name(SCORES, [0, 10, 30], True, "points"),
                                   f"{id_}.weight": Name(SCORES, [0, 25, 50], True, "points")}  # fmt: skip
        self.names.numbers["scored_indicators"] = Name(SCORES, [1, 2, 3], True, "count")
        if categories:
            self.names.numbers["scored_categories"] = Name(SCORES, [1, 2], True, "count")
        ruleset |= {"functions": functions, "parameters": parameters, "cohorts": cohorts, "categories": categories,
                    "indicators": indicators, "adjustments": adjustments(self.write)}  # fmt: skip
        if r.random() < 0.3:
            ruleset["score"] = {k: self.write.setting(lambda v=v: v, SCORES) for k, v in (("min", 0), ("max", r.choice([100, 110])))
                                if r.random() < 0.7}  # fmt: skip
        stated = ruleset.get("score", {})
        limits = [stated.get(k, end) for k, end in (("min", -math.inf), ("max", math.inf))]
        least, most = (
            x if isinstance(x, (int, float)) else end for x, end in zip(limits, (-math.inf, math.inf), strict=True)
        )
        self.names.numbers["score"] = Name(TOTAL, [60, 75, 80, 90, 100], True, "points", (least, most))
        derive |= self._derive(TOTAL, "g")
        ruleset["grades"] = self._grades()
        if ruleset["grades"]:
            self.names.texts["grade"] = (GRADE, self.names.grades, True)
        paid, budgets = self._rewards(list(indicators))
        ruleset |= {"gates": gates(self.write, list(indicators), list(paid)), "rewards": paid, "budgets": budgets}
        self.names.numbers |= {id_: Name(PAY, [0, 100, 1000], unit="money") for id_ in paid}
        self.names.numbers["total_reward"] = Name(PAY, [0, 500], unit="money")
        ruleset |= {"derive": derive, "outcomes": outcomes(self.write), "eligible": self._eligible()}
        ruleset["results"] = [name for name in derive if name in self.names.numbers]
        text = yaml.safe_dump({k: v for k, v in ruleset.items() if v}, allow_unicode=True, sort_keys=False, width=5000)
        return self._rows(text, people)

    def _grades(self) -> dict[str, object]:
        return grades(self.write)

    def _rewards(self, indicators: Sequence[str]) -> tuple[dict[str, object], dict[str, object]]:
        return rewards(self.write, self.columns, indicators), {}

    def _head(self) -> dict[str, object]:
        r = self.rng
        fields = {c.id: c.yaml for c in self.columns.values()}
        self.missing = r.choice(["error", "zero", "reweight", "full"])
        rounding = {"mode": "half-up", "score": r.choice([0, 1, 2, 2, 3]), "money": r.choice([0, 1, 2, 2])}
        rounding |= {"attainment": r.choice([2, 4])} if r.random() < 0.3 else {}
        rounding |= {"indicator": r.choice([0, 1, 2])} if r.random() < 0.3 else {}
        return {
            "ruleset": "made-up", "title": "随机办法", "version": "1",
            "effective": {"from": "2025-01-01", "to": "2026-12-31"}, "period": self.kind, "currency": "CNY",
            "conventions": {"boundary": r.choice(["lower", "upper"]), "rounding": rounding,
                            "missing": self.missing},
            "data": {"employee": "employee_id", **({"period": "when"} if r.random() < 0.5 else {}),
                     "fields": {"employee_id": {"type": "text", "column": "工号"}} | fields},
        }  # fmt: skip

    def _functions(self) -> dict[str, str]:
        """Functions, of which a later one may call an earlier one."""
        made = {
            "part_of(a, b)": "a / b if b > 0 else 0",
            "within(x, low, high)": "min(max(x, low), high)",
            "twice(x)": "part_of(x, 2) * 4",
            "either(value, flat)": "coalesce(value, flat) if flat >= 0 else value",
        }
        chosen = {k: v for k, v in made.items() if self.rng.random() < 0.5}
        if "twice(x)" in chosen:
            chosen["part_of(a, b)"] = made["part_of(a, b)"]
        self.names.functions = {k.partition("(")[0]: k.count(",") + 1 for k in chosen}
        return chosen

    def _parameters(self, stage: int, letter: str) -> dict[str, object]:
        """Constants and settings with a name."""
        made: dict[str, object] = {}
        for i in range(self.rng.randrange(3)):
            constants = self.rng.choice([[1, 1.1, 0.85], ["80%", "95%"], [50, 100, 60.5]])
            made[f"{letter}{i}"] = self.write.setting(lambda c=constants: self.rng.choice(c), stage)
            unit: Unit = "percent" if "95%" in constants else ""
            self.names.numbers[f"{letter}{i}"] = Name(stage, constants, small=True, unit=unit)
        return made

    def _derive(self, stage: int, letter: str) -> dict[str, object]:
        """Formulas with a name, each of which may use those before; some are conditions in disguise."""
        made: dict[str, object] = {}
        for i in range(self.rng.randrange(3)):
            small = self.rng.random() < 0.5
            unit = self.write.some_unit(stage, small=small)
            made[f"{letter}{i}"] = self.write.number(stage, 2, small=small, unit=unit)
            self.names.numbers[f"{letter}{i}"] = Name(stage, NEAR.get(unit, [0, 1, 60, 100]), small, unit)
        return made

    def _cohorts(self) -> dict[str, str]:
        if self.rng.random() < 0.35:
            return {}
        made = {"junior": self.rng.choice([self.write.condition(DATA), "months_between(hired, period_end) < 6"])}
        if self.rng.random() < 0.5:
            made["middle"] = self.write.condition(DATA)
        if self.rng.random() < 0.9:
            made["senior"] = "otherwise"
        self.names.cohorts = tuple(made)
        self.names.texts["cohort"] = (COHORT, tuple(made), True)
        return made

    def _weights(self, count: int) -> tuple[dict[str, object], list[tuple[str | None, object]]]:
        """Categories, and for each indicator its category and weight."""
        if count < 2 or self.rng.random() < 0.5:
            return {}, [(None, w) for w in self._parts(count)]
        groups = min(self.rng.randint(1, 3), count)
        sizes = [1 + (i < count - groups) * (count - groups) // groups for i in range(groups)]
        sizes[0] += count - sum(sizes)
        categories = {f"cat{i}": {"title": f"类别 {i}", "weight": w} for i, w in enumerate(self._parts(groups))}
        return categories, [(f"cat{i}", w) for i, size in enumerate(sizes) for w in self._parts(size)]

    def _parts(self, count: int) -> list[object]:
        """Settings that add up to 100 for everybody: constants, by cohort, by label, or a formula and its rest."""
        draw = self.rng.random()
        if draw < 0.2 and self.names.cohorts:
            each = [self._hundred(count) for _ in self.names.cohorts]
            return [dict(zip(self.names.cohorts, column, strict=True)) for column in zip(*each, strict=True)]
        if draw < 0.3:
            each = [self._hundred(count) for _ in MARKS]
            return [{"by": "k0", "values": dict(zip(MARKS, column, strict=True))} for column in zip(*each, strict=True)]
        whole = self._hundred(count)
        if draw < 0.4 and count > 1:
            moved = f"clip(coalesce({self.write.some_name(DATA, small=True, unit='')}, 0), 0, {whole[0]})"
            return [f"{whole[0]} - {moved}", f"{whole[1]} + {moved}", *whole[2:]]
        return list(whole)

    def _hundred(self, count: int) -> list[int | float]:
        """Numbers that add up to 100, often round ones."""
        unit = self.rng.choice([500, 500, 250, 1000, 1])
        cuts = sorted(self.rng.randint(0, 10000 // unit) * unit for _ in range(count - 1))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, 10000], strict=True)]
        return [p // 100 if p % 100 == 0 else p / 100 for p in parts]

    def _indicators(self, weights: Sequence[tuple[str | None, object]]) -> dict[str, object]:
        return {f"i{n}": self._indicator(f"i{n}", category, weight) for n, (category, weight) in enumerate(weights)}

    def _indicator(self, id_: str, category: str | None, weight: object) -> dict[str, object]:
        r, w = self.rng, self.write
        made: dict[str, object] = {"title": f"指标 {id_}"} | ({"category": category} if category else {})
        if r.random() < 0.1:
            values = dict(zip(MARKS, r.choice([[100, 85, 60, 0], [120, 100, 62.5, 40]]), strict=True))
            score: object = {
                "method": "rating",
                "values": {m: w.setting(lambda v=v: v, COHORT, 1) for m, v in values.items()},
            }
            return made | {"value": "k0", "score": score, "weight": weight} | self._missing()
        column = r.choice([c for c in self.columns.values() if c.id in self.names.numbers])
        chained = [n for n, name in self.names.numbers.items()
                   if name.stage == VALUES and "." in n and name.unit == column.unit]  # fmt: skip
        value = column.id if r.random() < 0.7 else w.number(COHORT, 2, unit=column.unit)
        value = r.choice(chained) if chained and r.random() < 0.08 else value
        made["value"] = value
        targets: list[Fraction] = []
        missing = self._missing()
        if r.random() < 0.8:
            strict = missing.get("missing", self.missing) == "error"
            made["target"] = w.setting(lambda: self._target(column, targets, strict=strict), COHORT)
            how = r.choice([None, None, None, "target/value", "2 - value/target"])
            made |= {"direction": "lower", "attainment": how} if how else {}
            apart = random.Random(f"{id_} {made}")  # what counts on days inside a period only changes nothing else
            if apart.random() < 0.2:
                made["pace"] = apart.choice(["days", "days_gone / days_in_period", "min(days_gone * 5%, 1)"])
            self.names.numbers[f"{id_}.attainment"] = Name(VALUES, ["80%", "95%", 1, "120%"], True, "percent")
        made["score"] = rule(w, column, targets, value=value, target="target" in made)
        self.names.numbers[f"{id_}.value"] = Name(VALUES, self.names.numbers[column.id].near, unit=column.unit)
        return made | {"weight": weight} | missing

    def _missing(self) -> dict[str, str]:
        return {"missing": self.rng.choice(["error", "zero", "reweight", "full"])} if self.rng.random() < 0.5 else {}

    def _target(self, column: Column, targets: list[Fraction], *, strict: bool) -> int | float | str:
        """A round target inside the column's range; at times one that can never be reached or used.

        Where that is an error for everybody, `strict`, it is not plain to see.
        """
        if self.rng.random() < 0.05:
            return self.rng.choice(["5 - 5", "0 - 5"] if strict else [0, -5])
        target = column.high * self.rng.choice([5, 8, 10, 6]) / 10
        target = Fraction(round(target, 3 if column.high > 2 else 2))
        targets.append(target)
        if column.kind == "percent" and self.rng.random() < 0.7:
            return f"{float(target * 100):g}%"
        return int(target) if target.denominator == 1 else float(target)

    def _eligible(self) -> dict[str, object]:
        made: dict[str, object] = {}
        if self.rng.random() < 0.3:
            made["employed"] = {"when": "days_between(hired, period_end) >= 30", "reason": "入职不满30天"}
        if self.rng.random() < 0.05:
            made["measured"] = {"when": f"scored_indicators >= {self.rng.randint(1, 2)}", "reason": "指标不足"}
        if self.rng.random() < 0.05:
            made["wanted"] = {"when": self.write.condition(self.rng.choice([DATA, COHORT, SCORES])), "reason": "不适用"}
        return made

    def _rows(self, text: str, people: int) -> Case:
        """The rows; the last column is the period, which the YAML may or may not name."""
        stated = "period: when\n" in text
        headings = {"employee_id": "工号"}
        for id_, column in self.columns.items():
            heading = column.yaml.get("column", id_)
            headings[id_] = heading[-1] if isinstance(heading, list) else heading
        periods = _KINDS[self.kind] if stated else (self.rng.choice(_KINDS[self.kind]),)
        records = []
        for i in range(people):
            record = {"employee_id": f"E{i:04}"} | {id_: c.cell(self.rng) for id_, c in self.columns.items()}
            records.append(record | {"when": self.rng.choice(periods)})
        return Case(text, headings | ({"when": "when"} if stated else {}), records, () if stated else periods)
