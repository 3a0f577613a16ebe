"""Makes what the managers of the example team are judged by: their reps' orders and payments, ratings, and who left.

The orders and payments of a rep add up to the sales and the collections of team.csv, quarter by quarter:

    python examples/make_sales_managers.py        writes sales-managers.xlsx and the folder sales-managers beside this script
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from make_team import HERE, LEFT, MONEY, PERCENTS, QUARTERS, quarter_dates, rows
from tables import Row, write_csv, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20260102
# number, name, district, hired, monthly salary, how well they coach (of 100)
MANAGERS = [
    ("00801", "赵国栋", "华东", date(2014, 5, 6), 22000, 90),
    ("00802", "沈丽君", "华东", date(2016, 9, 1), 20000, 84),
    ("00803", "钱立群", "华南", date(2013, 3, 18), 22000, 86),
    ("00804", "邓海峰", "华南", date(2018, 7, 2), 18000, 76),
    ("00805", "韩晓梅", "华北", date(2015, 11, 9), 20000, 92),
    ("00806", "石凯", "华北", date(2019, 4, 1), 18000, 80),
]
RATERS = {"下属": 5, "同级": 2, "上级": 1}  # how many rate each manager in a quarter
FILES = {"名册": "roster", "订单": "orders", "回款": "payments", "评价": "ratings", "离职": "leavers"}
KNOWN = 40  # customers of a district whom it has had for long


def managers_of(team: list[Row]) -> dict[str, str]:
    """The manager's number of each rep: the reps of a district in turn."""
    places = {district: [m[0] for m in MANAGERS if m[2] == district] for district in ("华东", "华南", "华北")}
    seen: dict[str, int] = {}
    found: dict[str, str] = {}
    for row in sorted(team, key=lambda r: str(r["工号"])):
        number, district = str(row["工号"]), str(row["区域"])
        if number not in found:
            own = places[district]
            found[number] = own[seen.get(district, 0) % len(own)]
            seen[district] = seen.get(district, 0) + 1
    return found


def roster(team: list[Row], over: dict[str, str]) -> list[Row]:
    """Make the list of everybody: the managers, and the reps with their managers."""
    listed: list[Row] = [
        {"工号": m[0], "姓名": m[1], "岗位": "销售主管", "区域": m[2], "上级工号": "", "入职日期": m[3], "月薪": m[4]}
        for m in MANAGERS
    ]
    latest = {str(row["工号"]): row for row in team}
    for number, row in sorted(latest.items()):
        same = {key: row[key] for key in ("区域", "入职日期", "月薪")}
        listed.append({"工号": number, "姓名": row["姓名"], "岗位": "大客户销售", "上级工号": over[number], **same})
    headings = list(listed[0])
    return [{key: row[key] for key in headings} for row in listed]


def orders_and_payments(team: list[Row]) -> tuple[list[Row], list[Row]]:
    """Make orders that add up to each rep's sales of a quarter, some cancelled ones beside them, and the payments."""
    rng = random.Random(SEED)
    orders: list[Row] = []
    payments: list[Row] = []
    customers: dict[str, int] = {}
    for row in team:
        number, district = str(row["工号"]), str(row["区域"])
        start, end = _days(str(row["考核期"]), row["入职日期"])
        new, cents = int(str(row["新客户数"])), round(float(str(row["销售额"])) * 100)
        for i, part in enumerate(_split(rng, cents, max(new + rng.randint(3, 5), 1))):
            if i < new:
                customers[district] = customers.get(district, KNOWN) + 1
                customer = customers[district]
            else:
                customer = rng.randint(1, KNOWN)
            cancelled = rng.random() < 0.06
            for status in (["已取消"] if cancelled else []) + ["已成交"]:
                orders.append({
                    "单号": f"D{len(orders) + 1:05d}", "业务员": number, "下单日期": _day(rng, start, end),
                    "客户": f"{district}{customer:03d}", "金额": part / 100, "状态": status,
                })  # fmt: skip
        for part in _split(rng, round(float(str(row["回款"])) * 100), rng.randint(2, 4)):
            payments.append({
                "流水号": f"H{len(payments) + 1:05d}", "业务员": number, "到账日期": _day(rng, start, end), "金额": part / 100,
            })  # fmt: skip
    return orders, payments


def ratings() -> Iterator[Row]:
    """Make the ratings of how managers coach: by their people, by other managers, by the head of sales."""
    rng = random.Random(SEED + 1)
    for year, quarter in QUARTERS:
        for number, *_, coaching in MANAGERS:
            for rater, count in RATERS.items():
                for _ in range(count):
                    score = min(100, max(40, round(rng.gauss(coaching, 5))))
                    yield {"被评人": number, "考核期": f"{year}Q{quarter}", "评价人类别": rater, "得分": score}


def leavers() -> Iterator[Row]:
    """Say who left, when and how."""
    kinds = ["主动离职", "公司辞退", "主动离职"]
    for (number, day), kind in zip(LEFT.items(), kinds, strict=True):
        yield {"工号": number, "离职日期": day, "离职类型": kind}


def _days(label: str, hired: object) -> tuple[date, date]:
    start, end = quarter_dates(int(label[:4]), int(label[-1]))
    return max(start, date.fromisoformat(str(hired))), end


def _day(rng: random.Random, start: date, end: date) -> date:
    return start + timedelta(days=rng.randint(0, (end - start).days))


def _split(rng: random.Random, whole: int, parts: int) -> list[int]:
    """Split a whole number into parts of very different size that add up to it."""
    weights = [rng.uniform(0.3, 1.7) for _ in range(parts)]
    shares = [int(whole * w / sum(weights)) for w in weights]
    return [whole - sum(shares[1:]), *shares[1:]]


if __name__ == "__main__":
    team = rows()
    over = managers_of(team)
    folder = HERE / "sales-managers"
    folder.mkdir(exist_ok=True)
    orders, payments = orders_and_payments(team)
    tables = {
        "名册": roster(team, over),
        "订单": orders,
        "回款": payments,
        "评价": list(ratings()),
        "离职": list(leavers()),
    }
    for name, table in tables.items():
        write_csv(table, folder / f"{FILES[name]}.csv")
    write_workbook(tables | {"组员业绩": team}, HERE / "sales-managers.xlsx", PERCENTS, [*MONEY, "金额"])
    print(", ".join(f"{name} {len(table)}" for name, table in tables.items()))
