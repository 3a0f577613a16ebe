"""Random results of a score: adjustments, grades, gates of every effect, rewards of every kind, outcomes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.generate_formulas import COHORT, DATA, GRADE, PAY, SCORES, TOTAL, VALUES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.generate_data import Column
    from tests.generate_formulas import Plain, Writer


def adjustments(write: Writer) -> dict[str, object]:
    """Points for and against, with and without limits."""
    made: dict[str, object] = {}
    for i in range(write.rng.choice([0, 0, 1, 2])):
        points = write.setting(lambda: write.rng.choice([2, -3, 0.5]), SCORES, formulas=0.2)
        if write.chance(0.6):
            points = f"{write.some_name(DATA, small=True)} * {write.rng.choice([1, 2, -2, 0.5])}"
        limits = {k: _some(write, SCORES, v) for k, v in (("min", -5), ("max", 6)) if write.chance(0.5)}
        made[f"adj{i}"] = {"title": f"加减分 {i}", "points": points} | limits
    return made


def _some(write: Writer, stage: int, *plain: Plain) -> object:
    return write.setting(lambda: write.rng.choice(plain), stage, 1, 0.05)


def grades(write: Writer) -> dict[str, object]:
    """Bands for everybody, by cohort, or by region."""
    if write.chance(0.1):
        return {}
    labels = tuple("SABCDE")[: write.rng.randint(2, 6)]
    write.names.grades = labels
    draw = write.rng.random()
    if draw < 0.2 and write.names.cohorts:
        return {"bands": {"by": "cohort", "values": {c: _bands(write, labels) for c in write.names.cohorts}}}
    if draw < 0.3:
        return {"bands": {"by": "team", "values": {"红": _bands(write, labels), "otherwise": _bands(write, labels)}}}
    return {"bands": _bands(write, labels)}


def _bands(write: Writer, labels: Sequence[str]) -> dict[str, object]:
    bounds = sorted(
        write.rng.sample([30, 40, 50, 60, 62.5, 70, 75, 80, 85, 87.5, 90, 95, 100, 110], len(labels) - 1), reverse=True
    )
    stated = [
        {c: b + i for i, c in enumerate(write.names.cohorts)} if write.names.cohorts and write.chance(0.1) else b
        for b in bounds
    ]
    return dict(zip(labels, [*stated, "lowest"], strict=True))


def gates(write: Writer, indicators: Sequence[str], rewards: Sequence[str]) -> dict[str, object]:
    """Each gate has effects; what it and its limits ask lies before the first thing it changes."""
    return {
        f"gate{i}": {"title": f"关口 {i}"} | _gate(write, indicators, rewards)
        for i in range(write.rng.choice([0, 1, 2, 3, 4]))
    }


def _gate(write: Writer, indicators: Sequence[str], rewards: Sequence[str]) -> dict[str, object]:
    shares = {"reward_factor": 0.3 * bool(rewards), "reward_at_most": 0.25 * bool(rewards),
              "grade": 0.5 * bool(write.names.grades), "score_at_most": 0.2, "indicator_at_most": 0.25}  # fmt: skip
    chosen = {k for k, share in shares.items() if write.chance(share)} or {"indicator_at_most"}
    stages = {"indicator_at_most": VALUES, "score_at_most": SCORES, "grade": TOTAL}
    stage = min(stages.get(k, GRADE) for k in chosen)
    write.open = True  # what holds for everybody, or for nobody, is no gate
    made: dict[str, object] = {"when": write.condition(write.rng.choice([DATA, stage]))}
    write.open = False
    limits = {
        "reward_factor": (0.5, 0, 1.2, "50%"),
        "reward_at_most": (100, 1000, 0),
        "score_at_most": (59, 80, 59.99, 60),
    }
    made |= {k: _some(write, stage, *plain) for k, plain in limits.items() if k in chosen}
    if {"reward_factor", "reward_at_most"} & chosen and write.chance(0.5):
        made["covers"] = write.rng.sample(list(rewards), write.rng.randint(1, len(rewards)))
    if "grade" in chosen:
        made |= _grade_effects(write)
    if "indicator_at_most" in chosen:
        made["indicator_at_most"] = {write.rng.choice(indicators): _some(write, COHORT, 0, 60, 90)}
    return made


def _grade_effects(write: Writer) -> dict[str, object]:
    labels = write.names.grades
    kinds = {"grade_at_most": write.rng.choice(labels), "grade_at_least": write.rng.choice(labels),
             "grade_shift": write.rng.choice([1, -1, -2, 2] if len(labels) > 2 else [1, -1])}  # fmt: skip
    return {k: v for k, v in kinds.items() if write.chance(0.4)} or {"grade_shift": -1}


def rewards(write: Writer, columns: Mapping[str, Column], indicators: Sequence[str]) -> dict[str, object]:
    """Amounts, tiers of every method, so much for each; with factor, when, share of the period, limits."""
    made: dict[str, object] = {}
    for i in range(write.rng.choice([0, 1, 2, 2, 3])):
        way = write.rng.choice(["amount", "tiers", "tiers", "each"])
        reward: dict[str, object] = {"title": f"奖金 {i}"}
        factor = write.chance(0.5)
        if way == "amount":
            money = write.rng.choice(["m0", "m1", write.number(GRADE, 2, unit="money")])
            forms = (
                [f"{money} * 3 * factor", f"max({money}, 0) * factor / 100"] if factor else [f"{money} * 12.5%", money]
            )
            reward["amount"] = (
                write.rng.choice(forms) if factor or write.chance(0.6) else _some(write, GRADE, 1000, -250.5, 333.33)
            )
        elif way == "each":
            reward |= {
                "each": _some(write, GRADE, 200, -50, 33.335),
                "count": write.rng.choice(["c0", write.number(TOTAL, 1, small=True, unit="")]),
            }
        else:
            reward |= _tiered(write, columns, indicators)
        if factor:
            reward["factor"] = _some(write, GRADE, 0.5, 1.5, 1.05, "80%") if write.chance(0.5) else _by_grade(write)
        reward |= {"when": write.condition(GRADE)} if write.chance(0.2) else {}
        reward |= {k: _some(write, GRADE, v) for k, v in (("min", 0), ("max", 5000)) if write.chance(0.25)}
        if write.chance(0.25):
            ends = {"to": "left"} if write.chance(0.6) else {}
            reward["prorate"] = {"from": "hired", "places": write.rng.choice([2, 4, 6])} | ends
        made[f"pay{i}"] = reward
    return made


def _by_grade(write: Writer) -> object:
    if not write.names.grades:
        return 1
    return {"by": "grade", "values": {g: _some(write, GRADE, 2, 1.5, 1, 0.5, 0) for g in write.names.grades}}


def _tiered(write: Writer, columns: Mapping[str, Column], indicators: Sequence[str]) -> dict[str, object]:
    column = write.rng.choice([c for c in columns.values() if c.kind == "money"])
    base = column.id if write.chance(0.8) else write.number(TOTAL, 2, unit="money")
    reached = [n for n in write.names.numbers if n.endswith(".attainment")]

    def one() -> object:
        return _tiers(write, column, reached, plain=base == column.id)

    draw = write.rng.random()
    tiers = one()
    if draw < 0.15 and write.names.cohorts:
        tiers = {"by": "cohort", "values": {c: one() for c in write.names.cohorts}}
    elif draw < 0.25 and write.names.grades:
        tiers = {"by": "grade", "values": {write.names.grades[0]: one(), "otherwise": one()}}
    return {"base": base, "tiers": tiers}


def _tiers(write: Writer, column: Column, reached: Sequence[str], *, plain: bool) -> dict[str, object]:
    rng = write.rng
    method = rng.choice(["marginal", "marginal", "whole", "interpolate"])
    made: dict[str, object] = {"method": method}
    if reached and write.chance(0.4):
        made["of"] = rng.choice(reached)
        bounds = sorted(rng.sample(["60%", "80%", "90%", "100%", "120%"], rng.randint(1, 4)), key=lambda s: int(s[:-1]))
    else:
        places = sorted(Fraction(round(column.high * k / 20, 2)) for k in rng.sample(range(1, 20), rng.randint(1, 4)))
        for place in places:
            column.mark(place)
        bounds = [str(int(p)) if p.denominator == 1 else str(float(p)) for p in places]
    if method != "interpolate" or write.chance(0.5):
        lowest = method != "interpolate" and (column.low < 0 or not plain or "of" in made or write.chance(0.3))
        bounds = ["lowest" if lowest and write.chance(0.9) else "0", *bounds]
    rates = method == "marginal" or write.chance(0.6)
    pays = ["1%", "2%", "3.5%", "5%", "0.7%", "10%"] if rates else [0, 100, 250.5, 500, 1000, 1500]
    stated = sorted(rng.sample(pays, len(bounds)), key=lambda p: Fraction(str(p).rstrip("%")))
    made["rates" if rates else "amounts"] = {b: _some(write, GRADE, p) for b, p in zip(bounds, stated, strict=True)}
    if method == "marginal" and write.chance(0.4):
        made["start"] = rng.choice([100, "coalesce(m0, 0)", "m1", 0]) if "of" not in made else 0.5
    if method == "whole" and bounds[0] != "lowest":
        return made | {"boundary": "lower"}  # with `upper`, nothing would be stated for exactly 0
    return made | ({"boundary": rng.choice(["lower", "upper"])} if write.chance(0.3) else {})


def outcomes(write: Writer) -> dict[str, object]:
    """Consequences with conditions of any stage."""
    made: dict[str, object] = {}
    for i in range(write.rng.randrange(3)):
        made[f"out{i}"] = {
            "when": write.condition(write.rng.choice([DATA, SCORES, GRADE, PAY])),
            "kind": "other",
            "message": f"后果 {i}",
        }
    return made
