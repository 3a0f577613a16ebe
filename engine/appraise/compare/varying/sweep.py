"""A policy under many settings of some of its numbers: what each comes to."""

from __future__ import annotations

import gc
import itertools
import math
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.compare.anonymous_figures import Untold
from appraise.compare.varying.paths import WrongSetting
from appraise.compare.varying.settings import MOST, Vary, changes
from appraise.diagnostics import Diagnostic
from appraise.plan.compile import compile_plan
from appraise.sweeping.changing import Changing
from appraise.sweeping.policy_cache import RunPlans, batches
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from appraise.compare.figures.measures import Measure
    from appraise.plan.steps import Plan
    from appraise.policy.text.tree import Document

_NOT_TOLD = msg("The data of some people do not fit this setting; --anonymous does not say whose.")


@dataclass(frozen=True, slots=True)
class Point:
    """One setting of the numbers that vary: what it comes to, or the first thing that keeps it from being run.

    `untold`: some of the figures would tell what single people are paid.
    """

    settings: tuple[Decimal, ...]
    figures: tuple[float, ...]
    problem: Diagnostic | None = None
    untold: bool = False


@dataclass(frozen=True, slots=True)
class Sweep:
    """The policy as it is (no settings) and every setting, in the order of the ranges, the last one fastest."""

    vary: tuple[Vary, ...]
    measures: tuple[Measure, ...]
    now: Point
    points: tuple[Point, ...]


def sweep(base: Document, vary: Sequence[Vary], measures: Sequence[Measure], run: RunPlans, *, keep_sum: bool,
          anonymous: bool = False) -> Sweep:  # fmt: skip
    """Run a policy under all combinations of settings; figures that are not told of single people are NaN. Raises WrongSetting."""
    count = math.prod(len(one.values) for one in vary)
    if len({one.path for one in vary}) < len(vary):
        raise WrongSetting(msg("One number is varied twice; give it one range"))
    if count > MOST:
        raise WrongSetting(
            msg("These are {count:,} settings; at most {most:,} are run, so take larger steps", count=count, most=MOST)
        )
    settings = list(itertools.product(*(one.values for one in vary)))
    untold = Untold(tuple(measures), each=True) if anonymous else None
    now, *points = points_of(Changing(base), vary, [(), *settings], measures, run, keep_sum=keep_sum, untold=untold)
    return Sweep(tuple(vary), tuple(measures), now, tuple(points))


def points_of(policy: Changing, vary: Sequence[Vary], settings: Sequence[tuple[Decimal, ...]], measures: Sequence[Measure],
              run: RunPlans, *, keep_sum: bool, untold: Untold | None = None) -> list[Point]:  # fmt: skip
    """Run a policy under some settings; no settings are the policy as it is. Raises WrongSetting; see Untold."""
    points: list[Point] = []
    for batch in batches(settings):
        with _no_collecting():
            points += _of_batch(policy, vary, batch, measures, run, keep_sum=keep_sum, untold=untold)
    return points


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Let no search for cycles run: it would go through all the plans of a batch, which have none, again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _of_batch(policy: Changing, vary: Sequence[Vary], batch: Sequence[tuple[Decimal, ...]], measures: Sequence[Measure],
              run: RunPlans, *, keep_sum: bool, untold: Untold | None) -> list[Point]:  # fmt: skip
    plans: list[Plan] = []
    found: list[Diagnostic | None] = []
    for values in batch:
        chosen = dict(zip(vary, values, strict=True)) if values else {}
        loaded = policy.load(changes(policy.root, chosen, keep_sum=keep_sum))
        found.append(next((d for d in loaded.diagnostics if d.severity == "error"), None))
        plans += [compile_plan(loaded.ruleset, outcomes=False)] if loaded.ruleset is not None else []
    runs = iter(run(plans, {name for measure in measures for name in measure.columns}) if plans else ())
    points: list[Point] = []
    for values, problem in zip(batch, found, strict=True):
        done = None if problem is not None else next(runs)
        if done is None:
            points.append(Point(values, (), problem))
        elif done.worksheet is None:
            why = next(d for d in done.diagnostics if d.severity == "error")
            names_people = untold is not None  # what is wrong with data does
            points.append(Point(values, (), Diagnostic(why.code, _NOT_TOLD) if names_people else why))
        else:
            sheet = done.worksheet
            out = untold.of_run(sheet) if untold is not None else (False,) * len(measures)
            figures = (measure.of_run(sheet) for measure in measures)
            hidden = untold is not None and untold.each
            told = tuple(math.nan if left and hidden else x for x, left in zip(figures, out, strict=True))
            points.append(Point(values, told, untold=any(out)))
    return points
