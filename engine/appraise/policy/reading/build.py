"""Source tree to Ruleset: every section in turn. What could not be read is left out and its name remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

from appraise.formula.beyond import BEYOND
from appraise.formula.functions import FUNCTIONS
from appraise.formula.text import fold
from appraise.formula.written_dates import as_date, how_to_write
from appraise.policy.digest import digest, with_others
from appraise.policy.meaning.compared import with_compared
from appraise.policy.model import (
    Adjustment,
    Category,
    Condition,
    Conventions,
    CycleStep,
    Function,
    Indicator,
    Outcome,
    OwnRounding,
    Rounding,
    Ruleset,
)
from appraise.policy.reading.fields import read_data
from appraise.policy.reading.pay import gate, grades, reward, text_of
from appraise.policy.reading.ranking import grade_labels
from appraise.policy.reading.reader import Reading
from appraise.policy.reading.results import shown_figures
from appraise.policy.reading.scoring import scoring
from appraise.policy.reading.settlement import budget
from appraise.policy.reading.sources import line_source, measure
from appraise.policy.reading.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appraise.diagnostics import Report
    from appraise.policy.model import AttainmentFormula, Missing, PeriodKind, Scoring
    from appraise.policy.reading.reader import Formulas
    from appraise.policy.reading.sources import OpenRuleset
    from appraise.policy.shape.schema import Path
    from appraise.policy.text.tree import Node, Source

T = TypeVar("T")


def build(source: Source, broken: set[Path], report: Report, open_: OpenRuleset,
          formulas: Formulas | None = None) -> tuple[Ruleset, set[str]]:  # fmt: skip
    """Build what can be built; also give the names of sections and elements that are broken.

    `open_` loads another ruleset that this one names, and reports what is wrong with it. `formulas` are those of
    nodes that were read before, to which new ones are added; the ruleset is then one of many, and has no digest.
    """
    builder = _Builder(source, broken, report, open_)
    if formulas is None:
        ruleset, names = builder.ruleset()
        builder.reading.account()
        ruleset = with_compared(ruleset)
        own = digest(source.root, builder.reading.files)
        return replace(ruleset, digest=with_others(own, ruleset.line_sources.values())), names
    builder.reading.formulas = formulas
    ruleset, names = builder.ruleset()
    builder.reading.account()
    return with_compared(ruleset), names


class _Builder:
    def __init__(self, source: Source, broken: set[Path], report: Report, open_: OpenRuleset):
        self.open = open_
        self.source, self.root, self.report, self.paths = source, source.root, report, broken
        self.reading = Reading(source, report)
        for path in broken:
            self.reading.broken.update(str(step) for step in path[:3])

    def ruleset(self) -> tuple[Ruleset, set[str]]:
        reading, root = self.reading, self.root
        conventions = self._conventions()
        reading.boundary = conventions.boundary
        reading.cohorts = tuple(self._section("cohorts"))
        begins, ends = reading.begins, reading.ends = self._effective()
        reading.choices = self._choices()
        limits = root.get("score")
        title = text_of(root.get("title"))
        graded, effective = root.get("grades"), root.get("effective")
        scales: dict[str, Scoring] = {}
        for id_, node in self._section("scales").items():
            found = scoring(reading, node, {})
            if found is not None:
                scales[id_] = found
        sources = self._some("sources", lambda i, n: line_source(reading, i, n, self.paths, self.open))
        stated = text_of(root.get("language"))
        chinese = stated == "zh" or (not stated and any("\u4e00" <= c <= "\u9fff" for c in title))
        ruleset = Ruleset(
            id=text_of(root.get("ruleset")),
            title=title,
            version=text_of(root.get("version")),
            language="zh" if chinese else "en",
            begins=begins,
            ends=ends,
            period=cast("PeriodKind", text_of(root.get("period"), "quarter")),
            currency=text_of(root.get("currency")),
            conventions=conventions,
            data=read_data(self.reading, root.get("data"), self.paths),
            parameters=self._each("parameters", lambda _, n: reading.setting(n)),
            derive=self._each("derive", lambda _, n: reading.formula(n)),
            functions=self._functions(),
            tables=self._some("tables", lambda i, n: table(reading, i, n)),
            eligible=self._each("eligible", lambda i, n: Condition(
                i, reading.formula(n.mapping["when"]), n.key or n.where, n.mapping["reason"].text)),
            cohorts=self._each("cohorts", lambda i, n: Condition(
                i, None if n.text == "otherwise" else reading.formula(n), n.key or n.where)),
            categories=self._each("categories", lambda i, n: Category(
                i, n.mapping["title"].text, reading.setting(n.mapping["weight"]), n.key or n.where)),
            indicators=self._indicators(scales, conventions),
            adjustments=self._each("adjustments", lambda i, n: Adjustment(
                i, n.mapping["title"].text, reading.setting(n.mapping["points"]),
                reading.optional(n.get("min"), reading.setting), reading.optional(n.get("max"), reading.setting),
                n.key or n.where)),
            score_minimum=reading.optional(limits.get("min") if limits else None, reading.setting),
            score_maximum=reading.optional(limits.get("max") if limits else None, reading.setting),
            gates=self._each("gates", lambda i, n: gate(reading, i, n)),
            grades=grades(reading, graded) if graded and not self._is_broken("grades") else None,
            rewards=self._each("rewards", lambda i, n: reward(reading, i, n)),
            budgets=self._each("budgets", lambda i, n: budget(reading, i, n)),
            outcomes=self._each("outcomes", lambda i, n: Outcome(
                i, text_of(n.get("title"), i), n.mapping["kind"].text, n.mapping["message"].text,
                reading.formula(n.mapping["when"]), n.key or n.where)),
            cycle=self._each("cycle", lambda i, n: CycleStep(
                i, n.mapping["title"].text, int(cast("int", n.mapping["days"].value)), text_of(n.get("who")),
                tuple(fold(m.text) for m in n.mapping["needs"].items) if n.get("needs") else (), n.key or n.where)),
            where=root.where,
            in_force=(effective.key or effective.where) if effective else root.where,
            sources={self.source.file: self.source.text, **self.source.texts, **reading.files},
            digest="",
            line_sources=sources,
            measures=self._some("measures", lambda i, n: measure(reading, i, n)),
            reason=text_of(root.get("reason")),
            results=shown_figures(reading, root.get("results"), self.paths),
        )  # fmt: skip
        return ruleset, reading.broken

    def _is_broken(self, *path: str) -> bool:
        return any(p[: len(path)] == path for p in self.paths)

    def _section(self, name: str) -> Mapping[str, Node]:
        """Give a section's elements by id, as formulas spell them; broken ones are left out."""
        node = self.root.get(name)
        if node is None or (name,) in self.paths:
            return {}
        whole = {} if name == "functions" else node.mapping
        self.reading.apart(node.mapping)
        for id_, child in whole.items():
            self.reading.usable(id_, child)
        return {fold(k): v for k, v in node.mapping.items() if not self._is_broken(name, k)}

    def _each(self, name: str, read: Callable[[str, Node], T]) -> dict[str, T]:
        return {id_: read(id_, node) for id_, node in self._section(name).items()}

    def _some(self, name: str, read: Callable[[str, Node], T | None]) -> dict[str, T]:
        """Read a section's elements; those that cannot be read are left out, and their names remembered."""
        found = self._each(name, read)
        self.reading.broken.update(id_ for id_, value in found.items() if value is None)
        return {id_: value for id_, value in found.items() if value is not None}

    def _conventions(self) -> Conventions:
        node = self.root.get("conventions")
        if node is None or self._is_broken("conventions"):
            return Conventions("lower", Rounding(2, 2), "error")
        rounding = node.mapping["rounding"]

        def places(key: str) -> int | None:
            found = rounding.get(key)
            return int(cast("int", found.value)) if found else None

        return Conventions(
            "upper" if node.mapping["boundary"].text == "upper" else "lower",
            Rounding(places("score") or 0, places("money") or 0, places("attainment"), places("indicator")),
            cast("Missing", node.mapping["missing"].text),
        )

    def _effective(self) -> tuple[date, date]:
        node = self.root.get("effective")
        if node is None or self._is_broken("effective"):
            return date.min, date.max
        days = [(n, as_date(n.text)) for n in (node.mapping["from"], node.mapping["to"])]
        for child, day in days:
            if day is None:
                hint = how_to_write(child.text)
                self.report.error("wrong-value", f"{child.text!r} is not a date.", child.where, hint)
        begins, ends = days[0][1] or date.min, days[1][1] or date.max
        if ends < begins:
            self.report.error("dates-order", f"The policy ends on {ends}, before it begins on {begins}.", days[1][0].where,
                              "exchange the two dates, or mend the year")  # fmt: skip
        return begins, ends

    def _choices(self) -> dict[str, tuple[str, ...]]:
        """Give the names that have listed labels: the grade, and fields with values."""
        graded, data = self.root.get("grades"), self.root.get("data")
        fields = data and data.get("fields")
        found = {"grade": grade_labels(graded)} if graded is not None else {}
        for id_, node in fields.mapping.items() if fields else ():
            values = node.get("values")
            if values is not None:
                found[id_] = tuple(values.mapping) or tuple(n.text for n in values.items)
        return found

    def _functions(self) -> dict[str, Function]:
        functions: dict[str, Function] = {}
        for head, node in self._section("functions").items():
            name, _, rest = head.partition("(")
            arguments = tuple(a.strip() for a in rest.rstrip(") ").split(",") if a.strip())
            name = name.strip()
            spot = node.key or node.where
            if (
                not name.isidentifier()
                or not rest.rstrip().endswith(")")
                or not all(a.isidentifier() for a in arguments)
            ):
                self.report.error("name-not-usable", f"{head!r} does not name a function and its arguments.", spot,
                                  "write it as `points(value, threshold): …`")  # fmt: skip
                continue
            if name in functions or len(set(arguments)) < len(arguments):
                what = f"The function {name}" if name in functions else "An argument"
                self.report.error("name-taken", f"{what} is defined twice.", spot, "rename or remove one")
                continue
            if name in FUNCTIONS or name in BEYOND:
                self.report.error("name-taken", f"{name} is a function of the language.", spot, "choose another name")
                continue
            functions[name] = Function(name, arguments, self.reading.formula(node), spot)
        return functions

    def _indicators(self, scales: Mapping[str, Scoring], conventions: Conventions) -> dict[str, Indicator]:
        found: dict[str, Indicator] = {}
        for id_, node in self._section("indicators").items():
            rule = scoring(self.reading, node.mapping["score"], scales)
            if rule is None:
                self.reading.broken.update(("indicators", id_))
                continue
            found[id_] = self._indicator(id_, node, rule, conventions)
        return found

    def _indicator(self, id_: str, node: Node, rule: Scoring, conventions: Conventions) -> Indicator:
        get, reading = node.get, self.reading
        lower = text_of(get("direction")) == "lower"
        stated = text_of(get("attainment"))
        needed = stated or (not lower and "value/target") or "target/value"
        if lower and not stated and get("target"):
            self.report.error("direction-formula", f"For {id_} less is better: how is its attainment computed?",
                              node.key or node.where,
                              "state `attainment: 2 - value/target` (it works for 0 too) or `target/value`")  # fmt: skip
        if stated and lower == (stated == "value/target"):
            self.report.error("direction-formula", f"The attainment {stated} of {id_} does not fit its direction.",
                              node.mapping["attainment"].where,
                              "`direction: lower` goes with target/value or 2 - value/target")  # fmt: skip
        score, pace = get("score"), get("pace")
        if pace and not get("target"):
            self.report.error("target-needed", f"The pace of {id_} needs a target that builds up.", pace.where,
                              f"add `target:` to {id_}, or remove the pace")  # fmt: skip
        return Indicator(
            id_, node.mapping["title"].text, text_of(get("category")) or None,
            reading.formula(node.mapping["value"]), reading.optional(get("target"), reading.setting),
            cast("AttainmentFormula", needed), rule, reading.setting(node.mapping["weight"]),
            cast("Missing", text_of(get("missing"), conventions.missing)), node.key or node.where, text_of(get("improve")),
            score.text if score and isinstance(score.value, str) else "",
            reading.optional(pace, lambda n: "days" if n.text == "days" else reading.formula(n)),
            self._own_rounding(id_, node, conventions.rounding),
        )  # fmt: skip

    def _own_rounding(self, id_: str, node: Node, usual: Rounding) -> OwnRounding:
        """Read to how many places an indicator is rounded: as it says, else as the conventions do."""
        stated = node.get("rounding")
        own = stated.mapping if stated else {}
        if stated and "attainment" in own and not node.get("target"):
            self.report.error("target-needed", f"{id_} has no attainment to be rounded.", own["attainment"].where,
                              f"add `target:` to {id_}, or remove `attainment` from its rounding")  # fmt: skip
        places = {"attainment": usual.attainment, "score": usual.indicator}
        places |= {key: None if n.text == "none" else int(cast("int", n.value)) for key, n in own.items()}
        return OwnRounding(places["attainment"], places["score"], stated.where if stated else None)
