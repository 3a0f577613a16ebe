"""Grades by standing among peers, and scores by place.

Only groups, places and ceilings need all rows of a period. What a place is worth is computed row by row, so that
one person's row explains it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, assert_never

from appraise.plan.operations import (
    AlwaysLabel,
    CeilingGrade,
    Count,
    Deviation,
    FirstOfGroup,
    GradeGate,
    HeldBack,
    Instead,
    IsInTier,
    LastPlace,
    LinearScore,
    LowestAbove,
    Minus,
    PeerGroup,
    Peers,
    PlaceBy,
    PlaceGrade,
    PlaceHeld,
    PlacesOf,
    Sum,
    TierValue,
    Times,
    UnderCeilings,
)
from appraise.plan.steps import Clause
from appraise.policy import columns as col
from appraise.policy.meaning.uses import indicator_locals
from appraise.policy.model import Ceilings, GradeAtLeast, GradeAtMost, GradeShift, Shares
from appraise.policy.model.standing import ByDeviation, ByPercentile, ByPlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraise.plan.expressions import Expressions
    from appraise.plan.steps import Operand
    from appraise.policy.model import Indicator, Ranking, SmallGroups, Standing
    from appraise.policy.values import Setting


class _Field(NamedTuple):
    """Who is ranked: the numbers that rank, the group of each person, and how many are in it."""

    keys: tuple[Operand, ...]
    within: tuple[Operand, ...]
    group: str
    size: str
    place: str
    tied: str
    clause: Clause


def compile_ranking(
    compiler: Expressions, ranking: Ranking, labels: tuple[str, ...], banded: Callable[[], Operand]
) -> Operand:
    """Compile the grade of a standing; `labels` rise from worst to best, `banded` compiles the grade by bands.

    Whom a gate holds back takes up no place of a better grade: gates are known before anybody is ranked, since a
    gate on the grade cannot ask for the grade.
    """
    match ranking:
        case Shares():
            return _by_shares(compiler, ranking, labels, banded)
        case Ceilings():
            return _under_ceilings(compiler, ranking, labels, banded)
        case _:
            assert_never(ranking)


def _field(compiler: Expressions, ranking: Ranking, small: SmallGroups | None) -> _Field:
    clause, reason = Clause("grade", ranking.where), compiler.operand("reason")
    by = compiler.call(col.grade("by"), compiler.formula(ranking.by, col.grade("by"), clause))
    others = tuple(compiler.formula(f, f"grade/tie {f.text.strip()}", clause) for f in ranking.ties.by)
    for key in (by, *others):
        compiler.check("no-amount", "missing", (key,), "grade")
    within = tuple(compiler.formula(f, f"grade/within {f.text.strip()}", clause) for f in ranking.within)
    pooled = small is not None and small.wider is not None
    operation = PeerGroup(small.size, small.wider or ()) if small is not None and pooled else PeerGroup()
    group = compiler.emit(col.grade("group"), operation, (by, *within, reason), clause)
    if pooled:
        compiler.emit(col.grade("own size"), Peers("total"), (1.0, 1.0, *within, reason), clause)
    size = compiler.emit(col.grade("size"), Peers("total"), (1.0, 1.0, group, reason), clause)
    place = compiler.emit(col.grade("place"), PlaceBy(), (by, *others, group, reason), clause)
    tied = compiler.emit(col.grade("tied"), Peers("total"), (1.0, 1.0, group, place, reason), clause)
    return _Field((by, *others), within, group, size, place, tied, clause)


def _share(compiler: Expressions, field: _Field, setting: Setting, name: str) -> Operand:
    """Compile a share, which is the same in all of a group."""
    at = col.of_grade("share", name)
    share = compiler.call(at, compiler.setting(setting, at, Clause("grade", setting.where)))
    compiler.check("no-amount", "missing", (share,), col.of_grade("share", name))
    if isinstance(share, str):
        peers = (share, 1.0, field.group, compiler.operand("reason"))
        middle = compiler.emit(f"grade/share {name} of most", Peers("quantile", 0.5), peers, field.clause)
        compiler.check("differs-in-group", "differs", (share, middle), col.of_grade("share", name))
    return share


def _first(compiler: Expressions, field: _Field) -> str:
    """Compile who stands for the group in messages about it."""
    return compiler.emit(col.grade("first"), FirstOfGroup(), (field.group, compiler.operand("reason")), field.clause)


def _by_shares(
    compiler: Expressions, ranking: Shares, labels: tuple[str, ...], banded: Callable[[], Operand]
) -> Operand:
    field = _field(compiler, ranking, ranking.small)
    grades = list(ranking.shares)
    shares = tuple(_share(compiler, field, setting, grade) for grade, setting in ranking.shares.items())
    if any(isinstance(share, str) for share in shares):
        whole = compiler.emit(col.grade("shares"), Sum(), shares, field.clause)
        percent = compiler.emit(col.grade("shares in percent"), Times(), (whole, 100.0), field.clause)
        with compiler.where(_first(compiler, field)):
            compiler.check("shares-sum", "not-100", (percent, *shares), "grade")
    lasts = tuple(
        compiler.emit(
            col.of_grade("last place", grade), LastPlace(ranking.counts, i), (field.size, *shares), field.clause
        )
        for i, grade in enumerate(grades[:-1])
    )
    place: Operand = field.place
    if any(gate.only(GradeAtMost) for gate in compiler.ruleset.gates.values()):
        best = compiler.emit(
            col.grade("best of all"), AlwaysLabel(labels, len(labels) - 1), (field.place,), field.clause
        )
        most = gated(compiler, best, labels, "grade/at most/{}", shifts=False)
        inputs = (most, *field.keys, *lasts, field.group, compiler.operand("reason"))
        operation_ = PlaceHeld(len(field.keys), ranking.ties.then)
        compiler.call(col.grade("at most"), most)
        place = compiler.emit(col.grade("standing"), operation_, inputs, field.clause)
    elif ranking.ties.then == "worse":
        place = compiler.emit(col.grade("last of ties"), Sum(), (field.place, field.tied, -1.0), field.clause)
    demands: dict[str, Operand] = {}
    for grade, demand in ranking.require.items():
        at = col.of_grade("demand", grade)
        demands[grade] = compiler.call(at, compiler.formula(demand, at, Clause("grade", demand.where)))
    operation = PlaceGrade(labels, tuple(sorted(grades.index(g) for g in demands)))
    conditions = tuple(demands[g] for g in sorted(demands, key=grades.index))
    column: Operand = compiler.emit(col.grade("ranked"), operation, (place, *lasts, *conditions), field.clause)
    if ranking.small is not None:
        column = _small(compiler, field, ranking.small, column, banded)
    _next(compiler, field, column)
    places = {grade: setting.where for grade, setting in ranking.shares.items()}
    compiler.concerns_each(col.grade("ranked"), places, "grade", column)
    return column


def _small(
    compiler: Expressions, field: _Field, small: SmallGroups, ranked: Operand, banded: Callable[[], Operand]
) -> Operand:
    """Compile what becomes of groups (or pools of them) that are too small to be ranked."""
    assert compiler.ruleset.grades is not None  # noqa: S101 - there is a ranking
    at = Clause("grade", small.where)
    if compiler.ruleset.grades.bands is None:
        lacking = compiler.emit(col.grade("above the least"), Minus(), (field.size, float(small.size)), at)
        with compiler.where(_first(compiler, field)):
            compiler.check("group-too-small", "below", (lacking,), "grade")
        return ranked
    few = IsInTier(-math.inf, float(small.size), "lower")
    with compiler.branch(few, field.size, col.grade("size"), f"< {small.size}", at):
        other = banded()
    condition = compiler.emit(col.grade("small"), few, (field.size,), at)
    return compiler.emit(col.grade("graded"), Instead(), (ranked, condition, other), at)


def _under_ceilings(
    compiler: Expressions, ranking: Ceilings, labels: tuple[str, ...], banded: Callable[[], Operand]
) -> Operand:
    field, grade = _field(compiler, ranking, None), _entering(compiler, banded(), labels)
    places: list[Operand] = []
    for ceiling in ranking.ceilings:
        name, at = "+".join(ceiling.grades), Clause("grade", ceiling.share.where)
        share = _share(compiler, field, ceiling.share, name)
        places.append(compiler.emit(col.of_grade("places", name), PlacesOf(ranking.counts), (field.size, share), at))
    sets = tuple(frozenset(labels.index(g) for g in ceiling.grades) for ceiling in ranking.ceilings)
    operation = UnderCeilings(sets, len(field.keys), ranking.ties.then, ranking.hand_down)
    inputs = (grade, *field.keys, *places, field.group, compiler.operand("reason"))
    left = compiler.emit(col.grade("under ceilings"), operation, inputs, field.clause)
    column = compiler.emit(col.grade("left"), CeilingGrade(labels), (left,), field.clause)
    _next(compiler, field, column)
    return column


def _entering(compiler: Expressions, grade: Operand, labels: tuple[str, ...]) -> Operand:
    """Compile the grade with which somebody stands under the ceilings: that of the bands, or what gates hold it down to."""
    gates = compiler.ruleset.gates.values()
    if not any(gate.only(GradeAtMost) or ((shift := gate.only(GradeShift)) and shift.by < 0) for gate in gates):
        return grade
    clause = Clause("grade", compiler.ruleset.where)
    before = gated(compiler, grade, labels, "grade/before/{}")
    held = compiler.emit(col.grade("held back"), HeldBack(), (grade, before), clause)
    return compiler.emit(col.grade("entering"), Instead(), (grade, held, before), clause)


def gated(compiler: Expressions, column: Operand, labels: tuple[str, ...], name: str, *,
          shifts: bool = True, down: bool = True) -> Operand:  # fmt: skip
    """Compile what the gates make of a grade, in their order; without `shifts` only limits, without `down` no shift down."""
    for gate in compiler.ruleset.gates.values():
        at_most, at_least, stated = gate.only(GradeAtMost), gate.only(GradeAtLeast), gate.only(GradeShift)
        shift = stated.by if stated and shifts and (down or stated.by > 0) else 0
        if at_most or at_least or shift:
            most, least = (labels.index(e.grade) if e else None for e in (at_most, at_least))
            inputs = (column, compiler.operand(col.gate(gate.id)))
            at = Clause(gate.title, gate.where)
            column = compiler.emit(name.format(gate.id), GradeGate(most, least, shift), inputs, at)
    return column


def _next(compiler: Expressions, field: _Field, grade: Operand) -> None:
    """Compile, for explanations, what the last person of the next better grade has."""
    inputs = (grade, field.keys[0], field.group, compiler.operand("reason"))
    compiler.emit(col.grade("last above"), LowestAbove(), inputs, field.clause)


def compile_standing(compiler: Expressions, indicator: Indicator, rule: Standing, name: str, clause: Clause) -> Operand:
    """Compile the score of the standing among all appraised peers who have a value."""
    local, reason = indicator_locals(indicator.id), compiler.operand("reason")

    def own(setting: Setting, what: str) -> Operand:
        return compiler.setting(setting, f"{name} {what}", clause, local)

    given = compiler.operand(col.indicator(indicator.id, "value"))
    within = tuple(compiler.formula(f, f"{name} within {f.text.strip()}", clause) for f in rule.within)
    counted = compiler.emit(f"{name} counted", Count((0,)), (given,), clause)
    compiler.emit(col.standing(name, "peers"), Peers("total"), (counted, 1.0, *within, reason), clause)
    value = given
    if indicator.attainment != "value/target":  # less is better
        value = compiler.emit(f"{name} turned", Times(), (given, -1.0), clause)
    match rule:
        case ByPlace():
            place = compiler.emit(col.standing(name, "place"), Peers("rank"), (value, 1.0, *within, reason), clause)
            tiers = list(zip(rule.places, rule.scores, strict=True))
            scores = compiler.by_tier(tiers, "lower", place, name, clause, local)
            return compiler.emit(
                name, TierValue(tuple(p.value for p in rule.places), "lower"), (place, *scores), clause
            )
        case ByPercentile():
            at = compiler.emit(
                col.standing(name, "percentile"), Peers("percentile"), (value, 1.0, *within, reason), clause
            )
            heights = tuple(own(score, f"at {place.text}") for place, score in rule.points)
            line = LinearScore(tuple(p.value for p, _ in rule.points), extend=False, boundary=rule.boundary)
            return compiler.emit(name, line, (at, *heights), clause)
        case ByDeviation():
            off = compiler.emit(col.standing(name, "deviation"), Deviation(), (value, *within, reason), clause)
            more = compiler.emit(f"{name} spread", Times(), (off, own(rule.spread, "points for one")), clause)
            score = compiler.emit(f"{name} unlimited", Sum(signed=True), (own(rule.mean, "mean"), more), clause)
            limits, called = rule.limited, (f"{name} floor", f"{name} cap")
            return compiler.clamped(score, limits.floor, limits.cap, name, called, clause, local)
        case _:
            assert_never(rule)
