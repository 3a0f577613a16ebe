"""No value may depend on itself, neither by formulas nor by the order in which a result is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.meaning.structure import structure
from appraise.policy.meaning.uses import reads_now, uses
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics, Where
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset

_PEERS = msg("peers are those who are appraised, so what stands under `eligible` cannot look at peers")


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:  # noqa: ARG001 - checks share one form
    """Look for cycles among all named values; each is reported once."""
    graph: dict[str, set[str]] = {name: set(of) for name, of in structure(ruleset).items()}
    places: dict[str, Where] = {}
    for use in uses(ruleset):
        names = reads_now(use.formula, ruleset.functions)
        graph.setdefault(use.owner, set()).update(use.local.get(n, n) for n in names)
        places.setdefault(use.owner, use.formula.where)
    done: set[str] = set()
    for start in places:
        cycle = _find(start, graph, done)
        if cycle:
            path = " → ".join("eligible" if name == "status" else name for name in cycle)
            hint = _PEERS if "status" in cycle else msg("compute one of them without the other")
            closed = [n for n in cycle if n in places]
            also = tuple((places[n], n) for n in closed[1:-1][:4] if places[n] != places[closed[0]])
            diagnostics.error(
                "cycle", msg("A value depends on itself: {path}.", path=path), places[closed[0]], hint, also
            )


def _find(start: str, graph: dict[str, set[str]], done: set[str]) -> list[str]:
    """Walk depth first without recursion; give the first cycle found, and mark what is finished."""
    path: list[str] = []
    todo: list[tuple[str, bool]] = [(start, False)]
    while todo:
        name, leaving = todo.pop()
        if leaving:
            path.pop()
            done.add(name)
        elif name in path:
            cycle = [*path[path.index(name) :], name]
            done.update(path)
            return cycle
        elif name not in done:
            path.append(name)
            todo.append((name, True))
            todo += [(n, False) for n in sorted(graph.get(name, ()), reverse=True)]
    return []
