"""Random formulas, conditions and settings over the names that are known so far.

Every name has a stage (0 data, 1 cohort, 2 values, 3 scores, 4 total, 5 grade, 6 pay): a formula that may
use a stage uses only it and those before, so that no generated ruleset has a cycle. It has a unit too: what is added
or compared is counted alike, as people mean it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    Plain = int | float | str

Unit = Literal["", "points", "percent", "money", "count", "rating"]  # blank: a plain number
EXACT: tuple[Unit, ...] = ("money", "points", "percent", "count", "rating")
PLAIN: tuple[Unit, ...] = ("", "count", "rating")  # what is at home in a formula of plain numbers
CONSTANTS: dict[str, list[str]] = {"percent": ["0", "1", "80%"]}  # in place of 0, 1, 100, by unit
STEPS: dict[str, list[str]] = {"percent": ["5%", "0.5", "12.5%", "1"]}
NEAR: dict[str, Sequence[Plain]] = {"percent": [0, 1, "80%", "95%", "120%"]}
DATA, COHORT, VALUES, SCORES, TOTAL, GRADE, PAY = range(7)


@dataclass
class Name:
    """A number that formulas can use: constants it is sensibly compared with, whether it stays small, in what it is counted.

    `limits` are between what it lies, as far as the ruleset says so.
    """

    stage: int
    near: Sequence[Plain]
    small: bool = False
    unit: Unit = ""
    limits: tuple[float, float] = (-math.inf, math.inf)


@dataclass
class Names:
    """Everything that formulas can mention. `texts` maps names to (stage, labels, whether these are all)."""

    numbers: dict[str, Name] = field(default_factory=dict)
    texts: dict[str, tuple[int, tuple[str, ...], bool]] = field(default_factory=dict)
    dates: list[str] = field(default_factory=lambda: ["period_start", "period_end"])
    flags: list[str] = field(default_factory=list)
    functions: dict[str, int] = field(default_factory=dict)
    cohorts: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


class Writer:
    """Writes formulas and settings; `days` are where dated values begin, the first being the ruleset's."""

    peers = False  # whether peers may be looked at
    open = False  # whether no comparison may be decided by the limits of its figure

    def __init__(self, rng: random.Random, names: Names, days: Sequence[str]):
        self.rng, self.names, self.days = rng, names, days

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.rng.random() < share

    def some_name(self, stage: int, *, small: bool = False, unit: Unit | None = None) -> str:
        """A number of a stage, counted in something if that is said; recent stages are preferred."""
        known = self._known(stage, small=small, unit=unit)
        late = [n for n in known if self.names.numbers[n].stage >= stage - 1]
        return self.rng.choice(late if late and self.chance(0.5) else known)

    def _known(self, stage: int, *, small: bool = False, unit: Unit | None = None) -> list[str]:
        units = {unit} if unit else set(PLAIN) if unit is not None else None
        return [n for n, name in self.names.numbers.items()
                if name.stage <= stage and (name.small or not small) and (units is None or name.unit in units)]  # fmt: skip

    def some_unit(self, stage: int, *, small: bool = False) -> Unit:
        """In what some number of a stage is counted."""
        return self.names.numbers[self.some_name(stage, small=small)].unit

    def _leaf(self, stage: int, unit: Unit, *, small: bool) -> str:
        if self._known(stage, small=small, unit=unit):
            return self.some_name(stage, small=small, unit=unit)
        if self._known(stage, unit=unit):
            return f"({self.some_name(stage, unit=unit)} / 5000)"
        return f"({self.some_name(stage, small=small)} / 100)"

    def number(self, stage: int, depth: int = 2, *, small: bool = False, unit: Unit | None = None) -> str:
        """A formula that gives a number; a small one stays below some thousands, so that it can be a factor."""
        rng = self.rng
        in_: Unit = self.some_unit(stage, small=small) if unit is None else unit
        if depth == 0 or self.chance(0.35):
            return self._leaf(stage, in_, small=small)

        def one(*, tiny: bool = small, of: Unit = in_) -> str:
            return self.number(stage, depth - 1, small=tiny, unit=of)

        form = rng.randrange(16)
        if form <= 2:
            more = (
                f"{one(of='')} * {rng.choice(['5', '0.5'])}"
                if in_ in ("money", "points") and self.chance(0.2)
                else one()
            )
            return f"({one()} {rng.choice('+-')} {more})"
        if form == 3:
            return f"({one()} {rng.choice('+-')} {rng.choice(STEPS.get(in_, ['1', '0.5', '100', '12.5']))})"
        if form == 4:
            return f"{one()} * {rng.choice(['1.1', '0.05', '2', '15%', '0.335', '-1'])}"
        if form == 5:
            factors: list[Unit] = ["percent"] if in_ == "percent" else ["percent", "", ""]
            return f"{one()} * {one(tiny=True, of=rng.choice(factors))}" if not small else f"({one()} * 0.5)"
        if form == 6:
            return "{} / {}".format(*self._ratio(stage, in_, one)) if not small else f"({one()} / 4)"
        if form == 7:
            return f"{rng.choice(['min', 'max'])}({one()}, {one()})"
        if form == 8:
            return f"round({one()}, {rng.randrange(3)})" if self.chance(0.7) else f"round({one()})"
        if form == 9:
            return f"{rng.choice(['abs', 'floor', 'ceil'])}({one()})"
        if form == 10:
            low, high = (["0", "-1"], ["1.2", "100%"]) if in_ == "percent" else (["0", "-10"], ["100", "1.2", "60"])
            return f"clip({one()}, {rng.choice(low)}, {rng.choice(high)})"
        if form == 11:
            return f"coalesce({one()}, {rng.choice(CONSTANTS.get(in_, ['0', '1', '100']))})"
        if form == 12 and self.names.functions:
            name, arguments = rng.choice(list(self.names.functions.items()))
            parts = self._ratio(stage, in_, one) if name == "part_of" else [one() for _ in range(arguments)]
            return f"{name}({', '.join(parts)})"
        if form == 13 and (self._known(DATA, small=True, unit=in_) or not small):
            alike: Unit = in_ if self._known(DATA, small=True, unit=in_) else ""
            power = f"power({self.some_name(DATA, small=True, unit=alike)}, {rng.choice([2, 0, 1])})"
            return power if alike == in_ else f"{one()} * {power}"
        if form == 14 and (in_ in PLAIN or not small):
            kind = rng.choice(["months_between", "days_between", "calendar_months_between"])
            last = rng.choice(["", "", f", {rng.choice([1, 15, 28, 30])}"]) if kind.startswith("calendar") else ""
            between = f"{kind}({rng.choice(self.names.dates)}, {rng.choice(self.names.dates)}{last})"
            return between if in_ in PLAIN else f"{one()} * {between} / {365 if kind == 'days_between' else 12}"
        return f"({one()} if {self.condition(stage, depth - 1)} else {one()})"

    def _ratio(self, stage: int, unit: Unit, one: Callable[..., str]) -> tuple[str, str]:
        """What is divided by what to give a unit: a share is made of two alike, a plain number of two that are not."""
        there: list[Unit] = [u for u in EXACT if self._known(stage, unit=u)]
        if unit == "percent":
            of = self.rng.choice(there)
            return one(of=of), self.some_name(stage, unit=of)
        others: list[Unit] = [u for u in there if u in ("money", "points", "rating")]
        if unit in PLAIN and others and "count" in there:
            return one(of=self.rng.choice(others)), self.some_name(stage, unit="count")
        if unit in PLAIN:
            return one(of=""), self.some_name(stage, unit="")
        return one(), one(of="")

    def condition(self, stage: int, depth: int = 1) -> str:
        """A formula that is true or false, or undecided where something is missing."""
        rng = self.rng
        form = rng.randrange(12) if depth else rng.randrange(7)
        if form <= 3 or (form == 6 and not self.names.flags):
            return self._comparison(stage)
        if form == 4:
            return self._of_text(stage)
        if form == 5:
            return self._of_dates()
        if form == 6:
            return rng.choice(
                [f"{self.names.flags[0]}", f"not {self.names.flags[0]}", f"{self.names.flags[0]} == True"]
            )
        if form == 7:
            return f"({self.condition(stage, 0)} {rng.choice(['and', 'or'])} {self.condition(stage, 0)})"
        if form == 8:
            return f"not ({self.condition(stage, 0)})"
        if form == 9:
            unit = self.some_unit(stage)
            return f"{self.number(stage, 1, unit=unit)} {self._sign()} {self.number(stage, 1, unit=unit)}"
        name = self.some_name(stage)
        if form == 10:
            return f"{rng.choice(['', 'not '])}is_missing({name})"
        constants = CONSTANTS.get(self.names.numbers[name].unit, ["0", "1", "60"])
        return f"coalesce({name}, 0) {self._sign()} {rng.choice(constants)}"

    def _sign(self) -> str:
        return self.rng.choice(["<", "<=", ">", ">=", ">=", "==", "!="])

    def _comparison(self, stage: int) -> str:
        name = self.some_name(stage)
        near = self.names.numbers[name].near
        if self.chance(0.1):
            return f"{name} in ({', '.join(str(self.rng.choice(near)) for _ in range(2))})"
        if self.chance(0.15):
            low, high = self.rng.choice(near), self.rng.choice(near)
            return f"{low} {self.rng.choice(['<', '<='])} {name} {self.rng.choice(['<', '<='])} {high}"
        sign, number = self._sign(), self.rng.choice(near)
        while self.open and _decided(sign, as_number(number), *self.names.numbers[name].limits):
            sign, number = self._sign(), self.rng.choice([*near, 2, 0.5])
        return f"{name} {sign} {number}"

    def _of_text(self, stage: int) -> str:
        name = self.rng.choice([n for n, (at, _, _) in self.names.texts.items() if at <= stage])
        labels = self.names.texts[name][1]
        if name == "grade":
            return f"grade {self._sign()} '{self.rng.choice(labels)}'"
        if self.chance(0.3):
            return (
                f"{name} {self.rng.choice(['in', 'not in'])} ('{self.rng.choice(labels)}', '{self.rng.choice(labels)}')"
            )
        return f"{name} {self.rng.choice(['==', '!='])} '{self.rng.choice(labels)}'"

    def _of_dates(self) -> str:
        day = self.rng.choice(self.names.dates)
        return f"{day} {self._sign()} {self.rng.choice([repr(self.rng.choice(self.days)), 'period_start'])}"

    def setting(self, constant: Callable[[], Plain], stage: int, depth: int = 2, formulas: float = 0.1) -> object:
        """A number in any of its forms; `constant` gives the plain ones."""
        rng, draw = self.rng, self.rng.random()

        def inner() -> object:
            return self.setting(constant, stage, depth - 1, formulas)

        if depth and draw < 0.12 and stage >= COHORT and self.names.cohorts:
            return self._by_cohort(inner)
        if depth and draw < 0.22:
            return self._by_text(inner, stage)
        if depth and draw < 0.26:
            by = self.some_name(min(stage, DATA), small=True, unit="")
            keys = sorted({str(k) for k in (*range(4), 0.5)}) if self.chance(0.8) else ["1", "2"]
            rest = {} if self.chance(0.1) else {"otherwise": inner()}
            return {"by": by, "values": {k: inner() for k in keys} | rest}
        if depth and draw < 0.34:
            later = sorted(rng.sample(self.days[1:], rng.randint(1, len(self.days) - 1)))
            return {day: inner() for day in (self.days[0], *later)}
        if draw < 0.34 + formulas:
            form = rng.randrange(3)
            if form == 0:
                return f"{constant()} * {rng.choice(['1.1', '0.9', '2'])}"
            return f"{constant()} + 0 * {self.some_name(stage)}" if form == 1 else f"max({constant()}, {constant()})"
        return constant()

    def _by_cohort(self, inner: Callable[[], object]) -> object:
        stated = {c: inner() for c in self.names.cohorts}
        if len(stated) > 1 and self.chance(0.3):
            del stated[self.rng.choice(list(stated))]
            stated["otherwise"] = inner()
        return stated if self.chance(0.7) else {"by": "cohort", "values": stated}

    def _by_text(self, inner: Callable[[], object], stage: int) -> object:
        known = [(n, labels, closed) for n, (at, labels, closed) in self.names.texts.items() if at <= stage]
        name, labels, closed = self.rng.choice(known)
        stated = {label: inner() for label in labels}
        if self.chance(0.3):
            del stated[self.rng.choice(labels)]
        if len(stated) < len(labels) or (not closed and self.chance(0.8)):
            stated["otherwise"] = inner()
        return {"by": name, "values": stated}


def as_number(plain: Plain) -> float:
    """The number that a constant stands for."""
    text = str(plain)
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _decided(sign: str, number: float, low: float, high: float) -> bool:
    """Whether a comparison holds for all of what lies between limits, or for none."""
    at = [low, (low + high) / 2 if math.isfinite(low + high) else 0, high, min(max(number, low), high)]
    near = [x + d for x in at for d in (-0.01, 0, 0.01) if low <= x + d <= high]
    holds = {"<": lambda x: x < number, "<=": lambda x: x <= number, ">": lambda x: x > number, ">=": lambda x: x >= number,
             "==": lambda x: x == number, "!=": lambda x: x != number}[sign]  # fmt: skip
    return len({holds(x) for x in near}) == 1
