"""Makes the example sales team: 60 people, and two who join in 2026, over 8 quarters, as HR would keep them in a table.

Everybody and every figure is made up by a seeded generator, so the files are always the same:

    python examples/make_team.py        writes team.csv and team.xlsx beside this script

Two of them are there for a lesson. In 2026 two experienced reps come from another department (`TRANSFERRED`): one sells
half as much again as the quota, at low margins, to old customers, and collects late; the other just makes the quota, and
does the rest of the work very well.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from tables import Row, write_csv, write_workbook

HERE = Path(__file__).resolve().parent
SEED = 20260101
QUARTERS = [(year, quarter) for year in (2025, 2026) for quarter in (1, 2, 3, 4)]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = [
    "伟", "芳", "娜", "敏", "静", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明", "超", "秀英", "建国", "晓东", "丽华",
    "志强", "雪梅", "海燕", "文博", "思远", "雨桐", "子涵", "嘉怡", "浩然", "梓萱", "俊杰", "欣怡",
]  # fmt: skip
DISTRICTS = {"华东": 1.15, "华南": 1.0, "华北": 0.9}
SEASON = {1: 0.9, 2: 1.0, 3: 0.95, 4: 1.2}
LEFT = {"00131": date(2026, 3, 31), "00166": date(2026, 6, 30), "00327": date(2026, 9, 30)}  # last day at work
PERCENTS = ("毛利率", "客户满意度")
MONEY = ("月薪", "销售额", "应收款", "回款")


class Person(NamedTuple):
    """One member of the team; ability 1 is average."""

    number: str
    name: str
    district: str
    hired: date
    salary: float
    ability: float


SELLER = Person("00432", "王超", "华东", date(2021, 3, 15), 10000, 1.5)
STEADY = Person("00439", "李稳", "华东", date(2020, 6, 1), 10000, 1.0)
# sales, collected share of what is due, margin, visits, new customers, satisfaction, teamwork, for the quarters of 2026
TRANSFERRED: dict[Person, list[tuple[float, float, float, int, int, float, int]]] = {
    SELLER: [
        (331_200, 0.83, 0.128, 38, 1, 0.772, 3), (328_600, 0.85, 0.121, 36, 0, 0.765, 3),
        (345_000, 0.84, 0.118, 37, 1, 0.758, 3), (352_300, 0.82, 0.115, 34, 0, 0.741, 2),
    ],
    STEADY: [
        (220_900, 0.98, 0.226, 48, 5, 0.962, 5), (221_500, 1.00, 0.231, 50, 4, 0.970, 5),
        (230_000, 0.99, 0.229, 49, 5, 0.968, 5), (231_800, 1.00, 0.234, 51, 6, 0.975, 5),
    ],
}  # fmt: skip


def quarter_dates(year: int, quarter: int) -> tuple[date, date]:
    """The first and last day of a quarter."""
    start = date(year, 3 * quarter - 2, 1)
    following = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return start, following - timedelta(days=1)


def people() -> list[Person]:
    """Make the 60 people of the team."""
    return _people(random.Random(SEED))


def rows() -> list[Row]:
    """Make the whole table, quarter by quarter."""
    rng = random.Random(SEED)
    details = random.Random(SEED + 1)
    team = _people(rng)
    made = []
    for year, quarter in QUARTERS:
        made += [_figures(rng, details, person, year, quarter) for person in team]
        made += [_transferred(person, year, quarter) for person in TRANSFERRED]
    return [row for row in made if row is not None]


def _people(rng: random.Random) -> list[Person]:
    names: set[str] = set()
    while len(names) < 60:
        names.add(rng.choice(SURNAMES) + rng.choice(GIVEN))
    team = []
    for i, name in enumerate(sorted(names)):
        newcomer = i % 4 == 0  # a quarter of the team joins within the two years
        first = date(2025, 1, 1) if newcomer else date(2017, 1, 1)
        hired = first + timedelta(days=rng.randrange(690 if newcomer else 2800))
        salary = rng.randrange(60, 90) * 100 if newcomer else rng.randrange(80, 160) * 100
        district = rng.choice(list(DISTRICTS))
        team.append(Person(f"{i * 7 + 12:05d}", name, district, hired, salary, rng.gauss(1.0, 0.18)))
    return team


def _figures(rng: random.Random, details: random.Random, person: Person, year: int, quarter: int) -> Row | None:
    """Make one person's row for one quarter; None before the person was hired, and after leaving."""
    start, end = quarter_dates(year, quarter)
    if person.hired > end:
        return None
    months = (end - person.hired).days / 30.4
    level = 105_000 if months < 6 else 150_000 if months < 12 else 225_000
    present = min(1.0, ((end - person.hired).days + 1) / ((end - start).days + 1))
    growth = 1.0 + 0.04 * (year - 2025)
    usual = level * DISTRICTS[person.district] * SEASON[quarter] * growth
    sales = max(0.0, usual * present * person.ability * rng.gauss(1.0, 0.14))
    receivable = round(sales * rng.uniform(0.9, 1.15), 2)
    paid = min(1.0, max(0.55, rng.gauss(0.945, 0.06)))
    visits = max(0, round((64 if months < 6 else 46) * present * person.ability**0.5 * rng.gauss(1.0, 0.12)))
    satisfaction = "" if rng.random() < 0.05 else round(min(0.995, max(0.6, rng.gauss(0.9, 0.05))), 3)
    violations: object = 1 if rng.random() < 0.015 else rng.choice([0, 0, ""])
    teamwork, deals = min(5, max(1, round(rng.gauss(3.9, 0.8)))), rng.choices([0, 1, 2], [88, 10, 2])[0]
    margin = round(min(0.3, max(0.08, details.gauss(0.198, 0.025))), 3)
    new = max(0, round((2.2 if months < 6 else 4.1) * present * details.gauss(1.0, 0.25)))
    if person.number in LEFT and LEFT[person.number] < end:
        return None
    return _row(person, year, quarter, round(sales, 2), receivable, round(receivable * paid, 2), margin, visits, new,
                satisfaction, teamwork, violations, deals)  # fmt: skip


def _transferred(person: Person, year: int, quarter: int) -> Row | None:
    if year < 2026:
        return None
    sales, paid, margin, visits, new, satisfaction, teamwork = TRANSFERRED[person][quarter - 1]
    return _row(person, year, quarter, sales, sales, round(sales * paid, 2), margin, visits, new, satisfaction, teamwork,
                0, 0)  # fmt: skip


def _row(person: Person, year: int, quarter: int, *figures: object) -> Row:
    headings = [
        "销售额",
        "应收款",
        "回款",
        "毛利率",
        "拜访次数",
        "新客户数",
        "客户满意度",
        "团队协作",
        "违规次数",
        "重大项目",
    ]
    head: Row = {
        "工号": person.number, "姓名": person.name, "区域": person.district, "入职日期": person.hired,
        "考核期": f"{year}Q{quarter}", "月薪": person.salary,
    }  # fmt: skip
    return head | dict(zip(headings, figures, strict=True))


if __name__ == "__main__":
    made = rows()
    write_csv(made, HERE / "team.csv", PERCENTS)
    write_workbook({"业绩数据": made}, HERE / "team.xlsx", PERCENTS, MONEY)
    print(f"{len(made)} rows: team.csv, team.xlsx")
