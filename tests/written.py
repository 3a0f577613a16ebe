"""Small policies and tables as a person would write them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_HEAD = """
ruleset: written
title: A written policy
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions:
  boundary: lower
  rounding: {mode: half-up, score: 2, money: 2}
  missing: error
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    hired: {type: date}
    salary: {type: money, min: 0}
    sales: {type: money, min: 0}
    leave: {type: count, missing: 0}
    trained: {type: yes-no}
"""
SCORED = """
eligible:
  here: {when: leave < 60, reason: on leave}
categories:
  results: {title: Results, weight: 60}
  conduct: {title: Conduct, weight: 40}
indicators:
  sales: {title: Sales, category: results, value: sales, target: 100000, score: {method: ratio, floor: 0, cap: 120}, weight: 100}
  present: {title: Presence, category: conduct, value: leave, score: {method: deduct, points: 1, unit: 1, free: 0, floor: 0}, weight: 100}
adjustments:
  training: {title: Training, points: 1.5 if trained else 0}
rewards:
  bonus: {title: Bonus, amount: salary * score / 100}
"""


def policy(*sections: str) -> str:
    """A policy of these sections over a small table of people."""
    return _HEAD + "".join(f"{section.strip()}\n" for section in sections)


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write a table as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
