"""Figures of a run as they are asked for: `cost`, `total(bonus)`, `share(score >= 90) where region == '华东'`, and goals."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, cast

from appraise.compare.figures.measures import Goal, Measure
from appraise.compare.varying.paths import WrongSetting, see_amounts
from appraise.diagnostics import Diagnostics, Where, suggest
from appraise.formula.beyond import BEYOND
from appraise.formula.syntax.grammar import FormulaError, parse
from appraise.formula.syntax.text import fold
from appraise.plan.compile import compile_plan
from appraise.policy import columns as col
from appraise.policy.meaning.result_names import result_names
from appraise.policy.meaning.scope import Scope
from appraise.texts import NOTHING, Listed, Message, msg, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.compare.figures.measures import Figure
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import Ruleset

_CALL = re.compile(r"(total|mean|median|lowest|highest|share|count)\s*[(（]\s*(.+?)\s*[)）]")
_GOAL = re.compile(r"(.+?)\s*(<=|>=|<|>|≤|≥)\s*(-?[\d,_]+(?:\.\d+)?)\s*([%％]?)")
_WHERE = re.compile(r"\s+where\s+")
_KINDS = Listed((
    "cost", "total(x)", "mean(x)", "median(x)", "lowest(x)", "highest(x)", "share(GRADE)", "share(condition)",
    "count(condition)",
), "or")  # fmt: skip
_PLAIN = ("count", "number", "money", "percent", "rating")  # types of fields that are numbers


def measure(text: str, ruleset: Ruleset) -> Measure:
    """Read a measure. Raises WrongSetting."""
    whole = text.strip()
    head, *conditions = _WHERE.split(whole, maxsplit=1)
    where = _condition(conditions[0], ruleset) if conditions else None
    if head == "cost":
        return Measure(whole, "total", _column("cost", ruleset), where=where)
    found = _CALL.fullmatch(head)
    if found is None:
        raise WrongSetting(
            msg(
                "{text!r} is no figure of a run; write {kinds}, and behind it, where wanted: where region == 'X'",
                text=text,
                kinds=_KINDS,
            )
        )
    figure, of = cast("Figure", found[1]), found[2]
    if figure not in ("share", "count"):
        return Measure(whole, figure, _column(fold(of), ruleset), where=where)
    grades = ruleset.grades.labels if ruleset.grades else ()
    grade = next((label for label in grades if fold(label) == fold(of)), None)
    if grade is not None:
        return Measure(whole, figure, grade, where=where)
    if of.isidentifier():
        if not grades:
            raise WrongSetting(
                msg(
                    "There is no grade {grade!r}; the policy has no grades. For other shares write a "
                    "condition: share(score >= 90)",
                    grade=of,
                )
            )
        near = suggest(of, grades)
        raise WrongSetting(
            msg(
                "There is no grade {grade!r}; {near} For other shares write a condition: share(score >= 90)",
                grade=of,
                near=near,
            )
            if near.endswith("?")
            else msg(
                "There is no grade {grade!r}; {near}. For other shares write a condition: share(score >= 90)",
                grade=of,
                near=near,
            )
        )
    return Measure(whole, figure, holds=_condition(of, ruleset), where=where)


def goal(text: str, ruleset: Ruleset) -> Goal:
    """Read a goal. Raises WrongSetting."""
    whole = text.strip()
    found = _GOAL.fullmatch(whole)
    if found is None:
        see_amounts(text)
        raise WrongSetting(
            msg("{text!r} is no goal; write it as 'total(bonus) <= 500000' or 'share(A) >= 15%'", text=text)
        )
    of, bound = measure(found[1], ruleset), float(re.sub("[,_]", "", found[3])) / (100 if found[4] else 1)
    if of.figure == "share" and not 0 <= bound <= 1:
        raise WrongSetting(
            msg(
                "{figure} is a share between 0% and 100%; write {bound}% rather than {bound}",
                figure=of.text,
                bound=found[3],
            )
        )
    if found[4] and not is_share(of, ruleset):
        raise WrongSetting(
            msg("{figure} is no share, so its bound is a plain number, not {bound}%", figure=of.text, bound=found[3])
        )
    return Goal(whole, of, found[2], bound)


def is_share(of: Measure, ruleset: Ruleset) -> bool:
    """Whether a measure is shown as a percent."""
    if of.figure in ("share", "count", "total"):
        return of.figure == "share"
    try:
        return of.of.endswith(".attainment") or Scope(ruleset, set()).type_of(of.of).unit == "percent"
    except FormulaError:
        return False


def usual(ruleset: Ruleset) -> list[Measure]:
    """The measures that are shown where none are asked for."""
    grades = ruleset.grades.labels if ruleset.grades else ()
    texts = ["cost", "mean(cost)"] if ruleset.rewards else []
    return [measure(text, ruleset) for text in [*texts, "mean(score)"]] + [
        Measure(f"share({g})", "share", g) for g in grades
    ]


def _column(of: str, ruleset: Ruleset) -> str:
    """The column that a name stands for. Raises WrongSetting."""
    if of == "cost":
        if not ruleset.rewards:
            raise WrongSetting(msg("The policy has no rewards, so it costs nothing; take mean(score) or share(GRADE)"))
        return "total_reward"
    fields = ruleset.data.fields
    texts = ("employee", "period", "cohort", "reason", "grade")
    names = [name for name in result_names(ruleset) if name not in texts and name not in fields]
    names += [name for name, field in fields.items() if field.type in _PLAIN]
    computed, scope = compile_plan(ruleset, outcomes=False).names, Scope(ruleset, set())
    names += [
        name
        for name in (*ruleset.derive, *ruleset.results)
        if name in computed and scope.type_of(name).kind == "number"
    ]
    if of not in names:
        called = _called(ruleset, names)
        within = [
            msg("{name} ({title})", name=id_, title=title)
            for title, id_ in called.items()
            if len(of) > 1 and of in title
        ]
        near = msg("did you mean {names}?", names=Listed(tuple(within), "or")) if within else suggest(of, names)
        if instead := _instead(of, called, ruleset) or near:
            raise WrongSetting(msg("The results have no number {name!r}; {instead}", name=of, instead=instead))
        raise WrongSetting(msg("The results have no number {name!r}", name=of))
    return of


def _called(ruleset: Ruleset, fields: Iterable[str]) -> dict[str, str]:
    """What people call rewards, some of the fields, and indicators, with what stands for each in a formula."""
    called = {fold(r.title): id_ for id_, r in ruleset.rewards.items()}
    called |= {fold(c): id_ for id_ in fields if id_ in ruleset.data.fields for c in ruleset.data.fields[id_].columns}
    for id_, indicator in ruleset.indicators.items():
        title = fold(indicator.title)
        both = [col.indicator(id_, "score"), col.indicator(id_, "value")]
        called[title] = ", ".join([*([called[title]] if title in called else []), *both])
    return called


def _instead(name: str, called: Mapping[str, str], ruleset: Ruleset) -> Message:
    """Say what stands for a name that people use, also with a part, as in `Sales.score`; nothing where it is not one."""
    _, dot, part = name.rpartition(".")
    if dot:
        called = {f"{fold(i.title)}.{part}": f"{id_}.{part}" for id_, i in ruleset.indicators.items()}
    return msg("it is called {name} there", name=called[name]) if name in called else NOTHING


def _condition(text: str, ruleset: Ruleset) -> Formula:
    """Read a condition in the language of the policy. Raises WrongSetting."""
    diagnostics = Diagnostics()
    formula = parse(text, lambda begin, end: Where("", 1, begin + 1, end - begin), diagnostics)
    if formula is None:
        first = diagnostics.found[0]
        raise WrongSetting(_about(text, first.message, first.hint))
    beyond = sorted(formula.called & set(BEYOND))
    if beyond:
        raise WrongSetting(
            msg(
                "{text!r}: {function} looks at others or at other periods, and cannot choose people here",
                text=text,
                function=beyond[0],
            )
        )
    try:
        kind = Scope(ruleset, set()).infer(formula).kind
    except FormulaError as problem:
        name = ast.unparse(problem.node) if problem.node is not None else ""
        instead = _instead(name, _called(ruleset, ruleset.data.fields), ruleset)
        if problem.code == "unknown-name" and instead:
            raise WrongSetting(
                msg("{text!r}: There is no {name!r}; {instead}", text=text, name=name, instead=instead)
            ) from None
        raise WrongSetting(_about(text, problem.message, problem.hint)) from None
    if kind != "yes-no":
        raise WrongSetting(
            msg("{text!r} is no condition; compare something, such as score >= 90 or region == '华东'", text=text)
        )
    known = {*compile_plan(ruleset, outcomes=False).names, *ruleset.data.fields}
    unknown = sorted(formula.names - known)
    if unknown:
        raise WrongSetting(
            msg(
                "{text!r}: the policy does not compute {name}, so nobody can be chosen by it",
                text=text,
                name=unknown[0],
            )
        )
    return formula


def _about(text: str, *said: Message) -> Message:
    """Say what is wrong with a text that somebody wrote."""
    return msg("{text!r}: {said}", text=text, said=sentences(*said))
