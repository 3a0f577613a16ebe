"""How the total score comes about: points, categories, adjustments, limits, rounding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.plan import operations as op
from appraise.policy import columns as col
from appraise.report.explanation.pay import clamped
from appraise.report.explanation.phrases import phrase
from appraise.report.explanation.values import number, unrounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.diagnostics import Where
    from appraise.execution.explaining.explain import Explanation, Value
    from appraise.policy.model import Adjustment, Category
    from appraise.report.explanation.figures import FigureTeller
    from appraise.report.explanation.written import Written

    Said = tuple[int, str, Where | None]


class TotalTeller:
    """Tells the total score, each line with its level and the clause it comes from."""

    def __init__(self, it: Explanation, written: Written, figures: FigureTeller):
        self.it, self.written, self.figures, self.ruleset = it, written, figures, it.plan.ruleset

    def say(self, key: str, **parts: object) -> str:
        """A sentence in the policy's language."""
        return phrase(key, self.ruleset.language, **parts)

    def lines(self) -> Iterator[Said]:
        """Tell points, categories, adjustments, limits and rounding."""
        points = [
            col.indicator(i, "points")
            for i in self.ruleset.indicators
            if self.it.value(col.indicator(i, "points")) is not None
        ]
        yield (1, f"{' + '.join(map(self.written.plain, points))} = {self.written.plain(col.score('points'))}", None)
        for category in self.ruleset.categories.values():
            yield from self._category(category)
        for adjustment in self.ruleset.adjustments.values():
            yield from self._adjusted(adjustment)
        for fact in self.it.trails["score"]:
            match fact.step.operation:
                case op.Clamp() if fact.inputs[0] != fact.output:
                    yield (1, clamped(fact, self.written.output(fact), self.say), None)
                case op.AtMostWhere() if fact.inputs[1] is True:
                    yield (1, self.say("limited", gate=fact.step.clause.title, limit=number(fact.inputs[2]),
                                           value=number(fact.output)), fact.step.clause.where)  # fmt: skip
                case op.Rounded():
                    exact, value = unrounded(fact.inputs[0], fact.output), self._score_text(fact.output)
                    yield (1, self.say("rounded_from" if exact else "rounded", exact=exact, value=value), None)

    def _category(self, category: Category) -> Iterator[Said]:
        """Tell what a category adds to the total, and its score."""
        inside = [i.id for i in self.ruleset.indicators.values() if i.category == category.id]
        points, score = col.of_category(category.id, "category_points"), col.of_category(category.id, "category_score")
        if self.it.value(score) is not None:
            parts = " + ".join(self.written.plain(col.indicator(i, "points")) for i in inside)
            total = f"{parts} = {self.written.plain(points)}" if len(inside) > 1 else parts
            text = self.say("of_category", title=category.title, total=total, score=number(self.it.value(score)))
            yield (2, text, category.where)

    def _adjusted(self, adjustment: Adjustment) -> Iterator[Said]:
        name = col.adjustment(adjustment.id)
        value = self.it.value(name)
        told = self.figures.setting(adjustment.points, col.adjustment_setting(adjustment.id, "points"))
        if value or told:
            shown = ("+" if isinstance(value, float) and value >= 0 else "") + self.written.plain(name)
            text = self.say("adjusted", title=adjustment.title, points=shown)
            told = self.say("given", given=told) if told else ""
            yield (1, text + told, adjustment.where)

    def _score_text(self, score: Value) -> str:
        return f"{score:.{self.ruleset.conventions.rounding.score}f}" if isinstance(score, float) else ""
