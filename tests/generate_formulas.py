"""Random formulas, conditions and settings over the names that are known so far.

Every name has a stage (0 data, 1 cohort, 2 values, 3 scores, 4 total, 5 grade, 6 pay): a formula that may
use a stage uses only it and those before, so that no generated ruleset has a cycle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    Plain = int | float | str

DATA, COHORT, VALUES, SCORES, TOTAL, GRADE, PAY = range(7)


@dataclass
class Name:
    """A number that formulas can use: constants it is sensibly compared with, whether it stays small."""

    stage: int
    near: Sequence[Plain]
    small: bool = False


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

    def __init__(self, rng: random.Random, names: Names, days: Sequence[str]):
        self.rng, self.names, self.days = rng, names, days

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.rng.random() < share

    def some_name(self, stage: int, *, small: bool = False) -> str:
        """A number of a stage; recent stages are preferred."""
        known = [n for n, name in self.names.numbers.items() if name.stage <= stage and (name.small or not small)]
        late = [n for n in known if self.names.numbers[n].stage >= stage - 1]
        return self.rng.choice(late if late and self.chance(0.5) else known)

    def number(self, stage: int, depth: int = 2, *, small: bool = False) -> str:
        """A formula that gives a number; a small one stays below some thousands, so that it can be a factor."""
        rng = self.rng
        if depth == 0 or self.chance(0.35):
            return self.some_name(stage, small=small)

        def one(*, tiny: bool = small) -> str:
            return self.number(stage, depth - 1, small=tiny)

        form = rng.randrange(16)
        if form <= 2:
            return f"({one()} {rng.choice('+-')} {one()})"
        if form == 3:
            return f"({one()} {rng.choice('+-')} {rng.choice(['1', '0.5', '100', '12.5'])})"
        if form == 4:
            return f"{one()} * {rng.choice(['1.1', '0.05', '2', '15%', '0.335', '-1'])}"
        if form == 5:
            return f"{one()} * {one(tiny=True)}" if not small else f"({one()} * 0.5)"
        if form == 6:
            return f"{one()} / {one()}" if not small else f"({one()} / 4)"
        if form == 7:
            return f"{rng.choice(['min', 'max'])}({one()}, {one()})"
        if form == 8:
            return f"round({one()}, {rng.randrange(3)})" if self.chance(0.7) else f"round({one()})"
        if form == 9:
            return f"{rng.choice(['abs', 'floor', 'ceil'])}({one()})"
        if form == 10:
            return f"clip({one()}, {rng.choice(['0', '-10'])}, {rng.choice(['100', '1.2', '60'])})"
        if form == 11:
            return f"coalesce({one()}, {rng.choice(['0', '1', '100'])})"
        if form == 12 and self.names.functions:
            name, arguments = rng.choice(list(self.names.functions.items()))
            return f"{name}({', '.join(one() for _ in range(arguments))})"
        if form == 13:
            return f"power({self.some_name(DATA, small=True)}, {rng.choice([2, 0, 1])})"
        if form == 14:
            kind = rng.choice(["months_between", "days_between", "calendar_months_between"])
            last = rng.choice(["", "", f", {rng.choice([1, 15, 28, 30])}"]) if kind.startswith("calendar") else ""
            return f"{kind}({rng.choice(self.names.dates)}, {rng.choice(self.names.dates)}{last})"
        return f"({one()} if {self.condition(stage, depth - 1)} else {one()})"

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
            return f"{self.number(stage, 1)} {self._sign()} {self.number(stage, 1)}"
        if form == 10:
            name = self.some_name(stage)
            return f"{rng.choice(['', 'not '])}is_missing({name})"
        return f"coalesce({self.some_name(stage)}, 0) {self._sign()} {rng.choice(['0', '1', '60'])}"

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
        return f"{name} {self._sign()} {self.rng.choice(near)}"

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
            by = self.some_name(min(stage, DATA), small=True)
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
