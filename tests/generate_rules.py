"""Random scoring rules of every method, whose bounds become interesting places of the column they score."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.generate_formulas import COHORT, NEAR, Name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.generate_data import Column
    from tests.generate_formulas import Plain, Writer

_SHARES = ["0%", "50%", "60%", "80%", "90%", "95%", "100%", "110%", "120%", "150%"]


def rule(write: Writer, column: Column, targets: Sequence[Fraction], *, value: str, target: bool) -> dict[str, object]:
    """A rule, or one for each cohort or label; `value` is the formula of the value."""
    made = _Rules(write, column, targets, plain=value == column.id, target=target)
    draw = write.rng.random()
    if draw < 0.1 and write.names.cohorts:
        return {"by": "cohort", "values": {c: made.one() for c in write.names.cohorts}}
    if draw < 0.15:
        return {"by": "team", "values": {"红": made.one(), "otherwise": made.one()}}
    return made.one()


class _Rules:
    def __init__(self, write: Writer, column: Column, targets: Sequence[Fraction], *, plain: bool, target: bool):
        self.write, self.rng, self.column, self.targets = write, write.rng, column, targets
        self.plain, self.target = plain, target

    def one(self) -> dict[str, object]:
        methods = {"linear": self._linear, "steps": self._steps, "deduct": self._deduct, "add": self._add,
                   "formula": self._formula, "pass": self._pass}  # fmt: skip
        if self.target:
            methods |= {"ratio": self._ratio, "per_step": self._per_step}
            for target in self.targets:
                self.column.mark(target)
        if self.write.peers:
            methods["rank"] = self._rank
        if self.plain and self.column.kind in ("rating", "count"):
            methods["rating"] = self._rating
        method = self.rng.choice(list(methods))
        return {"method": method} | methods[method]()

    def _set(self, *plain: Plain) -> object:
        return self.write.setting(lambda: self.rng.choice(plain), COHORT, 1, 0.05)

    def _limit(self, *plain: Plain) -> object:
        return "none" if self.rng.random() < 0.2 else self._set(*plain)

    def _ratio(self) -> dict[str, object]:
        return {"floor": self._limit(0, 0, 50), "cap": self._limit(100, 120, 150)}

    def _per_step(self) -> dict[str, object]:
        of = self.rng.choice(["attainment", "value"])
        share = self.rng.choice([1, 2, 3, 5, 10])
        step = Fraction(share, 100) if of == "attainment" else Fraction(share, 100) * max(Fraction(1), self.column.high)
        for k in (-3, -1, 1, 2, 4):
            for target in self.targets:
                self.column.mark(target * (1 + k * step) if of == "attainment" else target + k * step)
        sides = {side: {"points": self._set(1, 2, 0.5), "at_most": self._limit(6, 20)} for side in ("up", "down")}
        shown = f"{share}%" if of == "attainment" else float(step)
        steps = self.rng.choice(["whole", "proportional"])
        return {"start": self._set(30, 80, 100), "of": of, "step": self._set(shown), "steps": steps} | sides

    def _rank(self) -> dict[str, object]:
        made: dict[str, object] = {"of": self.rng.choice(["place", "percentile", "z"])} | within(self.write, COHORT)
        if made["of"] == "place":
            places = [1, *sorted(self.rng.sample([2, 3, 4, 5], self.rng.randint(0, 3)))]
            return made | {"scores": dict(zip(places, self._heights(len(places))[::-1], strict=True))}
        if made["of"] == "percentile":
            places = sorted(self.rng.sample([0, 20, 25, 50, 80, 100], self.rng.randint(2, 4)))
            heights = self._heights(len(places))
            return made | {"points": [[f"{p}%", h] for p, h in zip(places, heights, strict=True)]} | self._boundary()
        limits = {"floor": self._limit(0, 60), "cap": self._limit(100, 120)}
        return made | {"mean": self._set(80, 75), "spread": self._set(10, 7.5)} | limits

    def _of(self) -> tuple[str, list[str]]:
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

    def _boundary(self) -> dict[str, object]:
        return {"boundary": self.rng.choice(["lower", "upper"])} if self.rng.random() < 0.3 else {}

    def _heights(self, count: int) -> list[object]:
        rising = sorted(self.rng.sample([-20, 0, 25, 40, 50, 60, 62.5, 70, 80, 87.5, 95, 100, 105, 110, 120], count))
        if self.rng.random() < 0.2:
            rising.reverse()
        return [self._set(h) for h in rising]

    def _linear(self) -> dict[str, object]:
        of, places = self._of()
        if len(places) > 2 and self.rng.random() < 0.5:
            jump = self.rng.randrange(1, len(places) - 1)
            places = [*places[:jump], places[jump], *places[jump:]]
        points = [[place, height] for place, height in zip(places, self._heights(len(places)), strict=True)]
        extend = {"extend": self.rng.random() < 0.7} if self.rng.random() < 0.4 else {}
        return {"of": of, "points": points} | extend | self._boundary()

    def _steps(self) -> dict[str, object]:
        of, places = self._of()
        least = self.column.low if self.plain and "min" in self.column.yaml else 0
        if self.rng.random() < 0.7 or Fraction(places[0].rstrip("%")) > least:
            places[0] = self.rng.choice(["lowest", "lowest", "0"])
        boundary = self._boundary() if places[0] == "lowest" else {"boundary": "lower"}
        places = [
            p
            for i, p in enumerate(places)
            if i == 0 or places[0] == "lowest" or Fraction(p.rstrip("%")) > Fraction(places[0].rstrip("%"))
        ]
        return {"of": of, "steps": dict(zip(places, self._heights(len(places)), strict=True))} | boundary

    def _pass(self) -> dict[str, object]:
        if self.target and self.rng.random() < 0.5:
            return {}
        return {"when": self._own(lambda: self.write.condition(COHORT))}

    def _own(self, written: object) -> str:
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

    def _per_unit(self) -> dict[str, object]:
        unit = (
            {"unit": self._set(*([0.01] if self.column.high < 2 else [1, 2, 5, 0.5]))}
            if self.rng.random() < 0.7
            else {}
        )
        free = {"free": self._set(*([0.8] if self.column.high < 2 else [1, 2, 10]))} if self.rng.random() < 0.5 else {}
        return {"points": self._set(1, 2, 5, 0.5, 3.3)} | unit | free

    def _deduct(self) -> dict[str, object]:
        return self._per_unit() | {"floor": self._limit(0, 60, -20)}

    def _add(self) -> dict[str, object]:
        return self._per_unit() | {"cap": self._limit(100, 120)}

    def _rating(self) -> dict[str, object]:
        least, most = (1, 5) if self.column.kind == "rating" else (0, int(self.column.high) - 1)
        marks = range(least, min(most, 20) + 1)
        return {"values": {str(m): self._set(m * 20) for m in marks}}

    def _formula(self) -> dict[str, object]:
        limits = {"floor": self._limit(0, 50), "cap": self._limit(100, 120)}
        return {"formula": self._own(self._points)} | limits

    def _points(self) -> str:
        """A formula of points, made of whatever there is."""
        small = self.rng.random() < 0.7
        unit = self.write.some_unit(COHORT, small=small)
        text = self.write.number(COHORT, 2, small=small, unit=unit)
        return f"({text}) * 100" if unit == "percent" else f"({text}) / 1000" if unit == "money" else text


def within(write: Writer, stage: int) -> dict[str, object]:
    """Peer groups: none, or by some texts of a stage."""
    texts = [n for n, (at, _, _) in write.names.texts.items() if at <= stage]
    chosen = write.rng.sample(texts, min(len(texts), write.rng.choice([0, 1, 1, 1, 2])))
    return {"within": chosen} if chosen else {}
