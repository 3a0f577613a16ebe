"""Makes the example of forced distribution: 70 people in seven departments over three half-years.

Everybody and every figure is made up by a seeded generator, so the file is always the same:

    python examples/make_departments.py        writes departments.csv beside this script
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from make_team import GIVEN, SURNAMES

HERE = Path(__file__).resolve().parent
SEED = 20260201
HALVES = {"2025H1": date(2025, 6, 30), "2025H2": date(2025, 12, 31), "2026H1": date(2026, 6, 30)}
HEADINGS = [
    "工号", "姓名", "考核期", "部门", "部门评级", "入职日期", "月薪", "目标完成率", "工作质量合格率", "价值观评价", "重大违规",
]  # fmt: skip
DEPARTMENTS = {"销售一部": 18, "销售二部": 16, "客服部": 14, "市场部": 11, "财务部": 5, "法务部": 3, "审计部": 3}
GRADES = {  # of the departments, half-year by half-year
    "销售一部": ("良好", "优秀", "优秀"), "销售二部": ("良好", "良好", "待改进"), "客服部": ("良好", "良好", "良好"),
    "市场部": ("优秀", "良好", "良好"), "财务部": ("良好", "优秀", "良好"), "法务部": ("良好", "良好", "良好"),
    "审计部": ("优秀", "良好", "良好"),
}  # fmt: skip
Row = list[object]


def rows() -> list[Row]:
    """Make the whole table, half-year by half-year; the newest people are there only in the last ones."""
    rng = random.Random(SEED)
    names = rng.sample([s + g for s in SURNAMES for g in GIVEN], sum(DEPARTMENTS.values()))
    team: list[tuple[str, str, str, date, int, float]] = []
    for department, size in DEPARTMENTS.items():
        for i in range(size):
            newcomer = i % 6 == 5
            first, span = (date(2025, 2, 1), 480) if newcomer else (date(2016, 1, 1), 3200)
            hired = first + timedelta(days=rng.randrange(span))
            number = f"{len(team) * 3 + 101:04d}"
            team.append(
                (number, names[len(team)], department, hired, rng.randrange(70, 160) * 100, rng.gauss(1.0, 0.1))
            )
    return [
        figures(rng, person, half) for half in range(len(HALVES)) for person in team
        if person[3] <= list(HALVES.values())[half]
    ]  # fmt: skip


def figures(rng: random.Random, person: tuple[str, str, str, date, int, float], half: int) -> Row:
    """Make one person's row for one half-year."""
    number, name, department, hired, salary, ability = person
    goals = min(1.25, max(0.5, ability * rng.gauss(0.98, 0.06)))
    quality = min(1.0, max(0.82, rng.gauss(0.965, 0.02)))
    conduct = min(5, max(2, round(rng.gauss(4.2, 0.7))))
    violations: object = 1 if rng.random() < 0.01 else ""
    return [
        number, name, list(HALVES)[half], department, GRADES[department][half], hired, salary, f"{goals * 100:.1f}%",
        f"{quality * 100:.1f}%", conduct, violations,
    ]  # fmt: skip


if __name__ == "__main__":
    made = rows()
    with (HERE / "departments.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *made])
    print(f"{len(made)} rows: departments.csv")
