"""What figures are made of, down to the data: derived values, parameters, peers and earlier periods, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from appraise.data.periods import MONTHS, Period, parse_period
from appraise.formula.syntax.grammar import Formula
from appraise.formula.vectors import EPOCH
from appraise.plan import operations as op
from appraise.policy.values import OTHERWISE, ByLabel, Constant, Dated
from appraise.policy.words import number_in_words
from appraise.report.explanation.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.diagnostics import Where
    from appraise.execution.explaining.explain import Explanation, Fact
    from appraise.policy.values import Setting
    from appraise.report.explanation.written import Written

    Said = tuple[str, Where | None]


class FigureTeller:
    """Tells each figure that led to a result once, after those that it is made of."""

    def __init__(self, it: Explanation, written: Written):
        self.it, self.written, self.ruleset = it, written, it.plan.ruleset
        self.language = self.ruleset.language

    def lines(self) -> Iterator[Said]:
        """Tell the figures in the order in which they arise."""
        places = {column: i for i, column in enumerate(self.it.facts)}
        found: list[tuple[int, int, Said]] = []
        for name in self._mentioned():
            at = places.get(str(self.it.plan.names[name]), -1)
            told = self.derived(name) if name in self.ruleset.derive else self._parameter(name)
            found.append((at, 1, told))
        for column, fact in self.it.facts.items():
            beyond = self._beyond(fact)
            if beyond:
                found.append((places[column], 0, (beyond, fact.step.clause.where)))
        yield from (said for _, _, said in sorted(found, key=lambda f: f[:2]))

    def _mentioned(self) -> list[str]:
        """The derived values and parameters that formulas behind the results name, in the order of the policy."""
        r, seen = self.ruleset, set[str]()
        computed = (f.step.operation for f in self.it.facts.values())
        todo = [name for o in computed if isinstance(o, op.Compute) for name in (*o.names, *o.formula.names)]
        todo += [n for n in (*r.derive, *r.parameters) if str(self.it.plan.names.get(n)) in self.it.facts]
        while todo:
            name = todo.pop()
            if name not in seen and name in self.it.plan.names and (name in r.derive or name in r.parameters):
                seen.add(name)
                todo += r.derive[name].names if name in r.derive else ()
        return [n for n in (*r.parameters, *r.derive) if n in seen]

    def derived(self, name: str) -> Said:
        """Tell a derived value: its formula, what that met, and what it came to."""
        formula = self.ruleset.derive[name]
        text = f"{self.called(name)} = {formula.text.strip()}{self.written.given(formula)}"
        return f"{text} = {self.written.value(name)}", formula.where

    def called(self, name: str) -> str:
        """A name after its title, where it has one."""
        title = self.written.title(name)
        return f"{title} {name}" if title and title != name else name

    def _parameter(self, name: str) -> Said:
        parameter = self.ruleset.parameters[name]
        if isinstance(parameter, Constant):
            return f"{self.called(name)} = {number_in_words(parameter)}", parameter.where
        parts = {"name": self.called(name), "value": self.written.value(name), "told": self.setting(parameter, name)}
        return phrase("parameter", self.language, **parts), parameter.where

    def setting(self, setting: Setting | None, name: str) -> str:
        """Tell how a setting came to its value: for which label, since when, by which formula; blank where it is a number."""
        if (
            setting is None
            or isinstance(setting, Constant)
            or (isinstance(setting, Formula) and setting.text.strip().isidentifier())
        ):
            return ""
        return self._inner(setting, name)

    def _inner(self, setting: Setting, name: str) -> str:
        match setting:
            case Constant():
                return number_in_words(setting)
            case Formula():
                return f"{setting.text.strip()}{self.written.given(setting)}"
            case Dated():
                begun = [(d, p) for d, p in setting.values if d.toordinal() - EPOCH <= self._number("period_end")]
                day, part = begun[-1] if begun else setting.values[0]
                return phrase("in_force", self.language, day=day, value=self._inner(part, f"{name}[{day}]"))
            case ByLabel():
                return self._of_label(setting, name)
            case _:
                assert_never(setting)

    def _of_label(self, setting: ByLabel[Setting], name: str) -> str:
        by, values = setting.by.name, self.it.values
        label = values.get(by, values.get(f"{name} by"))
        known = f"{label:g}" if isinstance(label, float) else str(label)
        chosen = setting.of(known)
        at = f"{name}[{known if known in setting.values else OTHERWISE}]"
        return (
            "" if chosen is None else phrase("chosen", self.language, by=by, label=known, value=self._inner(chosen, at))
        )

    def _number(self, name: str) -> float:
        value = self.it.values.get(name)
        return value if isinstance(value, float) else 0.0

    def _beyond(self, fact: Fact) -> str:
        """Tell a figure of peers or of earlier periods; blank for all other steps."""
        name, shown = fact.step.name, self.written
        operation = fact.step.operation
        if not isinstance(operation, (op.Peers, op.OfLast, op.Streak, op.Earlier)) and not name.startswith(
            "year_to_date("
        ):
            return ""
        if not isinstance(operation, op.Earlier) and not name.endswith(")"):  # of a ranking, which is told elsewhere
            return ""
        if name.endswith(" before"):  # what a streak begins with, told with it
            return ""
        kind = shown.kind_of_call(operation.key if isinstance(operation, op.Earlier) else name)
        parts = {"call": name, "value": shown.output(fact, kind)}
        match operation:
            case op.Peers() as peers:
                groups = [shown.input(fact, i) for i in range(2, len(fact.inputs) - 1)]
                group = " · ".join(groups) or phrase("everybody", self.language)
                key = peers.figure if peers.figure in ("rank", "percentile", "share") else "figure"
                known = self.it.peers.get(name)
                size = "–" if known is None else f"{known:,}"
                return phrase(f"peers_{key}", self.language, group=group, size=size, **parts)
            case op.Earlier(reading="at") as earlier:
                return phrase("earlier_at", self.language, period=self._before(earlier.periods), **parts)
            case op.Earlier(reading="latest"):
                return phrase("earlier_latest", self.language, **parts)
            case op.OfLast() as last:
                numbers = [n for n in (fact.inputs[0], *fact.inputs[2:]) if isinstance(n, float)]
                parts_of = [
                    shown.input(fact, i, kind) for i in (0, *range(2, len(fact.inputs))) if fact.inputs[i] is not None
                ]
                total = f"({' + '.join(parts_of)})" if last.mean and len(parts_of) > 1 else " + ".join(parts_of)
                count = (fact.inputs[1] if isinstance(fact.inputs[1], float) else 0.0) + len(numbers) - 1
                return phrase(
                    "of_last_mean" if last.mean else "of_last_sum",
                    self.language,
                    total=total,
                    count=f"{count:g}",
                    **parts,
                )
            case op.Streak():
                return phrase("streak", self.language, before=shown.input(fact, 0), **parts)
            case op.Sum():
                return phrase(
                    "year_to_date",
                    self.language,
                    before=shown.input(fact, 0, kind),
                    now=shown.input(fact, 1, kind),
                    **parts,
                )
        return ""

    def _before(self, periods: int) -> str:
        """Name the period so many before this one."""
        kind = self.ruleset.period
        this = parse_period(self.it.period, kind)
        if this is None:
            return self.it.period
        year, number = divmod(this.ordinal - periods, 12 // MONTHS[kind])
        return Period(kind, year, number + 1).label
