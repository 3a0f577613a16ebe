"""Everybody in every period, for the oracle: who the peers are, and what somebody had in earlier periods."""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.formula.grammar import Formula, dotted
from engine.policy.model import Ruleset
from engine.policy.values import Dated, Lookup
from tests.oracle_beyond import PEERS, figure, history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.data.periods import Period
    from tests.oracle import Person
    from tests.oracle_formula import Bound, Local
    from tests.oracle_values import Number, Value

_PER_YEAR = {"month": 12, "quarter": 4, "half-year": 2, "year": 1}


class Company:
    """All rows, by employee and by period."""

    def __init__(self, ruleset: Ruleset):
        self.ruleset = ruleset
        self.rows: dict[tuple[str, int], Person] = {}

    def add(self, person: Person) -> None:
        """Let somebody's row of a period be known to the others."""
        self.rows[person.employee, place_of(person.period)] = person

    def look(self, person: Person, call: ast.Call, local: Local) -> Value:
        """The value of a call that looks beyond the person's own row."""
        name = call.func.id
        if name in PEERS:
            return self._peers(person, name, call, local)
        tree, at = call.args[0], place_of(person.period)
        appraised = made_of_results(tree, local, self.ruleset)

        def row(ago: int) -> Person | None:
            found = self.rows.get((person.employee, at - ago))
            return None if found is None or (appraised and found.reason() is not None) else found

        def earlier(ago: int) -> Value:
            found = row(ago)
            return None if found is None else found.formulas.compute(tree, local)

        first = at - at % _PER_YEAR[person.period.kind]
        year = [ago for ago in range(1, at - first + 1) if row(ago) is not None]
        return history(name, call, lambda: person.formulas.compute(tree, local), earlier, year)

    def _peers(self, person: Person, name: str, call: ast.Call, local: Local) -> Number:
        """Only those who are appraised, in the same period and group, for whom `where` holds and a value is there."""
        keywords = {k.arg: k.value for k in call.keywords}
        within = keywords.get("within")
        texts = within.elts if isinstance(within, (ast.Tuple, ast.List)) else [] if within is None else [within]
        mine = _texts(person, texts, local)
        if person.reason() is not None or None in mine:
            return None
        others: list[Fraction] = []
        for peer in self.rows.values():
            if peer.period == person.period and peer is not person and _texts(peer, texts, local) == mine:
                value = peer.formulas.compute(call.args[0], local)
                if peer.reason() is None and value is not None and _holds(peer, keywords.get("where"), local):
                    others.append(value)
        own = person.formulas.compute(call.args[0], local)
        at = person.formulas.compute(call.args[1], local) if name == "quantile" else Fraction(0)
        return figure(name, own, others, counts=_holds(person, keywords.get("where"), local), at=at)


def made_of_results(tree: ast.expr, local: Local, ruleset: Ruleset) -> bool:
    """Whether a formula has to do with results: scores, weights, the grade, pay, by whatever name."""
    todo: list[tuple[ast.expr, Mapping[str, Bound]]] = [(tree, local)]
    seen: set[str] = set()
    while todo:
        at, env = todo.pop()
        for node in ast.walk(at):
            if isinstance(node, ast.Call) and node.func.id in ruleset.functions:
                function = ruleset.functions[node.func.id]
                todo.append((function.body.tree, {a: (ast.Constant(None), {}) for a in function.arguments}))
            name = dotted(node) if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if name in env:
                todo.append(env[name])
            elif name and name not in seen:
                seen.add(name)
                if _is_result(name, ruleset):
                    return True
                todo += [(f.tree, {}) for f in _made_of(name, ruleset)]
    return False


def _is_result(name: str, r: Ruleset) -> bool:
    """What the result table shows of those who are appraised, figures of indicators and rewards included."""
    results = ("cohort", "score", "grade", "total_reward", "scored_indicators", "scored_categories")
    return "." in name or name in results or name in r.rewards


def _made_of(name: str, r: Ruleset) -> list[Formula]:
    """The formulas behind a name that is no result by itself."""
    return [r.derive[name]] if name in r.derive else list(_formulas(r.parameters.get(name)))


def _formulas(setting: object) -> Iterator[Formula]:
    if isinstance(setting, Formula):
        yield setting
    elif isinstance(setting, Lookup):
        yield setting.by
        for part in (*setting.values.values(), setting.otherwise):
            yield from _formulas(part)
    elif isinstance(setting, Dated):
        for _, part in setting.values:
            yield from _formulas(part)


def _texts(person: Person, trees: list[ast.expr], local: Local) -> list[Value]:
    return [person.formulas.compute(tree, local) for tree in trees]


def _holds(person: Person, where: ast.expr | None, local: Local) -> bool:
    return where is None or person.formulas.compute(where, local) is True


def place_of(period: Period) -> int:
    """The number of a period, so that neighbours differ by 1."""
    return period.year * _PER_YEAR[period.kind] + period.number - 1
