"""An anonymous comparison, read by a curious colleague: no figure in it is one person's pay or change, nor is a difference of two."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, lru_cache
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any, get_type_hints

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load_text, run
from appraise.cli import main
from appraise.compare.compared import compare
from appraise.compare.comparison import Comparison, align
from appraise.compare.figures.units import Money, MoneyChange
from appraise.compare.hiding import risky
from appraise.compare.tables import Compared, tables
from tests.pay.policies import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from appraise.plan.steps import Plan

REWARDS = """
grades: {bands: {A: 5000, B: 2500, C: lowest}}
rewards:
  bonus: {title: Bonus, amount: sales * 1.17}
  prize: {title: Prize, amount: sales * 0.31, when: sales > 9000}
budgets:
  prizes: {title: Prizes, covers: [prize], amount: 90000000, mode: cap}
"""
FEWEST = 5
NEVER = 99_999_999
MOVES = (1_000, 2_300, -1_000, -2_300)  # cents by which a person's sales are moved, to see which figures follow

Sales = tuple[tuple[int, ...], ...]  # cents, by month and person


@dataclass(frozen=True)
class Policies:
    """From which sales on there is a little more, and from which on nobody is appraised: of the base, then of the variants."""

    bounds: tuple[int, ...]
    out: tuple[int, ...]


@cache
def plan(bound: int, out: int, number: int) -> Plan:
    text = (HEAD + REWARDS).replace("sales * 1.17", f"sales * 1.17 + (sales * 0.013 if sales >= {bound} else 0)")
    text = text.replace("when: here,", f"when: here and sales < {out},").replace("title: Pay", f"title: Pay {number}")
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.diagnostics
    return compile_plan(loaded.ruleset)


@lru_cache(40)
def compared(sales: Sales, policies: Policies) -> tuple[Comparison, Compared]:
    rows = [
        {"id": f"E{i:03}", "period": f"2026-{month:02}", "region": ("East", "West")[i % 2], "sales": cents / 100}
        for month, amounts in enumerate(sales, 1)
        for i, cents in enumerate(amounts)
    ]
    frame = pd.DataFrame([{**row, **dict.fromkeys(("pool", "active", "here"))} for row in rows]).astype(object)
    pairs = enumerate(zip(policies.bounds, policies.out, strict=True))
    sheets = [run(plan(bound, out, i), frame).worksheet for i, (bound, out) in pairs]
    comparison = align([sheets[0]], [[sheet] for sheet in sheets[1:]], ["region"])  # type: ignore[list-item]
    return comparison, compare(comparison, anonymous=True)


def floats(value: Any) -> Iterator[float]:
    """All figures of a table."""
    if isinstance(value, float):
        yield float(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from floats(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from floats(getattr(value, field.name))


def amounts(told: Compared) -> set[float]:
    """All amounts of money of which one might be subtracted from another."""
    found = {row.sum for row in told.over_time.rows if row.of == "pay"}
    for name, kind in tables().items():
        for shown in kind.shown:
            for row in getattr(getattr(told, name), shown.rows):
                units = get_type_hints(type(row), include_extras=True)
                money = [f.name for f in fields(row) if units[f.name] in (Money, MoneyChange)]
                found |= {getattr(row, one) for one in money}
    return {abs(x) for x in found if np.isfinite(x)}


@lru_cache(40)
def columns(comparison: Comparison) -> dict[str, NDArray[np.float64]]:
    """What is nobody's business, by what it is: pay, rewards, changes."""
    sides = comparison.sides
    found = {f"pay of {s.title}": s.pay for s in sides}
    found |= {f"{id_} of {s.title}": x for s in sides for id_, x in s.rewards.items()}
    found |= {f"{b.title} - {a.title}": np.nan_to_num(b.pay) - np.nan_to_num(a.pay) for a, b in combinations(sides, 2)}
    return {name: np.nan_to_num(x) for name, x in found.items()}


Secret = tuple[str, int, int]  # a column, an employee, and a row: their own, or all of theirs together (-1)


