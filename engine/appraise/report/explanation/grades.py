"""Why somebody has a grade, by bands or by the standing among peers: in words, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.plan import operations as op
from appraise.policy import columns as col
from appraise.policy.model import Ceilings, GradeAtMost, GradeShift, Shares
from appraise.policy.values import OTHERWISE, ByLabel
from appraise.report.explanation.values import number
from appraise.report.policy.sections import bands_in_words
from appraise.report.words import word
from appraise.texts.punctuation import enumerated

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from appraise.diagnostics import Where
    from appraise.execution.explaining.explain import Explanation, Value
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.columns import GradeStep
    from appraise.policy.model import Indicator, Ranking, Rule

    Said = tuple[str, "Where | None"]


class GradeTeller:
    """Tells what a person's own row says of the others too.

    `say` gives a phrase, `given` what a formula met.
    """

    def __init__(self, it: Explanation, say: Callable[..., str], given: Callable[[Formula], str]):
        self.it, self.say, self.given = it, say, given
        self.ruleset = it.plan.ruleset
        self.ranking = self.ruleset.grades.ranking if self.ruleset.grades is not None else None
        self.small = it.maybe(col.grade("small")) is True  # the group is so small that the bands decide
        self.ranked = self.ranking is not None and not self.small

    def lines(self) -> Iterator[Said]:
        """Tell how the grade came about, each line with its clause."""
        for fact in self.it.trails.get("grade", ()):
            operation = fact.step.operation
            if isinstance(operation, (op.Band, op.Choose)):
                yield from self._banded(fact.output)
            elif isinstance(operation, (op.PlaceGrade, op.Instead, op.CeilingGrade)):
                yield from self._ranked()
            elif isinstance(operation, op.GradeGate) and fact.inputs[1] is True:
                parts = {"gate": fact.step.clause.title, "before": fact.inputs[0], "after": fact.output}
                key = "grade_gated" if fact.inputs[0] != fact.output else "grade_stays"
                yield self.say(key, **parts), fact.step.clause.where

    def _banded(self, grade: Value) -> Iterator[Said]:
        bands = self.it.chosen(self.ruleset.grades.bands) if self.ruleset.grades is not None else None
        if bands is not None:
            words = bands_in_words(bands, self.ruleset.conventions.boundary, self.ruleset.language)
            score = self.it.value(col.named("score"))
            shown = f"{score:.{self.ruleset.conventions.rounding.score}f}" if isinstance(score, float) else ""
            yield self.say("banded", score=shown, grade=grade, bands=words), bands.where

    def _ranked(self) -> Iterator[Said]:
        ranking = self.ranking
        assert ranking is not None  # noqa: S101 - asked only where there is one
        before = self.it.maybe(col.grade("bands"))
        if self.small and isinstance(ranking, Shares) and ranking.small is not None:
            parts = {"size": self._value("size"), "group": self._group(ranking.within), "least": ranking.small.size}
            yield self.say("too_few_banded", **parts), ranking.small.where
        if self.small or isinstance(ranking, Ceilings):
            yield from self._banded(before)
        if not self.small:
            yield from self._placed(ranking, str(before))

    def _placed(self, ranking: Ranking, before: str) -> Iterator[Said]:
        """Say the place, what it is worth, and what took something off; `before` is the grade by bands."""
        group = self._group(ranking.within)
        small = ranking.small if isinstance(ranking, Shares) else None
        own = self.it.maybe(col.grade("own size"))
        if small is not None and isinstance(own, float) and own < small.size:
            yield self.say("too_few_pooled", size=number(own), group=group, least=small.size), small.where
            group = self.say("pool")
        parts = {"place": self._value("place"), "size": self._value("size"), "group": group, "by": self._name()}
        yield self.say("ranked", **parts), ranking.where
        place, tied = self.it.value(col.grade("place")), self.it.value(col.grade("tied"))
        moved = yield from self._held(before)
        if isinstance(place, float) and isinstance(tied, float) and tied > 1 and not moved:
            last = number(place + tied - 1)
            key = f"tied_{ranking.ties.then}" if isinstance(ranking, Shares) else f"together_{ranking.ties.then}"
            yield self.say(key, tied=number(tied), place=self._value("place"), last=last), None
        entering = str(self.it.maybe(col.grade("entering")) or before)
        yield from self._shares(ranking) if isinstance(ranking, Shares) else self._ceilings(ranking, entering)

    def _held(self, before: str) -> Generator[Said, None, bool]:
        """Tell of gates that act before places are given; whether they move this person to another place."""
        it = self.it
        holding = [g for g in self.ruleset.gates.values() if it.value(col.gate(g.id)) is True
                   and (g.only(GradeAtMost) or g.only(GradeShift))]  # fmt: skip
        gates, where = self._names([g.title for g in holding]), holding[0].where if holding else None
        if it.maybe(col.grade("held back")) is True:
            yield self.say("held_before", gates=gates, before=before, after=it.value(col.grade("entering"))), where
        most, best = it.maybe(col.grade("at most")), self.ruleset.grades.labels[0] if self.ruleset.grades else None
        if most not in (None, best):
            yield self.say("held_most", gates=gates, after=most), where
        standing, place, tied = (
            it.maybe(col.grade("standing")),
            it.value(col.grade("place")),
            it.value(col.grade("tied")),
        )
        if not (isinstance(standing, float) and isinstance(place, float) and isinstance(tied, float)):
            return False
        worse = self.ranking is not None and self.ranking.ties.then == "worse"
        ahead = place + (tied - 1 if worse else 0) - standing
        if ahead > 0:
            yield self.say("held_ahead", standing=number(standing)), None
        return ahead != 0

    def _names(self, titles: list[str]) -> str:
        return enumerated(titles, self.ruleset.language)

    def above(self) -> str:
        """Say what the last person with a better grade has; blank where nobody has one."""
        if self.ranking is None or not self.ranked:
            return ""
        last, own = self.it.value(col.grade("last above")), number(self.it.value(col.grade("by")))
        if last is None:
            return ""
        return self.say(
            "reach_ranked", group=self._group(self.ranking.within), by=self._name(), last=number(last), own=own
        )

    def stood(self, rule: Rule, indicator: Indicator) -> str:
        """Say the standing that an indicator is scored by."""
        scoring, name = indicator.scoring, str(col.indicator(indicator.id, "score/rule"))
        if isinstance(scoring, ByLabel):
            label = self.it.label_of(scoring)
            name += f"[{label if label in scoring.values else OTHERWISE}]"
        of = rule.by
        value = self.it.value(col.standing(name, of))
        shown = f"{value * 100:.2f}%" if of == "percentile" and isinstance(value, float) else number(value)
        peers = number(self.it.value(col.standing(name, "peers")))
        return self.say(f"stood_{of}", value=shown, size=peers, group=self._group(rule.peers or ()))

    def _shares(self, ranking: Shares) -> Iterator[Said]:
        grades, ends = list(ranking.shares), [0.0]
        for grade in grades[:-1]:
            end = self.it.value(col.of_grade("last place", grade))
            ends.append(end if isinstance(end, float) else 0.0)
        place = self._standing(ranking)
        at = sum(1 for end in ends[1:] if isinstance(place, float) and place > end)
        share, last = self._share(grades[at]), at == len(grades) - 1
        key = "share_last" if last else "share_first" if ends[at] == 0 else "share_middle"
        counts = self.say(f"counts_{ranking.counts}")
        shown = number(ends[at] + 1), number(ends[at + 1] if not last else None)
        yield (
            self.say(
                key,
                grade=grades[at],
                begin=shown[0],
                end=shown[1],
                share=share,
                size=self._value("size"),
                counts=counts,
            ),
            ranking.shares[grades[at]].where,
        )
        while grades[at] in ranking.require and self._holds(grades[at]) is False:
            demand = ranking.require[grades[at]]
            given = self.given(demand)
            yield (
                self.say("demanded", grade=grades[at], demand=demand.text.strip(), given=given, after=grades[at + 1]),
                demand.where,
            )
            at += 1

    def _standing(self, ranking: Shares) -> Value:
        """The place that counts: where gates hold people back, the last of those who tie, or the place itself."""
        if self.it.has(col.grade("standing")):
            return self.it.value(col.grade("standing"))
        return self.it.value(col.grade("last of ties" if ranking.ties.then == "worse" else "place"))

    def _holds(self, grade: str) -> Value:
        return self.it.value(col.of_grade("demand", grade))

    def _ceilings(self, ranking: Ceilings, before: str) -> Iterator[Said]:
        left, after = self.it.value(col.grade("under ceilings")), self.it.value(col.grade("left"))
        labels = self.ruleset.grades.labels if self.ruleset.grades is not None else ()
        which = int(left // len(labels)) if isinstance(left, float) else 0
        if which == 0:
            yield self.say("ceilings_kept", grade=after), None
            return
        ceiling = ranking.ceilings[which - 1]
        name = "+".join(ceiling.grades)
        yield (
            self.say("ceiling_full_more" if ranking.hand_down and which > 1 else "ceiling_full", grades=name,
                     places=number(self.it.value(col.of_grade("places", name))), share=self._share(name),
                     size=self._value("size"), before=before, after=after),
            ceiling.where,
        )  # fmt: skip

    def _value(self, step: GradeStep) -> str:
        return number(self.it.value(col.grade(step)))

    def _share(self, grades: str) -> str:
        value = self.it.value(col.of_grade("share", grades))
        return f"{value * 100:.10g}%" if isinstance(value, float) else "–"

    def _name(self) -> str:
        name = self.ranking.by.name if self.ranking is not None else ""
        return word("score", self.ruleset.language) if name == "score" else name

    def _group(self, within: tuple[Formula, ...]) -> str:
        names = (str(self.it.value(col.named(name.name))) for name in within)
        return " · ".join(names) if within else self.say("everybody")
