"""Ramps of the policies that ship rise by one step a month, whatever the day of entry."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraise import compile_plan, load, load_text, run
from appraise.formula.dates import calendar_months_between
from appraise.formula.vectors import EPOCH

DAYS = [date(2024, 1, 1) + timedelta(days) for days in range(366)]  # 2024 has a 29 February
dates = st.dates(date(1950, 1, 1), date(2100, 1, 1))


def months(begin: date, end: date, last: float = 31.0) -> float:
    """Of two days."""
    days = [np.array([float(day.toordinal() - EPOCH)]) for day in (begin, end)]
    return float(calendar_months_between(days[0], days[1], last)[0])


@pytest.mark.parametrize(
    ("begin", "end", "last", "wanted"),
    [
        ((2026, 1, 1), (2026, 1, 31), 31, 0), ((2026, 1, 31), (2026, 2, 28), 31, 1), ((2026, 1, 31), (2026, 2, 1), 31, 1),
        ((2024, 2, 29), (2025, 2, 28), 31, 12), ((2024, 2, 29), (2024, 8, 31), 31, 6), ((2026, 2, 28), (2026, 8, 31), 31, 6),
        ((2026, 3, 1), (2026, 1, 31), 31, -2), ((2025, 12, 31), (2026, 1, 1), 31, 1), ((2026, 1, 15), (2026, 3, 31), 15, 2),
        ((2026, 1, 16), (2026, 3, 31), 15, 1), ((2026, 1, 16), (2026, 1, 31), 15, -1), ((2025, 12, 31), (2026, 1, 1), 15, 0),
    ],
)  # fmt: skip
def test_by_hand(begin: tuple[int, int, int], end: tuple[int, int, int], last: float, wanted: int) -> None:
    assert months(date(*begin), date(*end), last) == wanted


@given(dates, dates)
def test_the_days_do_not_matter(a: date, b: date) -> None:
    assert months(a, b) == months(a.replace(day=1), b.replace(day=1)) == -months(b, a)
    assert months(a, b, 15) == months(a, b) - (a.day > 15)


SHIPPED = [p for p in sorted(Path("rulesets").rglob("*.yaml")) if "  tenure: " in p.read_text(encoding="utf-8")]
RAMP = {0: 10000, 1: 20000, 2: 30000, 3: 45000, 4: 45000, 5: 45000}


def targets(policy: str) -> pd.DataFrame:
    """The targets of somebody hired on each day of 2024, from the month of entry on."""
    rows = [
        {"day": day.isoformat(), "period": f"{2024 + at // 12}-{at % 12 + 1:02}"}
        for day in DAYS
        for at in range(day.month - 1, day.month + 5)
    ]
    frame = pd.DataFrame(rows)
    loaded = load_text(policy)
    assert loaded.ruleset is not None, loaded.diagnostics
    data = pd.DataFrame({"工号": frame["day"], "考核期": frame["period"], "入职日期": frame["day"], "销售额": 30000})
    done = run(compile_plan(loaded.ruleset), data)
    assert done.worksheet is not None, done.diagnostics
    return frame.assign(target=done.worksheet.numbers("sales.target"))


def policy(tenure: str) -> str:
    """The ramp that ships, with another tenure, in force from 2024 on."""
    text = Path("rulesets/published/quota-ramp.yaml").read_text(encoding="utf-8")
    line = next(x for x in text.splitlines() if x.startswith("  tenure: "))
    return text.replace("from: 2025-01-01", "from: 2024-01-01").replace(line, f"  tenure: {tenure}")


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda p: p.stem)
def test_every_day_of_entry_has_the_same_ramp(shipped: Path) -> None:
    """Whatever the policies that ship take for the months of service: one step a month, no step left out."""
    loaded = load(shipped)
    assert loaded.ruleset is not None
    found = targets(policy(loaded.ruleset.derive["tenure"].text))
    wrong = [d for d, own in found.groupby("day")["target"] if own.tolist() != list(RAMP.values())]
    assert wrong == []


def test_who_begins_after_the_15th_is_counted_from_the_next_month() -> None:
    found = targets(policy('"max(0, calendar_months_between(hire_date, period_end, 15))"'))
    for day, own in found.groupby("day")["target"]:
        late = int(str(day)[-2:]) > 15
        assert own.tolist() == [10000, 10000, 20000, 30000, 45000, 45000] if late else list(RAMP.values()), day


def test_months_by_the_day_are_no_ramp() -> None:
    """What the mend is for: by the day, the 31st of January stands still in February and April."""
    found = targets(policy("months_between(hire_date, period_end)"))
    own = found[found["day"] == "2024-01-31"]["target"].tolist()
    assert own == [10000, 10000, 30000, 30000, 45000, 45000]