@lru_cache(4)
def secrets(comparison: Comparison) -> dict[float, list[Secret]]:
    """What only fewer than five people have, in one period or in all, with who they are."""
    known: dict[float, list[Secret]] = {}
    who = comparison.employee.codes
    for name, column in columns(comparison).items():
        for row, x in enumerate(column.tolist()):
            known.setdefault(round(abs(x), 2), []).append((name, int(who[row]), row))
        for one, x in enumerate(np.bincount(who, weights=column).tolist()):
            known.setdefault(round(abs(x), 2), []).append((name, one, -1))
    return {x: own for x, own in known.items() if x > 0.5 and len({person for _, person, _ in own}) < FEWEST}


def amount(comparison: Comparison, secret: Secret) -> float:
    name, person, row = secret
    column = columns(comparison)[name]
    return round(abs(float(column[row] if row >= 0 else column[comparison.employee.codes == person].sum())), 2)


def follows(sales: Sales, policies: Policies, secret: Secret, figures: Callable[[Compared], set[float]]) -> bool:
    """Whether a figure follows where the person's own figure goes.

    Another person's figure may be the same by chance, or that of many as a mean. What tells of this person is still the
    same when his sales are others; of four moves one or two may take him over a threshold, where he is hidden.
    """
    first = compared(sales, policies)[0]
    row = secret[2] if secret[2] >= 0 else int(np.flatnonzero(first.employee.codes == secret[1])[0])
    month, person = int(first.period.codes[row]), int(first.employee.labels[secret[1]][1:])
    followed = 0
    for move in MOVES:
        moved = tuple(
            tuple(cents + move * ((m, p) == (month, person)) for p, cents in enumerate(own))
            for m, own in enumerate(sales)
        )
        comparison, told = compared(moved, policies)
        now = amount(comparison, secret)
        followed += now != amount(first, secret) and now in figures(told)
    return followed > 1


def drawn(seed: int, months: int, people: int) -> Sales:
    """Amounts in cents that lie far apart."""
    random = Random(seed)
    return tuple(tuple(int(random.lognormvariate(14, 1.5)) for _ in range(people)) for _ in range(months))


def two(bound: int) -> Policies:
    return Policies((NEVER, bound), (NEVER, NEVER))


SALES = st.builds(drawn, st.integers(0, 10**6), st.integers(1, 3), st.integers(3, 30))
BOUND = st.integers(500, 60_000)
POLICIES = st.one_of(
    st.builds(two, BOUND),
    st.builds(lambda a, b: Policies((NEVER, a, b), (NEVER,) * 3), BOUND, BOUND),
    st.builds(lambda a, out: Policies((NEVER, a), (NEVER, out)), BOUND, st.integers(20_000, 200_000)),
)
EVERY = sorted(tables())


def figures_of(name: str) -> Callable[[Compared], set[float]]:
    return lambda told: {round(abs(x), 2) for x in floats(getattr(told, name)) if round(abs(x), 6) == round(abs(x), 2)}


def differences(told: Compared) -> set[float]:
    return {round(abs(a - b), 2) for a, b in combinations(sorted(amounts(told)), 2)}


def leaks(sales: Sales, policies: Policies, figures: Callable[[Compared], set[float]]) -> list[tuple[float, Secret]]:
    comparison, told = compared(sales, policies)
    hidden = secrets(comparison)
    found = [(x, secret) for x in figures(told) & hidden.keys() for secret in hidden[x]]
    return [(x, secret) for x, secret in found if follows(sales, policies, secret, figures)]


@settings(max_examples=25, deadline=None)
@given(SALES, POLICIES)
@example(drawn(3, 3, 20), two(500))  # what 20 people have more per head is what one of them has more, by chance
def test_no_figure_is_a_single_person_s(sales: Sales, policies: Policies) -> None:
    for name in EVERY:
        assert leaks(sales, policies, figures_of(name)) == [], name


@settings(max_examples=20, deadline=None)
@given(SALES, POLICIES)
def test_nor_is_a_difference_of_two(sales: Sales, policies: Policies) -> None:
    assert leaks(sales, policies, differences) == []


