"""Source tree to Ruleset: every section in turn. What could not be read is left out and its name remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

from appraise.formula.beyond import BEYOND
from appraise.formula.functions import FUNCTIONS
from appraise.formula.syntax.text import fold
from appraise.policy.digest import digest, with_others
from appraise.policy.keys.reader import Reading
from appraise.policy.meaning.compared import with_compared, with_compared_as
from appraise.policy.model import Function, Ruleset
from appraise.policy.reading.data.fields import FieldKeys
from appraise.policy.reading.data.main_table import DataKeys, read_data
from appraise.policy.reading.grading import grade_labels
from appraise.policy.reading.results import shown_figures
from appraise.policy.reading.ruleset import LimitsKeys, RulesetKeys
from appraise.policy.text.language import is_chinese
from appraise.texts import SOURCE, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.diagnostics import Diagnostics
    from appraise.policy.keys.key import Key, Section
    from appraise.policy.keys.reader import Formulas, OpenRuleset
    from appraise.policy.model import PeriodKind
    from appraise.policy.shape.schema import Path
    from appraise.policy.text.tree import Document, Node
    from appraise.texts import Language

T = TypeVar("T")


def build(document: Document, broken: set[Path], diagnostics: Diagnostics, open_: OpenRuleset,
          formulas: Formulas | None = None, known: Ruleset | None = None) -> tuple[Ruleset, set[str]]:  # fmt: skip
    """Build what can be built; also give the names of sections and elements that are broken.

    `open_` loads another ruleset that this one names, and reports what is wrong with it. `formulas` are those of
    nodes that were read before, to which new ones are added; the ruleset is then one of many, and has no digest. `known`
    is the first of these, from which the others differ in numbers alone.
    """
    builder = _Builder(document, broken, diagnostics, open_)
    if formulas is None:
        ruleset, names = builder.ruleset()
        builder.reading.account()
        ruleset = with_compared(ruleset)
        own = digest(document.root, builder.reading.files)
        return replace(ruleset, digest=with_others(own, ruleset.line_sources.values())), names
    builder.reading.formulas = formulas
    ruleset, names = builder.ruleset()
    builder.reading.account()
    return with_compared(ruleset) if known is None else with_compared_as(ruleset, known), names


class _Builder:
    def __init__(self, document: Document, broken: set[Path], diagnostics: Diagnostics, open_: OpenRuleset):
        self.document, self.diagnostics, self.paths = document, diagnostics, broken
        self.reading = Reading(document, diagnostics, paths=broken, open=open_)
        self.keys = RulesetKeys(self.reading, document.root)
        for path in broken:
            self.reading.broken.update(str(step) for step in path[:3])

    def ruleset(self) -> tuple[Ruleset, set[str]]:
        reading, keys, of = self.reading, self.keys, RulesetKeys
        reading.conventions = self._sound(of.conventions) or reading.conventions
        reading.currency = self._text(of.currency)
        reading.cohorts = tuple(self._section(of.cohorts))
        begins, ends = reading.begins, reading.ends = self._sound(of.effective) or (date.min, date.max)
        reading.choices = self._choices()
        reading.scales = self._each(of.scales)
        title, limits, effective = self._text(of.title), keys.score, keys.written(of.effective)
        sources = self._some(of.sources)
        ruleset = Ruleset(
            id=self._text(of.ruleset),
            title=title,
            version=self._text(of.version),
            language=self._language(title),
            begins=begins,
            ends=ends,
            period=cast("PeriodKind", self._text(of.period) or "quarter"),
            currency=reading.currency,
            conventions=reading.conventions,
            data=read_data(reading, keys.written(of.data), keys.written(of.period)),
            parameters=self._each(of.parameters),
            derive=self._each(of.derive),
            functions=self._functions(),
            tables=self._some(of.tables),
            eligible=self._each(of.eligible),
            cohorts=self._each(of.cohorts),
            categories=self._each(of.categories),
            indicators=self._some(of.indicators),
            adjustments=self._each(of.adjustments),
            score_minimum=LimitsKeys(reading, limits).min if limits else None,
            score_maximum=LimitsKeys(reading, limits).max if limits else None,
            gates=self._each(of.gates),
            grades=self._sound(of.grades),
            rewards=self._each(of.rewards),
            budgets=self._each(of.budgets),
            outcomes=self._each(of.outcomes),
            cycle=self._each(of.cycle),
            where=self.document.root.where,
            in_force=(effective.key or effective.where) if effective else self.document.root.where,
            texts={self.document.file: self.document.text, **self.document.texts, **reading.files},
            digest="",
            line_sources=sources,
            measures=self._some(of.measures),
            reason=self._text(of.reason),
            results=shown_figures(reading, keys.written(of.results)),
        )
        return ruleset, reading.broken

    def _text(self, key: Key[str] | Key[str | None]) -> str:
        """What is stated under a key, even where it is not what may stand there."""
        stated = self.keys.written(key)
        return stated.text if stated is not None else ""

    def _language(self, title: str) -> Language:
        return self._text(RulesetKeys.language) or ("zh" if is_chinese(title) else SOURCE)

    def _sound(self, key: Key[T] | Key[T | None]) -> T | None:
        """Read a section; None where it is not there, or something in it is broken."""
        if self.keys.written(key) is None or self._is_broken(key.name):
            return None
        return key.read(self.reading, self.keys.node)

    def _is_broken(self, *path: str) -> bool:
        return any(p[: len(path)] == path for p in self.paths)

    def _section(self, section: Section[object]) -> Mapping[str, Node]:
        """A section's elements by id, as formulas spell them; broken ones are left out."""
        node = self.keys.written(section)
        if node is None or (section.name,) in self.paths:
            return {}
        whole = {} if section is RulesetKeys.functions else node.mapping
        self.reading.apart(node.mapping)
        for id_, child in whole.items():
            self.reading.usable(id_, child)
        return {fold(k): v for k, v in node.mapping.items() if not self._is_broken(section.name, k)}

    def _each(self, section: Section[T]) -> dict[str, T]:
        return {id_: section.element(self.reading, id_, node) for id_, node in self._section(section).items()}

    def _some(self, section: Section[T | None]) -> dict[str, T]:
        """Read a section's elements; those that cannot be read are left out, and their names remembered."""
        found = self._each(section)
        self.reading.broken.update(id_ for id_, value in found.items() if value is None)
        return {id_: value for id_, value in found.items() if value is not None}

    def _choices(self) -> dict[str, tuple[str, ...]]:
        """The names that have listed labels: the grade, and fields with values."""
        graded, fields = self.keys.written(RulesetKeys.grades), DataKeys.fields.of(self.keys.written(RulesetKeys.data))
        found = {"grade": grade_labels(graded)} if graded is not None else {}
        for id_, node in fields.mapping.items() if fields else ():
            values = FieldKeys.values.of(node)
            if values is not None:
                found[id_] = tuple(values.mapping) or tuple(n.text for n in values.items)
        return found

    def _functions(self) -> dict[str, Function]:
        functions: dict[str, Function] = {}
        for head, node in self._section(RulesetKeys.functions).items():
            name, _, rest = head.partition("(")
            arguments = tuple(a.strip() for a in rest.rstrip(") ").split(",") if a.strip())
            name = name.strip()
            spot = node.key or node.where
            if (
                not name.isidentifier()
                or not rest.rstrip().endswith(")")
                or not all(a.isidentifier() for a in arguments)
            ):
                self.diagnostics.error(
                    "name-not-usable",
                    msg("{text!r} does not name a function and its arguments.", text=head),
                    spot,
                    msg("write it as `points(value, threshold): …`"),
                )
                continue
            if name in functions or len(set(arguments)) < len(arguments):
                self.diagnostics.error(
                    "name-taken",
                    msg("The function {name} is defined twice.", name=name)
                    if name in functions
                    else msg("An argument is defined twice."),
                    spot,
                    msg("rename or remove one"),
                )
                continue
            if name in FUNCTIONS or name in BEYOND:
                self.diagnostics.error(
                    "name-taken",
                    msg("{name} is a function of the language.", name=name),
                    spot,
                    msg("choose another name"),
                )
                continue
            functions[name] = Function(name, arguments, self.reading.formula(node), spot)
        return functions
