"""Random scoring rules, whose bounds become interesting places of the column they score; tests/methods has each method."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.generate_formulas import COHORT, NEAR, Name
from tests.methods import found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.generate_data import Column
    from tests.generate_formulas import Plain, Writer

# methods in this order, all others after them, so that a seed goes on giving the policy that it gave
_FIRST = ("linear", "steps", "deduct", "add", "formula", "pass", "ratio", "per_step", "rank", "rating")
_SHARES = ["0%", "50%", "60%", "80%", "90%", "95%", "100%", "110%", "120%", "150%"]


def rule(write: Writer, column: Column, targets: Sequence[Fraction], *, value: str, target: bool) -> dict[str, object]:
    """A rule, or one for each cohort or label; `value` is the formula of the value."""
    made = Rules(write, column, targets, plain=value == column.id, target=target)
    draw = write.rng.random()
    if draw < 0.1 and write.names.cohorts:
        return {"by": "cohort", "values": {c: made.one() for c in write.names.cohorts}}
    if draw < 0.15:
        return {"by": "team", "values": {"红": made.one(), "otherwise": made.one()}}
    return made.one()


class Rules:
    """Writes rules for one column: what each method needs of it, and settings in all their forms."""

    def __init__(self, write: Writer, column: Column, targets: Sequence[Fraction], *, plain: bool, target: bool):
        self.write, self.rng, self.column, self.targets = write, write.rng, column, targets
        self.plain, self.target = plain, target

    def one(self) -> dict[str, object]:
        """A rule of any method that can be used here."""
        methods = {name: made for module in found() for name, made in module.written(self).items()}
        if self.target:
            for target in self.targets:
                self.column.mark(target)
        method = self.rng.choice(
            sorted(methods, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
        )
        return {"method": method} | methods[method]()

    def some(self, *plain: Plain) -> object:
        return self.write.setting(lambda: self.rng.choice(plain), COHORT, 1, 0.05)

    def limit(self, *plain: Plain) -> object:
        return "none" if self.rng.random() < 0.2 else self.some(*plain)

    def of(self) -> tuple[str, list[str]]:
        """What the bounds are compared with, and rising places on it."""
        if self.target and self.rng.random() < 0.6:
            shares = sorted(self.rng.sample(_SHARES, self.rng.randint(2, 5)), key=lambda s: Fraction(s[:-1]))
            for share in shares:
                for target in self.targets:
                    self.column.mark(target * Fraction(share[:-1]) / 100)
            return "attainment", shares
        low, high = self.column.low, self.column.high
        places = sorted(
            {
                Fraction(round(low + (high - low) * k / 20, 2))
                for k in self.rng.sample(range(20), self.rng.randint(2, 5))
            }
        )
        for place in places:
            self.column.mark(place)
        return "value", [str(int(p)) if p.denominator == 1 else str(float(p)) for p in places]

    def boundary(self) -> dict[str, object]:
        return {"boundary": self.rng.choice(["lower", "upper"])} if self.rng.random() < 0.3 else {}

    def heights(self, count: int) -> list[object]:
        rising = sorted(self.rng.sample([-20, 0, 25, 40, 50, 60, 62.5, 70, 80, 87.5, 95, 100, 105, 110, 120], count))
        if self.rng.random() < 0.2:
            rising.reverse()
        return [self.some(h) for h in rising]

    def own(self, written: object) -> str:
        """Write a formula that may use value, target and attainment as well."""
        known = self.write.names.numbers
        self.write.names.numbers = known | {
            "value": Name(COHORT, known[self.column.id].near, known[self.column.id].small, self.column.unit)
        }
        if self.target:
            self.write.names.numbers |= {
                "attainment": Name(COHORT, ["80%", 1], True, "percent"),
                "target": Name(COHORT, NEAR.get(self.column.unit, [1, 100]), unit=self.column.unit),
            }
        text = written()
        self.write.names.numbers = known
        return text


def within(write: Writer, stage: int) -> dict[str, object]:
    """Peer groups: none, or by some texts of a stage."""
    texts = [n for n, (at, _, _) in write.names.texts.items() if at <= stage]
    chosen = write.rng.sample(texts, min(len(texts), write.rng.choice([0, 1, 1, 1, 2])))
    return {"within": chosen} if chosen else {}
