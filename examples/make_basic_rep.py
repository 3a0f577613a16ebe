"""Makes the example of the policy basic-rep: 12 sales reps, their orders, visits and ratings over 8 months.

Everybody and every figure is made up by a seeded generator, so the files are always the same:

    python examples/make_basic_rep.py    writes basic-rep.xlsx, and the same tables as CSV into basic-rep/
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from tables import Row, write_csv, write_workbook

HERE = Path(__file__).resolve().parent
SEED = 20260630
MONTHS = [date(2025, 11, 1), date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 7))]
RAMP = {0: 10_000, 1: 20_000, 2: 30_000, 3: 45_000, 6: 100_000, 12: 200_000}
SHARE_A = {0: 0.0, 3: 0.2, 6: 0.4, 12: 0.5}
SEASON = {1: 0.8, 2: 0.7, 6: 1.1, 9: 1.1, 11: 1.2, 12: 1.2}
HEADINGS = {
    "名册": ["工号", "姓名", "区域", "市场阶段", "主管", "入职日期", "离职日期", "绩效工资基数"],
    "订单": ["单号", "业务员", "下单时间", "客户", "客户类型", "合作方式", "产品", "金额", "状态", "首次回访时间"],
    "拜访": ["业务员", "拜访时间", "客户级别", "目的", "是否有效", "是否成交"],
    "评价": ["被评人", "月份", "评价人", "评分"],
    "转介绍": ["推荐人", "成交日期", "新客户"],
}
FILES = {"名册": "roster", "订单": "orders", "拜访": "visits", "评价": "ratings", "转介绍": "referrals"}


@dataclass(frozen=True)
class Rep:
    """Who somebody is, and how they work: sales and visits against plan, new customers a month, close rate, care."""

    number: str
    name: str
    region: str
    stage: str
    hired: date
    left: date | None
    base: int
    sales: float
    visits: float
    new: float
    closing: float
    care: float


REPS = [
    Rep("S001", "陈思远", "华东", "成熟市场", date(2022, 3, 1), None, 4000, 1.0, 1.02, 2.4, 0.14, 0.95),  # 恰好达标，服务好
    Rep("S002", "王建国", "华东", "成熟市场", date(2021, 7, 12), None, 4000, 1.5, 0.5, 0.0, 0.20, 0.3),  # 超额五成，只做熟客
    Rep("S003", "李晓东", "华东", "新市场", date(2023, 5, 8), None, 3600, 0.85, 1.05, 3.4, 0.13, 0.9),
    Rep("S004", "张雪梅", "华东", "成熟市场", date(2024, 2, 19), None, 3600, 1.08, 1.0, 2.0, 0.15, 0.85),
    Rep("S005", "刘浩然", "华东", "新市场", date(2025, 12, 8), None, 3000, 1.1, 1.05, 2.2, 0.12, 0.9),
    Rep("S006", "赵海燕", "华东", "成熟市场", date(2026, 4, 13), None, 2800, 1.0, 0.95, 1.2, 0.10, 0.7),
    Rep("S007", "周文博", "华南", "成熟市场", date(2022, 9, 5), None, 4000, 0.95, 0.9, 1.6, 0.12, 0.75),  # 六月成交率骤降
    Rep("S008", "吴俊杰", "华南", "新市场", date(2023, 11, 20), None, 3600, 0.8, 0.8, 2.2, 0.10, 0.6),
    Rep("S009", "孙欣怡", "华南", "成熟市场", date(2024, 8, 1), None, 3600, 0.9, 0.85, 1.2, 0.11, 0.5),  # 订单连降两月
    Rep("S010", "马子涵", "华南", "新市场", date(2026, 2, 23), None, 2800, 0.7, 0.75, 0.8, 0.07, 0.4),
    Rep("S011", "胡志强", "华南", "成熟市场", date(2023, 1, 9), date(2026, 5, 15), 3600, 0.6, 0.6, 0.6, 0.08, 0.3),
    Rep("S012", "林梓萱", "华南", "新市场", date(2026, 6, 24), None, 2800, 0.6, 0.8, 0.5, 0.08, 0.7),
]  # fmt: skip
MANAGERS = {"华东": "高文杰", "华南": "何秀英"}


def reached(table: dict[int, float] | dict[int, int], months: int) -> float:
    """The value of the last step that is reached."""
    return max((bound, value) for bound, value in table.items() if bound <= months)[1]


def months_since(start: date, day: date) -> int:
    """Whole months from one day to another."""
    return (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)


def workdays(rep: Rep, month: date) -> list[date]:
    """The weekdays on which somebody worked in a month."""
    days = [month + timedelta(days=i) for i in range(31)]
    at_work = (d for d in days if d.month == month.month and rep.hired <= d <= (rep.left or d))
    return [d for d in at_work if d.weekday() < 5]


def moment(rng: random.Random, day: date) -> datetime:
    """A moment in working hours."""
    return datetime(day.year, day.month, day.day, rng.randrange(9, 18), rng.randrange(0, 60, 5))  # noqa: DTZ001 - local


class Example:
    """The five tables, filled month by month."""

    def __init__(self) -> None:
        self.rng = random.Random(SEED)
        self.tables: dict[str, list[list[object]]] = {name: [] for name in HEADINGS}
        self.customers: dict[str, list[tuple[str, str, str]]] = {}
        self.orders = self.named = 0
        for rep in REPS:
            old = months_since(rep.hired, MONTHS[0])
            self.customers[rep.number] = [self.customer() for _ in range(9 if old >= 12 else 4 if old >= 0 else 0)]
            boss = MANAGERS[rep.region]
            self.tables["名册"].append(
                [rep.number, rep.name, rep.region, rep.stage, boss, rep.hired, rep.left, rep.base]
            )
        for month in MONTHS:
            for rep in REPS:
                if days := workdays(rep, month):
                    self.month(rep, month, days)

    def customer(self) -> tuple[str, str, str]:
        """Make a customer: name, type, how one works together."""
        self.named += 1
        kind = self.rng.choices(["终端", "经销商"], [45, 55])[0]
        return f"客户{self.named:03d}", kind, self.rng.choices(["长期", "单次"], [85, 15])[0]

    def month(self, rep: Rep, month: date, days: list[date]) -> None:
        """Make what one rep did in one month."""
        rng, part = self.rng, min(1.0, len(days) / 21)
        end = days[-1]
        quota = reached(RAMP, max(0, months_since(rep.hired, end))) * SEASON.get(month.month, 1.0) * part
        fall = {4: 1.15, 5: 0.85, 6: 0.6}.get(month.month, 1.0) if rep.number == "S009" else 1.0
        amount_a = quota * reached(SHARE_A, max(0, months_since(rep.hired, end))) * rep.sales * fall
        known = self.customers[rep.number]
        new = [self.customer() for _ in range(int(rep.new * part + rng.random()))]
        lapsed = known[:1] if rep.number == "S004" and month < date(2026, 6, 1) else []  # 六月才挽回的客户
        usual = [c for c in known if c not in lapsed] + new
        for product, total, each in (
            ("A产品", amount_a, 20_000),
            ("B产品", quota * rep.sales * fall - amount_a, 5_000),
        ):
            for _ in range(round(total / each + rng.uniform(-0.4, 0.4))):
                self.order(rep, rng.choice(days), rng.choice(usual or [self.customer()]), product, each, new)
        if rep.number == "S004" and month in (MONTHS[0], MONTHS[-1]):
            self.order(rep, days[3], known[0], "B产品", 5_000, new)
        for one in new:
            self.order(rep, rng.choice(days), one, "B产品", 4_000, new)
        known += new
        closing = rep.closing * (0.1 if rep.number == "S007" and month.month == 6 else 1.0)
        for _ in range(round(60 * part * rep.visits * rng.gauss(1.0, 0.05))):
            self.visit(rep, rng.choice(days), month, closing)
        for rater, count in (("客户", 3), ("同事", 2), ("主管", 1)):
            for _ in range(count):
                mark = round(rng.gauss(3.2 + 1.4 * rep.care, 0.6))
                self.tables["评价"].append([rep.number, f"{month:%Y-%m}", rater, min(5, max(1, mark))])
        if rng.random() < 0.35 * rep.care:
            self.tables["转介绍"].append([rep.number, rng.choice(days), self.customer()[0]])

    def order(self, rep: Rep, day: date, customer: tuple[str, str, str], product: str, each: int,
              new: list[tuple[str, str, str]]) -> None:  # fmt: skip
        """Make one order; of new customers also when they were first called on."""
        self.orders += 1
        at = moment(self.rng, day)
        amount = round(each * self.rng.uniform(0.75, 1.25), -2)
        called = None
        if customer in new and self.rng.random() < 0.95:
            called = at + timedelta(hours=self.rng.randrange(20, 70 if self.rng.random() < rep.care else 160))
        state = "已取消" if self.rng.random() < 0.04 else "已成交"
        self.tables["订单"].append([f"D{self.orders:05d}", rep.number, at, *customer, product, amount, state, called])
        if state == "已成交" and self.rng.random() < 0.02:  # 退货
            self.orders += 1
            back = [
                f"D{self.orders:05d}",
                rep.number,
                at + timedelta(hours=1),
                *customer,
                product,
                -amount / 2,
                state,
                None,
            ]
            self.tables["订单"].append(back)

    def visit(self, rep: Rep, day: date, month: date, closing: float) -> None:
        """Make one visit."""
        rng = self.rng
        tier = rng.choices("ABC", [50, 30, 20] if rep.care > 0.6 else [25, 25, 50])[0]
        purpose = rng.choices(["开发", "维护"], [40, 60])[0]
        if month.month % 3 == 0 and tier == "A" and rng.random() < 0.25 * rep.care:
            purpose = "季度回顾" if month.month < 12 or rng.random() < 0.5 else "年度回顾"
        valid = rng.random() < 0.97
        closed = valid and rng.random() < closing
        self.tables["拜访"].append(
            [rep.number, moment(rng, day), tier, purpose, "是" if valid else "否", "是" if closed else "否"]
        )

    def by_heading(self) -> dict[str, list[Row]]:
        """The tables in the order of time, as systems export them."""
        for name, column in (("订单", 2), ("拜访", 1), ("转介绍", 1)):
            self.tables[name].sort(key=lambda row, c=column: (str(row[c]), str(row[0])))  # type: ignore[misc]
        return {
            name: [dict(zip(HEADINGS[name], row, strict=True)) for row in rows] for name, rows in self.tables.items()
        }


if __name__ == "__main__":
    folder = HERE / "basic-rep"
    folder.mkdir(exist_ok=True)
    made = Example().by_heading()
    for name, table in made.items():
        write_csv(table, folder / f"{FILES[name]}.csv")
    write_workbook(made, HERE / "basic-rep.xlsx", money=["金额", "绩效工资基数"])
    print(", ".join(f"{name} {len(table)}" for name, table in made.items()))
