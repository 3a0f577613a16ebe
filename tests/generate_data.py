"""Random columns and cells: values that often lie exactly on a boundary of the ruleset, zeros, and blanks."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.generate_formulas import DATA, Name

if TYPE_CHECKING:
    import random

    from tests.generate_formulas import Names, Unit

REGIONS = ("华东", "华南", "North")
MARKS = ("优", "良", "中", "差")


@dataclass
class Column:
    """A field as the YAML has it, and how its cells are drawn: range and finest step, interesting places."""

    id: str
    yaml: dict[str, object]
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1)
    step: Fraction = Fraction(1)
    blank: float = 0.0
    labels: tuple[str, ...] = ()
    places: list[Fraction] = field(default_factory=list)
    signed: bool = True  # percents with the sign, 95%, or as shares, 0.95: one way a column

    @property
    def unit(self) -> Unit:
        """In what its numbers are counted."""
        return {"money": "money", "percent": "percent", "count": "count", "rating": "rating"}.get(str(self.kind), "")  # type: ignore[return-value]

    @property
    def kind(self) -> object:
        """The type of the field."""
        return self.yaml["type"]

    def mark(self, place: Fraction) -> None:
        """Remember a boundary, so that cells lie on it and just beside it."""
        if self.low <= place <= self.high:
            self.places.append(round(place / self.step) * self.step)

    def cell(self, rng: random.Random) -> str:
        """The text of one cell."""
        if rng.random() < self.blank:
            return ""
        if self.labels:
            return rng.choice(self.labels)
        if self.kind == "date":
            return (
                date(2022, 6, 30)
                + timedelta(days=rng.choice([rng.randrange(1100), 915, 916, 975, 1066, 1096, 1280, 1370]))
            ).isoformat()
        return self._number(rng)

    def _number(self, rng: random.Random) -> str:
        draw = rng.random()
        if self.places and draw < 0.45:
            value = rng.choice(self.places) + rng.choice([0, 0, 0, 0, 1, -1]) * self.step
        elif draw < 0.52:
            value = Fraction(0)
        elif draw < 0.75:
            value = self.low + (self.high - self.low) * rng.randrange(41) / 40
        else:
            value = self.low + self.step * rng.randrange(int((self.high - self.low) / self.step) + 1)
        value = round(min(max(value, self.low), self.high) / self.step) * self.step
        if self.kind != "percent":
            return shown(value)
        if self.yaml.get("scale") == 100:
            return shown(max(value, Fraction(2, 100)) * 100)
        return f"{shown(value * 100)}%" if self.signed else shown(value)


def shown(value: Fraction) -> str:
    """A decimal without an exponent."""
    digits = f"{abs(value.numerator) * 10**6 // value.denominator:07d}"
    text = f"{digits[:-6]}.{digits[-6:]}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def columns(rng: random.Random, names: Names) -> dict[str, Column]:
    """Some columns of every type; the names become known to formulas."""
    sparse = rng.choice([0.0, 0.0, 0.01, 0.03, 0.1])
    found: dict[str, Column] = {}

    def add(id_: str, kind: str, low: str, high: str, step: str, **yaml: object) -> Column:
        stated = {"type": kind, **yaml}
        if rng.random() < 0.3:
            stated["column"] = [f"列 {id_}", f"{id_}!"] if rng.random() < 0.3 else f"列 {id_}"
        column = Column(id_, stated, Fraction(low), Fraction(high), Fraction(step), rng.choice([0, sparse, sparse * 2]))
        found[id_] = column
        return column

    for i in range(rng.randint(2, 4)):
        high = rng.choice(["100", "1000", "20000", "3000000"])
        negative = rng.random() < 0.3
        money = add(f"m{i}", "money", f"-{high}" if negative else "0", high, "0.01", **({} if negative else {"min": 0}))
        if rng.random() < 0.15:
            money.yaml["missing"] = rng.choice([0, 12.5])
        near = [0, int(high) // 10, int(high) // 2, f"{int(high) // 5}.5", int(high)]
        names.numbers[money.id] = Name(DATA, near, len(high) < 5, "money", (-math.inf if negative else 0, math.inf))
    for i in range(rng.randint(1, 2)):
        count = add(f"c{i}", "count", "0", rng.choice(["5", "12", "60"]), "1")
        if rng.random() < 0.4:
            count.yaml["missing"] = 0
        names.numbers[count.id] = Name(DATA, range(6), True, "count", (0, math.inf))
    for i in range(rng.randint(1, 2)):
        percent = add(f"p{i}", "percent", rng.choice(["0", "0", "-0.5"]), "1.2", rng.choice(["0.01", "0.0001"]))
        percent.yaml |= rng.choice([{}, {}, {"scale": 100}, {"max": "120%"}, {"missing": "80%"}])
        if percent.yaml.get("scale") == 100:
            percent.low = Fraction(0)
        percent.signed = rng.random() < 0.6
        if not percent.signed and "scale" not in percent.yaml:
            percent.yaml["max"] = "120%"  # else a column of nothing but 1.2 can also mean 1.2%
        most = 1.2 if "max" in percent.yaml else math.inf
        names.numbers[percent.id] = Name(
            DATA, ["0%", "60%", "80%", "95%", "100%", 1], True, "percent", (-math.inf, most)
        )
    mark = add("r0", "rating", "1", "5", rng.choice(["1", "1", "0.5"]), scale=[1, 5])
    names.numbers[mark.id] = Name(DATA, range(1, 6), True, "rating", (1, 5))
    number = add("n0", "number", "-50", "50", rng.choice(["0.001", "0.25", "1"]))
    if number.step == Fraction("0.001"):
        number.yaml["decimal"] = "point"  # else a column of nothing but 1.234 can also mean 1234
    names.numbers[number.id] = Name(DATA, [-10, 0, 0.5, 10, 25], small=True)
    _labelled(rng, names, add)
    return found


def _labelled(rng: random.Random, names: Names, add: object) -> None:
    """Texts with and without stated values, marks, dates, yes or no."""
    closed = add("region", "text", "0", "0", "1", values=list(REGIONS))
    free = add("team", "text", "0", "0", "1")
    graded = add("k0", "rating", "0", "0", "1", values=list(MARKS))
    closed.labels, free.labels, graded.labels = REGIONS, ("红", "蓝", "绿"), MARKS
    if rng.random() < 0.3:
        closed.yaml["missing"] = REGIONS[0]
    names.texts |= {"region": (DATA, REGIONS, True), "team": (DATA, ("红", "蓝"), False), "k0": (DATA, MARKS, True)}
    add("hired", "date", "0", "0", "1")
    left = add("left", "date", "0", "0", "1")
    left.blank = rng.choice([0.0, 0.3, 0.8]) if left.blank else 0.0
    names.dates += ["hired", "left"]
    flag = add("flag", "yes-no", "0", "0", "1")
    flag.labels = ("yes", "no")
    if rng.random() < 0.3:
        flag.yaml["missing"] = False
    names.flags.append("flag")
