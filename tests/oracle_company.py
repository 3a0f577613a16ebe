"""Everybody in every period, for the oracle: who the peers are, and what somebody had in earlier periods."""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.formula.syntax.grammar import Formula, dotted, named
from appraise.policy.model import Ruleset
from appraise.policy.values import ByLabel, Dated
from tests.oracle_beyond import PEERS, figure, history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraise.data.periods import Period
    from tests.oracle import Person
    from tests.oracle_formula import Bound, Local
    from tests.oracle_values import Number, Value

_PER_YEAR = {"month": 12, "quarter": 4, "half-year": 2, "year": 1}


class Company:
    """All rows, by employee and by period."""

    def __init__(self, ruleset: Ruleset):
        self.ruleset = ruleset
        self.rows: dict[tuple[str, int], Person] = {}
        self.carried = {name for name in ruleset.derive if name in _leads_to(name, ruleset)}

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

        texts = group_texts(tree, local, self.ruleset)
        mine = None if texts is None else _texts(person, texts, local)

        def row(ago: int) -> Person | None:
            if mine is not None:
                return self._of_group(at - ago, texts, mine, tree, local)
            found = self.rows.get((person.employee, at - ago))
            return None if found is None or (appraised and found.reason() is not None) else found

        def earlier(ago: int) -> Value:
            found = row(ago)
            return None if found is None else found.formulas.compute(tree, local)

        far = [ago for ago in range(1, 1 + at - min(place for _, place in self.rows)) if row(ago) is not None]
        carried = any(name in self.carried for name, _ in named(tree) if name not in local)
        carried |= any(n in self.carried for name, _ in named(tree) if name in local for n, _ in named(local[name][0]))

        first = at - at % _PER_YEAR[person.period.kind]
        year = [ago for ago in range(1, at - first + 1) if row(ago) is not None]
        return history(name, call, lambda: person.formulas.compute(tree, local), earlier, year, far, carried=carried)

    def _of_group(
        self, place: int, texts: list[ast.expr], mine: list[Value], tree: ast.expr, local: Local
    ) -> Person | None:
        """Somebody of a period who was in the group and has the group's figure."""
        for (_, at), peer in self.rows.items():
            if at == place and None not in mine and _texts(peer, texts, local) == mine:
                if made_of_results(tree, local, self.ruleset) and peer.reason() is not None:
                    continue
                if peer.formulas.compute(tree, local) is not None:
                    return peer
        return None

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


def _leads_to(name: str, r: Ruleset) -> set[str]:
    """The derived values behind one, of this period or earlier ones."""
    found: set[str] = set()
    todo = [r.derive[name].tree]
    while todo:
        for node in ast.walk(todo.pop()):
            if isinstance(node, ast.Name) and node.id in r.functions:
                todo.append(r.functions[node.id].body.tree)
            if isinstance(node, ast.Name) and node.id in r.derive and node.id not in found:
                found.add(node.id)
                todo.append(r.derive[node.id].tree)
    return found


_FIGURES = ("total", "mean", "median", "lowest", "highest", "quantile")
_OF_THE_PERIOD = (
    "period",
    "period_start",
    "period_end",
    "days_in_period",
    "as_of",
    "days_gone",
    "year",
    "quarter",
    "month",
)


def group_texts(tree: ast.expr, local: Local, r: Ruleset) -> list[ast.expr] | None:
    """The texts of the group to which a value belongs; None where it is the employee's own.

    A figure of a group is the group's, and what is made of nothing but such, parameters and names of the period.
    """
    figures: list[list[ast.expr]] = []
    todo: list[tuple[ast.AST, Local]] = [(tree, local)]
    seen: set[str] = set()
    while todo:
        at, env = todo.pop()
        if isinstance(at, ast.Attribute):
            return None
        if isinstance(at, ast.Call):
            name = at.func.id
            if name in r.functions:
                body = r.functions[name]
                todo.append((body.body.tree, dict(zip(body.arguments, [(a, env) for a in at.args], strict=True))))
            elif name in _FIGURES:
                within = next((k.value for k in at.keywords if k.arg == "within"), None)
                parts = list(getattr(within, "elts", [within] if within is not None else []))
                figures.append([env[p.id][0] if isinstance(p, ast.Name) and p.id in env else p for p in parts])
            elif name in PEERS:
                return None
            else:
                todo += [(a, env) for a in (at.args[1:] if name == "lookup" else at.args)]
        elif isinstance(at, ast.Name):
            if at.id in env:
                todo.append(env[at.id])
            elif at.id in r.derive or at.id in r.parameters:
                todo += [(f.tree, {}) for f in _made_of(at.id, r)] if at.id not in seen else []
                seen.add(at.id)
            elif at.id not in _OF_THE_PERIOD:
                return None
        else:
            todo += [(child, env) for child in ast.iter_child_nodes(at)]
    texts = [text for own in figures for text in own]
    return texts if figures and all(_of_the_data(text, r) for text in texts) else None


def _of_the_data(text: ast.expr, r: Ruleset) -> bool:
    """Whether a text is there in the data, or derived from what is."""
    names = [n.id for n in ast.walk(text) if isinstance(n, ast.Name)]
    if any(isinstance(n, (ast.Call, ast.Attribute)) for n in ast.walk(text)):
        return False
    derived = [n for n in names if n in r.derive]
    known = {*r.data.fields, *r.measures, *_OF_THE_PERIOD, "employee", *derived}
    return all(n in known for n in names) and all(_of_the_data(r.derive[n].tree, r) for n in derived)


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
    elif isinstance(setting, ByLabel):
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
