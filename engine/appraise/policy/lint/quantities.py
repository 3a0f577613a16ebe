"""Every number is counted in what its key holds: points and money are plain, a share is 95% (or 0.95), a least is kept.

Where percents meet numbers like 95, somebody mixed the two up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.grammar import Formula
from appraise.formula.measured import MOST
from appraise.policy.keys.reader import as_number
from appraise.policy.meaning.quantities import held
from appraise.policy.values import LOWEST, Constant, ends, parts_of

if TYPE_CHECKING:
    from appraise.diagnostics import Report
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset
    from appraise.policy.model.facts import Quantity
    from appraise.policy.values import Setting


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:
    """Look at all plain numbers of known kinds, and at whether the percents of a table are percents all through."""
    seen: set[tuple[int, str]] = set()
    told: set[tuple[str, str]] = set()
    for one in held(ruleset, scope):
        if (one.key, one.whose) in told:
            continue  # one slip, made all through a table
        for constant in constants_of(one.setting, ruleset):
            key = (id(constant), one.quantity.words)
            if key not in seen and constant.value != LOWEST and as_number(constant.text) is not None:
                seen.add(key)
                named = one.key if one.key.startswith("the ") else f"`{one.key}`"
                if _one(constant, one.quantity, f"{named} of {one.whose}", report):
                    told.add((one.key, one.whose))
                    break
    _alike(ruleset, report)


def _one(constant: Constant, quantity: Quantity, what: str, report: Report) -> bool:
    """Tell what is wrong with a number, if anything is."""
    value, text = constant.value, constant.text.strip()
    bare = text.rstrip("%％").strip()
    if quantity.shares is False and constant.percent and value:
        report.error("percent-or-ratio", f"{text} in {what} is {value:g}: {quantity.words} is a plain number here.",
                     constant.where, (f"{quantity.else_}, or " if quantity.else_ else "") + f"write {bare}")  # fmt: skip
    elif quantity.shares and not constant.percent and abs(value) > quantity.plain:
        say = report.error if quantity.sure else report.warn
        say("percent-or-ratio", f"As a share, {text} in {what} is {value * 100:.10g}%.", constant.where,
            f"write {text}%, or {value * 100:.10g}% if that is meant")  # fmt: skip
    elif value < quantity.least or (quantity.above and value == quantity.least):
        least = "more than 0" if quantity.above else "0 or more"
        report.error("wrong-value", f"{what[0].upper()}{what[1:]} is {text}; it must be {least}.", constant.where,
                     "write it without a sign: what is taken off is counted upwards from 0")  # fmt: skip
    elif value > quantity.most:
        report.error("wrong-value", f"{what[0].upper()}{what[1:]} is {text}; it is at most {quantity.most * 100:g}%.",
                     constant.where, f"write {text}%" if not constant.percent else "a share is a part of the whole")  # fmt: skip
    else:
        return False
    return True


def _alike(ruleset: Ruleset, report: Report) -> None:
    """See that among percents no number stands without its sign: 0%, 25, 50% is a slip."""
    groups = {
        f"the parameter {name}": constants_of(s, ruleset) for name, s in ruleset.parameters.items() if parts_of(s)
    }
    for what, constants in groups.items():
        percents = [c for c in constants if c.percent]
        for constant in constants if percents else ():
            if not constant.percent and abs(constant.value) > MOST:
                _mixed(constant.text, constant.value, what, percents[0].text, constant, report)


def _mixed(text: str, value: float, what: str, beside: str, constant: Constant, report: Report) -> None:
    report.error("percent-or-ratio", f"{text} in {what} stands beside {beside}, and as a share it is {value * 100:.10g}%.",
                 constant.where, f"write {text}%, or {value * 100:.10g}% if that is meant")  # fmt: skip


def constants_of(setting: Setting | None, ruleset: Ruleset) -> list[Constant]:
    """Give the plain numbers that a setting may have, also by way of a parameter."""
    found: list[Constant] = []
    for end in ends(setting):
        parameter = ruleset.parameters.get(end.text.strip()) if isinstance(end, Formula) else None
        if isinstance(end, Constant):
            found.append(end)
        elif parameter is not None and not isinstance(parameter, Formula):
            found += constants_of(parameter, ruleset)
    return found
