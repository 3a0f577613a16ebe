"""Which parameters a ruleset uses: a parameter has a value for everybody, even where only one branch reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.meaning.uses import uses

if TYPE_CHECKING:
    from appraise.policy.model import Ruleset


def named_for_all(ruleset: Ruleset) -> tuple[str, ...]:
    """The parameters that results depend on, directly or through parameters, derived values and functions."""
    reads: dict[str, set[str]] = {}
    for use in uses(ruleset):
        names = set(use.formula.names)
        for called in use.formula.called & ruleset.functions.keys():
            names |= ruleset.functions[called].body.names
        reads.setdefault(use.owner, set()).update(names)
    named = {*ruleset.derive, *ruleset.parameters}
    todo, seen = [n for owner, names in reads.items() if owner not in named for n in names], set[str]()
    todo += ruleset.results
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += reads.get(name, ()) if name in named else ()
    return tuple(name for name in ruleset.parameters if name in seen)
