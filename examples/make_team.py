"""Makes the example sales team: 60 people in three districts over 8 quarters, as HR would keep them in a table.

Everybody and every figure is made up by a seeded generator, so the files are always the same:

    python examples/make_team.py        writes team.csv and team.xlsx beside this script
"""

from __future__ import annotations

import csv
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).resolve().parent
SEED = 20260101
QUARTERS = [(year, quarter) for year in (2025, 2026) for quarter in (1, 2, 3, 4)]
HEADINGS = [
    "工号", "姓名", "区域", "入职日期", "考核期", "月薪", "销售额", "应收款", "回款", "拜访次数",
    "客户满意度", "团队协作", "违规次数", "重大项目",
]  # fmt: skip
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = [
    "伟", "芳", "娜", "敏", "静", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明", "超", "秀英", "建国", "晓东", "丽华",
    "志强", "雪梅", "海燕", "文博", "思远", "雨桐", "子涵", "嘉怡", "浩然", "梓萱", "俊杰", "欣怡",
]  # fmt: skip
DISTRICTS = {"华东": 1.15, "华南": 1.0, "华北": 0.9}
SEASON = {1: 0.9, 2: 1.0, 3: 0.95, 4: 1.2}
Row = list[object]


def quarter_dates(year: int, quarter: int) -> tuple[date, date]:
    """Give the first and last day of a quarter."""
    start = date(year, 3 * quarter - 2, 1)
    following = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return start, following - timedelta(days=1)


def people(rng: random.Random) -> list[tuple[str, str, str, date, int, float]]:
    """Make 60 people: number, name, district, hire date, monthly salary, ability (1 is average)."""
    names: set[str] = set()
    while len(names) < 60:
        names.add(rng.choice(SURNAMES) + rng.choice(GIVEN))
    team = []
    for i, name in enumerate(sorted(names)):
        newcomer = i % 4 == 0  # a quarter of the team joins within the two years
        first = date(2025, 1, 1) if newcomer else date(2017, 1, 1)
        hired = first + timedelta(days=rng.randrange(690 if newcomer else 2800))
        salary = rng.randrange(60, 90) * 100 if newcomer else rng.randrange(80, 160) * 100
        team.append((f"{i * 7 + 12:05d}", name, rng.choice(list(DISTRICTS)), hired, salary, rng.gauss(1.0, 0.18)))
    return team


def figures(rng: random.Random, person: tuple[str, str, str, date, int, float], year: int, quarter: int) -> Row | None:
    """Make one person's row for one quarter; None before the person was hired."""
    number, name, district, hired, salary, ability = person
    start, end = quarter_dates(year, quarter)
    if hired > end:
        return None
    months = (end - hired).days / 30.4
    level = 105_000 if months < 6 else 150_000 if months < 12 else 225_000
    present = min(1.0, ((end - hired).days + 1) / ((end - start).days + 1))
    growth = 1.0 + 0.04 * (year - 2025)
    sales = max(0.0, level * DISTRICTS[district] * SEASON[quarter] * growth * present * ability * rng.gauss(1.0, 0.14))
    receivable = round(sales * rng.uniform(0.9, 1.15), 2)
    paid = min(1.0, max(0.55, rng.gauss(0.945, 0.06)))
    visits = max(0, round((64 if months < 6 else 46) * present * ability**0.5 * rng.gauss(1.0, 0.12)))
    satisfaction = "" if rng.random() < 0.05 else min(0.995, max(0.6, rng.gauss(0.9, 0.05)))
    violations: object = 1 if rng.random() < 0.015 else rng.choice([0, 0, ""])
    return [
        number, name, district, hired, f"{year}Q{quarter}", salary, round(sales, 2), receivable,
        round(receivable * paid, 2), visits, satisfaction if satisfaction == "" else round(satisfaction, 3),
        min(5, max(1, round(rng.gauss(3.9, 0.8)))), violations, rng.choices([0, 1, 2], [88, 10, 2])[0],
    ]  # fmt: skip


def rows() -> list[Row]:
    """Make the whole table, quarter by quarter."""
    rng = random.Random(SEED)
    team = people(rng)
    made = [figures(rng, person, year, quarter) for year, quarter in QUARTERS for person in team]
    return [row for row in made if row is not None]


def write_csv(table: list[Row], path: Path) -> None:
    """Write UTF-8 with a BOM, so that Excel shows the Chinese headings; percents as 92.5%."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for row in table:
            shown = list(row)
            if isinstance(shown[10], float):
                shown[10] = f"{shown[10] * 100:.1f}%"
            writer.writerow(shown)


def write_workbook(table: list[Row], path: Path) -> None:
    """Write a workbook with real dates, percents and numbers, and employee numbers as text."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("业绩数据")
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
        formats = {
            3: book.add_format({"num_format": "yyyy-mm-dd"}),
            10: book.add_format({"num_format": "0.0%"}),
            **dict.fromkeys((5, 6, 7, 8), book.add_format({"num_format": "#,##0.00"})),
        }
        sheet.write_row(0, 0, HEADINGS, head)
        for i, row in enumerate(table, 1):
            for j, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(i, j, value, formats[j])
                elif isinstance(value, str):
                    sheet.write_string(i, j, value)
                else:
                    sheet.write(i, j, value, formats.get(j))
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(table), len(HEADINGS) - 1)
        sheet.set_column(0, len(HEADINGS) - 1, 13)


if __name__ == "__main__":
    made = rows()
    write_csv(made, HERE / "team.csv")
    write_workbook(made, HERE / "team.xlsx")
    print(f"{len(made)} rows: team.csv, team.xlsx")
