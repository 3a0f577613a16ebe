"""Every number is counted in what its key holds: points and money are plain, a share is 95% (or 0.95), a least is kept.

Where percents meet numbers like 95, somebody mixed the two up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.measured import MOST
from appraise.formula.syntax.grammar import Formula
from appraise.policy.keys.numbers import as_number
from appraise.policy.meaning.quantities import held
from appraise.policy.values import LOWEST, Constant, ends, parts_of
from appraise.texts import Message, msg, plain

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.quantities import Held
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset
    from appraise.policy.model.facts import Quantity
    from appraise.policy.values import Setting


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look at all plain numbers of known kinds, and at whether the percents of a table are percents all through."""
    seen: set[tuple[int, str]] = set()
    told: set[Message] = set()
    for one in held(ruleset, scope):
        if (what := _named(one)) in told:
            continue  # one slip, made all through a table
        for constant in constants_of(one.setting, ruleset):
            key = (id(constant), one.quantity.words)
            if key not in seen and constant.value != LOWEST and as_number(constant.text) is not None:
                seen.add(key)
                if _one(constant, one.quantity, what, diagnostics):
                    told.add(what)
                    break
    _alike(ruleset, diagnostics)


def _named(one: Held) -> Message:
    key = one.key if isinstance(one.key, Message) else plain(f"`{one.key}`")
    return msg("{key} of {owner}", "a number of a policy", key=key, owner=one.whose)


def _one(constant: Constant, quantity: Quantity, what: Message, diagnostics: Diagnostics) -> bool:
    """Tell what is wrong with a number, if anything is."""
    value, text = constant.value, constant.text.strip()
    bare = text.rstrip("%％").strip()
    if quantity.shares is False and constant.percent and value:
        diagnostics.error(
            "percent-or-ratio",
            msg(
                "{text} in {what} is {value:g}: {unit} is a plain number here.",
                text=text,
                what=what,
                value=value,
                unit=quantity.words,
            ),
            constant.where,
            msg("{otherwise}, or write {number}", otherwise=quantity.else_, number=bare)
            if quantity.else_
            else msg("write {number}", number=bare),
        )
    elif quantity.shares and not constant.percent and abs(value) > quantity.plain:
        say = diagnostics.error if quantity.sure else diagnostics.warn
        say(
            "percent-or-ratio",
            msg("As a share, {text} in {what} is {percent:.10g}%.", text=text, what=what, percent=value * 100),
            constant.where,
            msg("write {text}%, or {percent:.10g}% if that is meant", text=text, percent=value * 100),
        )
    elif value < quantity.least or (quantity.above and value == quantity.least):
        says = (
            msg("{text} in {what} is too low: it must be more than 0.", text=text, what=what)
            if quantity.above
            else msg("{text} in {what} is too low: it must be 0 or more.", text=text, what=what)
        )
        diagnostics.error(
            "wrong-value",
            says,
            constant.where,
            msg("write it without a sign: what is taken off is counted upwards from 0"),
        )
    elif value > quantity.most:
        diagnostics.error(
            "wrong-value",
            msg(
                "{text} in {what} is too high: it is at most {most:g}%.",
                text=text,
                what=what,
                most=quantity.most * 100,
            ),
            constant.where,
            msg("write {text}%", text=text) if not constant.percent else msg("a share is a part of the whole"),
        )
    else:
        return False
    return True


def _alike(ruleset: Ruleset, diagnostics: Diagnostics) -> None:
    """See that among percents no number stands without its sign: 0%, 25, 50% is a slip."""
    groups = {name: constants_of(s, ruleset) for name, s in ruleset.parameters.items() if parts_of(s)}
    for name, constants in groups.items():
        percents = [c for c in constants if c.percent]
        for constant in constants if percents else ():
            if not constant.percent and abs(constant.value) > MOST:
                _mixed(constant, name, percents[0].text, diagnostics)


def _mixed(constant: Constant, parameter: str, beside: str, diagnostics: Diagnostics) -> None:
    text, percent = constant.text, constant.value * 100
    diagnostics.error(
        "percent-or-ratio",
        msg(
            "{text} in the parameter {name} stands beside {beside}, and as a share it is {percent:.10g}%.",
            text=text,
            name=parameter,
            beside=beside,
            percent=percent,
        ),
        constant.where,
        msg("write {text}%, or {percent:.10g}% if that is meant", text=text, percent=percent),
    )


def constants_of(setting: Setting | None, ruleset: Ruleset) -> list[Constant]:
    """The plain numbers that a setting may have, also by way of a parameter."""
    found: list[Constant] = []
    for end in ends(setting):
        parameter = ruleset.parameters.get(end.text.strip()) if isinstance(end, Formula) else None
        if isinstance(end, Constant):
            found.append(end)
        elif parameter is not None and not isinstance(parameter, Formula):
            found += constants_of(parameter, ruleset)
    return found
