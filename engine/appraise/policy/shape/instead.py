"""What to write in place of whole rules that stand under dates, cohorts or labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.text.rawtext import as_typed
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.policy.text.tree import Document, Node
    from appraise.texts import Message

_SHORT = 300  # characters of a value that a hint writes out


def by_cohort(document: Document, node: Node) -> Message:
    """The look-up that somebody meant who put whole rules under cohorts or labels."""
    whole = f"{{by: cohort, values: {as_typed(document, node)}}}"
    if len(whole) < _SHORT:
        return msg("write `{text}`", text=whole)
    return msg("write {{by: cohort, values: {{…}}}} around it")


def by_dates(document: Document, node: Node) -> Message:
    """Put dates inside the tiers, where they may stand, if all dates have the same ones."""
    rules = [(day, child.mapping) for day, child in node.mapping.items()]
    first = rules[0][1]
    key = next((k for k in ("rates", "amounts", "steps") if k in first), "")
    otherwise = msg("state the numbers inside it by dates, or write a version of the ruleset for each time")
    same = (
        all(rule.get(key) and list(rule[key].mapping) == list(first[key].mapping) for _, rule in rules)
        if key
        else False
    )
    if not same:
        return otherwise
    rest = [f"{k}: {as_typed(document, v)}" for k, v in first.items() if k != key]
    tiers = [
        f"{bound}: {{{', '.join(f'{day}: {as_typed(document, rule[key].mapping[bound])}' for day, rule in rules)}}}"
        for bound in first[key].mapping
    ]
    whole = "{" + ", ".join([*rest, f"{key}: {{{', '.join(tiers)}}}"]) + "}"
    return msg("put the dates inside: write `{text}`", text=whole) if len(whole) < _SHORT else otherwise
