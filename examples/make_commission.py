"""Makes the example of the commission plan: 16 people over nine months, five of them newly hired.

Everybody and every figure is made up by a seeded generator, so the file is always the same:

    python examples/make_commission.py        writes commission.csv beside this script
"""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

from make_team import GIVEN, SURNAMES

HERE = Path(__file__).resolve().parent
SEED = 20260301
MONTHS = range(1, 10)  # January to September 2026
SEASON = (0.8, 0.6, 1.0, 1.0, 1.0, 1.2, 0.9, 0.9, 1.1)
HEADINGS = ["工号", "姓名", "月份", "入职日期", "年度销售任务", "签约额", "应收款", "回款额", "上季度合同取消额"]
Row = list[object]


def rows() -> list[Row]:
    """Make the whole table, person by person."""
    rng = random.Random(SEED)
    names = rng.sample([s + g for s in SURNAMES for g in GIVEN], 16)
    return [row for i, name in enumerate(names) for row in months(rng, f"S{i + 1:03d}", name, newcomer=i % 3 == 2)]


def months(rng: random.Random, number: str, name: str, *, newcomer: bool) -> list[Row]:
    """Make one person's rows, from the month of hiring on."""
    year, last = (2026, 5) if newcomer else (rng.randrange(2018, 2025), 12)
    hired = date(year, rng.randint(1, last), rng.randint(1, 15))
    quota = rng.choice([900_000, 1_200_000, 1_500_000])
    ability = rng.gauss(1.15, 0.25)
    made: list[Row] = []
    signed: list[int] = []
    for month in MONTHS:
        if newcomer and month < hired.month:
            continue
        warming = min(1.0, 0.15 + 0.3 * len(made)) if newcomer else 1.0
        deal = 3.5 if rng.random() < 0.06 else 1.0  # now and then a large contract
        sales = hundreds(max(0.0, quota / 12 * SEASON[month - 1] * warming * ability * deal * rng.gauss(1.0, 0.3)))
        receivable = hundreds(sales * rng.uniform(0.8, 1.2))
        collected = round(receivable * min(1.0, max(0.6, rng.gauss(0.93, 0.1))), 2)
        lost = sum(signed[-3:]) * rng.uniform(0.05, 0.25) if month in (4, 7) and rng.random() < 0.3 else 0
        made.append(
            [number, name, f"2026-{month:02d}", hired, quota, sales, receivable, collected, hundreds(lost) or ""]
        )
        signed.append(sales)
    return made


def hundreds(amount: float) -> int:
    """Round to whole hundreds."""
    return round(amount / 100) * 100


if __name__ == "__main__":
    made = rows()
    with (HERE / "commission.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *made])
    print(f"{len(made)} rows: commission.csv")
