"""What a sweep shows: settings and figures with their headings and units, for terminal, workbook, page and data alike."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING

from appraise.compare.anonymous_names import NOBODY
from appraise.compare.figures.asking import is_share
from appraise.compare.origin import others
from appraise.plan.compile import compile_plan
from appraise.report.policy.differences import name_of
from appraise.report.results.columns import result_columns
from appraise.report.sweep.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.anonymous_names import Names
    from appraise.compare.figures.measures import Measure
    from appraise.compare.figures.units import Unit
    from appraise.compare.origin import Other
    from appraise.compare.varying.settings import Vary
    from appraise.compare.varying.sweep import Point
    from appraise.diagnostics import Diagnostic
    from appraise.policy.model import Ruleset
    from appraise.policy.text.tree import Node
    from appraise.texts import Language

_UNITS: dict[str, Unit] = {
    "money": "money",
    "percent": "share",
    "attainment": "share",
    "score": "score",
    "total": "score",
}


@dataclass(frozen=True, slots=True)
class Axis:
    """A number that varies: in words, its path, its unit (% or nothing), and how it is now."""

    name: str
    path: str
    unit: str
    now: Decimal
    place: str = ""  # file and line, and the formula around a number

    def shown(self, value: Decimal) -> str:
        """Write a value as people read it."""
        plain = f"{value:,f}"
        return (plain.rstrip("0").rstrip(".") if "." in plain else plain) + self.unit


@dataclass(frozen=True, slots=True)
class Line:
    """A setting, whether the policy is so now, and its figures (NaN: none), or why there are none."""

    at: tuple[Decimal, ...]
    now: bool
    figures: tuple[float, ...]
    problem: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class View:
    """All settings in the order of the ranges, the policy as it is among them or, where its numbers are not, before them."""

    title: str
    currency: str
    language: Language
    axes: tuple[Axis, ...]
    texts: tuple[str, ...]  # of the measures, as they were asked for
    headings: tuple[str, ...]
    units: tuple[Unit, ...]
    lines: tuple[Line, ...]
    keep_sum: bool
    others: tuple[Other, ...] = ()  # policies whose results are used, which stay as they are

    def shown(self, line: Line) -> list[str]:
        """Write the numbers of a setting as people read them."""
        return [axis.shown(value) for axis, value in zip(self.axes, line.at, strict=True)]

    def ends(self, column: int) -> tuple[float, float]:
        """The lowest and the highest figure of a measure, NaN where there is none."""
        values = [v for line in self.lines for v in line.figures[column : column + 1] if math.isfinite(v)]
        return (min(values), max(values)) if values else (math.nan, math.nan)

    def differs(self, column: int) -> bool:
        """Whether a measure is not the same everywhere."""
        low, high = self.ends(column)
        return high - low > abs(high) * 1e-12

    @property
    def told_of_others(self) -> list[str]:
        """Say of policies whose results are used that they stay as they are."""
        return [say("others_stay", self.language, source=o.source, title=o.title, file=o.file) for o in self.others]

    @property
    def all_alike(self) -> bool:
        """Whether several settings were run, and all their figures are the same."""
        ran = [line.figures for line in self.lines if line.problem is None]
        missing = {tuple(map(math.isnan, figures)) for figures in ran}
        return len(ran) > 1 and len(missing) == 1 and not any(map(self.differs, range(len(self.headings))))


def view(vary: Sequence[Vary], measures: Sequence[Measure], now: Point, points: Sequence[Point], ruleset: Ruleset,
         root: Node, *, keep_sum: bool, names: Names = NOBODY) -> View:  # fmt: skip
    """Put points under headings; `root` is the policy they are settings of, `names` are those that are hidden."""
    language = ruleset.language
    axes = tuple(
        Axis(name_of(one.path_shown, root, language), one.name, one.spot.unit, one.now, _place(one)) for one in vary
    )
    present = tuple(one.now for one in vary)
    nothing = (math.nan,) * len(measures)
    lines = [Line(p.settings, p.settings == present, p.figures or nothing, p.problem) for p in points]
    if not any(line.now for line in lines):
        own = Line(present, True, now.figures or nothing, now.problem)
        before = sum(line.at < present for line in lines) if len(axes) == 1 else 0
        lines.insert(before, own)
    whole = View(
        ruleset.title, ruleset.currency, language, axes, tuple(m.text for m in measures),
        *headings(measures, ruleset), tuple(lines), keep_sum, others(ruleset),
    )  # fmt: skip
    return names.hide(whole, keep=("currency", "language", "units"))


def _place(vary: Vary) -> str:
    spot = vary.spot
    told = [f"{PurePath(spot.where.file).name}:{spot.where.line}"] if spot.where is not None else []
    return ": ".join([*told, *([spot.inside] if spot.inside else [])])


def headings(measures: Sequence[Measure], ruleset: Ruleset) -> tuple[tuple[str, ...], tuple[Unit, ...]]:
    """Name figures in words, and give their units."""
    columns = {column.name: column for column in result_columns(compile_plan(ruleset))}
    names = {name: shown.columns[0] for name, shown in ruleset.data.fields.items()}
    names |= {name: column.heading for name, column in columns.items()}
    units: dict[str, str] = {name: shown.type for name, shown in ruleset.data.fields.items()}
    units |= {name: column.unit for name, column in columns.items() if column.unit}
    return (
        tuple(_heading(one, names, ruleset.language) for one in measures),
        tuple(_unit(one, units, ruleset) for one in measures),
    )


def _heading(of: Measure, names: dict[str, str], language: Language) -> str:
    if of.of == "total_reward" and of.figure in ("total", "mean"):
        named = say("cost" if of.figure == "total" else "cost_mean", language)
    else:
        what = of.holds.text.strip() if of.holds is not None else names.get(of.of, of.of)
        named = say(of.figure, language, of=what)
    return say("where", language, of=named, whom=of.where.text.strip()) if of.where is not None else named


def _unit(of: Measure, units: dict[str, str], ruleset: Ruleset) -> Unit:
    if of.figure == "count":
        return "count"
    if is_share(of, ruleset):
        return "share"
    unit = units.get(of.of, "")
    return "count" if unit == "count" and of.figure != "mean" else _UNITS.get(unit, "number")
