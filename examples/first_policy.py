"""Makes the workbook of the first tutorial: six people of a shop in one quarter, in English or in Chinese.

    python examples/first_policy.py en      writes shop.xlsx into the folder in which one stands
    python examples/first_policy.py zh      writes 门店.xlsx there

The figures are made up, and round, so that every result of the tutorial can be worked out by hand.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from tables import Row, write_workbook

HEADINGS = {
    "en": ["employee_id", "name", "hire_date", "salary", "sales", "satisfaction", "violations"],
    "zh": ["工号", "姓名", "入职日期", "月薪", "销售额", "客户满意度", "违规次数"],
}
FILES = {"en": ("shop.xlsx", "2026Q1"), "zh": ("门店.xlsx", "2026年第一季度")}
NAMES = {
    "en": ["Ann Miller", "Ben Cole", "Cora Diaz", "Dan Evans", "Eve Fox", "Finn Gray"],
    "zh": ["王芳", "李强", "张敏", "陈军", "刘洋", "赵磊"],
}
FIGURES = [
    (date(2021, 5, 6), 8000, 180_000, 0.92, 0),
    (date(2026, 2, 10), 6000, 84_000, 0.88, 0),
    (date(2019, 3, 1), 9000, 230_000, 0.95, 0),
    (date(2022, 8, 15), 8000, 160_000, 0.84, 0),
    (date(2020, 11, 2), 8500, 240_000, 0.93, 1),
    (date(2023, 1, 9), 7000, 110_000, "", 0),  # no customer answered
]


def rows(language: str) -> list[Row]:
    """The table, one row for each person."""
    people = zip(NAMES[language], FIGURES, strict=True)
    return [
        dict(zip(HEADINGS[language], (f"{1001 + i}", name, *figures), strict=True))
        for i, (name, figures) in enumerate(people)
    ]


if __name__ == "__main__":
    language = sys.argv[1]
    file, sheet = FILES[language]
    percents, money = HEADINGS[language][5:6], HEADINGS[language][3:5]
    write_workbook({sheet: rows(language)}, Path(file), percents, money)
    print(file)