@pytest.mark.parametrize("name", ["cost", "winners", "deciles", "moves", "distribution", "spread", "fairness"])
def test_a_table_that_hides_nothing_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of eleven people one alone has more under the variant, who is the median of the west too."""
    sales = [100_000 + 7_301 * i + 11 * i * i for i in range(11)]
    sales[1] = 10_000_019
    compared.cache_clear()
    monkeypatch.setattr(tables()[name], "hidden", lambda table, _: table)
    found = leaks((tuple(sales),), two(60_000), figures_of(name))
    compared.cache_clear()
    assert found


def test_what_many_have_per_head_is_nobody_s_own() -> None:
    """20 people have 7,244.00 more in March, 362.20 per head; one of them has 362.20 more in February."""
    sales, policies = drawn(3, 3, 20), two(500)
    comparison, told = compared(sales, policies)
    (secret,) = secrets(comparison)[362.2]
    assert 362.2 in figures_of("cost")(told)
    assert not follows(sales, policies, secret, figures_of("cost"))


@settings(max_examples=10, deadline=None)
@given(SALES)
def test_tenths_and_bins_hold_five_people(sales: Sales) -> None:
    _, told = compared(sales, two(5000))
    people = len(sales[0])
    assert all(row.appraisals >= FEWEST or np.isnan(row.pay_change) for row in told.deciles.rows)
    assert sum(row.appraisals for row in told.deciles.rows) == people * len(sales)
    assert all(row.appraisals == 0 or row.appraisals >= FEWEST for row in told.distribution.bins)


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ([[9], [8]], []), ([[0], [8]], []), ([[4], [8], [9]], [0, 1]), ([[2], [2], [3], [9]], [0, 1, 2]),
        ([[2], [1], [9], [0]], [0, 1, 2]), ([[9, 9], [9, 1], [7, 7]], [1, 2]),
    ],
)  # fmt: skip
def test_what_could_be_subtracted_is_left_out_too(counts: list[list[int]], out: list[int]) -> None:
    def together(parts: set[int]) -> list[int]:
        return [sum(column) for column in zip(*(counts[i] for i in parts), strict=True)]

    assert risky(counts, together) == out


def test_no_text_names_an_employee(tmp_path: Path) -> None:
    head = (HEAD + REWARDS).replace("title: Sales", "title: Sales of 李小明")
    base, variant, data = tmp_path / "b.yaml", tmp_path / "v.yaml", tmp_path / "d.csv"
    head = head.replace("    id: {type: text}\n", "    id: {type: text}\n    name: {type: text}\n")
    base.write_text(head + "tables: {q: {keys: [employee], values: {E003: 2, '10017': 3, otherwise: 1}}}\n"
                    "gates: {g: {title: E003 has a note, when: \"employee == 'E003' and lookup(q, employee) > 1\", reward_factor: 0.5}}\n",
                    encoding="utf-8")  # fmt: skip
    variant.write_text(
        "extends: b.yaml\ntitle: For e003\nreason: Ask 李小明\ntables: {q: {values: {E003: 4}}}\n", encoding="utf-8"
    )
    rows = [f"{'10017' if i == 9 else f'E{i:03}'},{'李小明' if i == 3 else f'N{i}x'},2026-01,East,{1000 + i * 700},,,"
            for i in range(12)]  # fmt: skip
    data.write_text("id,name,period,region,sales,pool,active,here\n" + "\n".join(rows), encoding="utf-8")
    for ending in ("json", "html"):
        out = tmp_path / f"o.{ending}"
        shown = CliRunner().invoke(
            main, ["compare", str(base), str(variant), "--data", str(data), "--anonymous", "--out", str(out)]
        )
        assert shown.exit_code == 0, shown.output
        for text in (shown.stdout, json.dumps(out.read_text(encoding="utf-8"), ensure_ascii=False)):
            tables = text.replace(str(tmp_path), "")
            assert not [name for name in ("E003", "e003", "李小明") if name in tables], tables[:3000]
        assert "***" in shown.output
