"""From the score to a grade: bands, gates and outcomes. Their keys and how they are read."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from appraise.policy.keys import unit
from appraise.policy.keys.gathered import list_of, names_to, varying
from appraise.policy.keys.key import Keys, assumed, optional, required
from appraise.policy.keys.kinds import SETTING, TEXT, WORDS, Kind, choice, count
from appraise.policy.keys.said import said
from appraise.policy.model import (
    Bands,
    Gate,
    GradeAtLeast,
    GradeAtMost,
    Grades,
    GradeShift,
    IndicatorAtMost,
    Outcome,
    RewardAtMost,
    RewardFactor,
    ScoreAtMost,
    Shares,
)
from appraise.policy.reading.ranking import RANKING, SharesKeys, ranking
from appraise.policy.reading.shared import TITLE_OR_ID, WHEN
from appraise.policy.text.rawtext import key_typed
from appraise.policy.values import variants
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.model import GateEffect
    from appraise.policy.text.tree import Node
    from appraise.policy.values import Setting


def _bands(reading: Reading, node: Node) -> Bands:
    items = list(node.mapping.items())
    bounds: list[Setting] = []
    told = _out_of_order(reading, node)
    for i, (grade, child) in enumerate(items):
        last = i == len(items) - 1
        if told:
            bounds += [] if last or child.text == "lowest" else [reading.setting(child)]
        elif child.text == "lowest" and not last:
            reading.diagnostics.error(
                "tiers-order",
                msg("Grade {grade} is `lowest`, but other grades follow.", grade=grade),
                child.where,
                msg("state the grades from best to worst"),
            )
        elif child.text != "lowest" and last:
            reading.diagnostics.error(
                "lowest-missing",
                msg(
                    "What lies below {grade} ({bound})? The last grade must be open below.",
                    grade=grade,
                    bound=child.text,
                ),
                child.where,
                msg("write `{grade}: lowest`, or add a grade below it", grade=grade),
            )
        elif not last:
            bounds.append(reading.setting(child))
    return Bands(tuple(grade for grade, _ in items), tuple(bounds), node.where)


def _out_of_order(reading: Reading, node: Node) -> bool:
    """Tell bounds that do not fall, at the first that does not, with the order that is right; give whether there are any."""
    items = [(grade, child, _bound(reading, child)) for grade, child in node.mapping.items()]
    known = [(grade, child, bound) for grade, child, bound in items if bound is not None]
    wrong = next((pair for pair in pairwise(known) if pair[1][2] >= pair[0][2]), None)
    if wrong is None:
        return False
    (_, above, _), (grade, child, _) = wrong
    hint = msg(
        "state the grades from best to worst with falling bounds, the last one `lowest`: a higher total is better"
    )
    turned = known[::-1]
    if len(known) == len(items) and turned[-1][1].text == "lowest" and all(a[2] > b[2] for a, b in pairwise(turned)):
        whole = ", ".join(f"{key_typed(grade)}: {child.text}" for grade, child, _ in turned)
        hint = msg("state them from best to worst: write `{{{bands}}}`", bands=whole)
    elif child.text != "lowest" and above.text not in ("lowest", child.text):
        hint = msg(
            "state the grades from best to worst with falling bounds, the last one `lowest`: a higher total is better; "
            "if {above} and {bound} were mixed up, exchange them",
            above=above.text,
            bound=child.text,
        )
    reading.diagnostics.error(
        "tiers-order",
        msg(
            "Grade {grade} begins at {bound}, not below the grade before it ({above}).",
            grade=grade,
            bound=child.text,
            above=above.text,
        ),
        child.where,
        hint,
    )
    reading.broken.add("grades")
    return True


def _bound(reading: Reading, node: Node) -> float | None:
    if node.text == "lowest":
        return float("-inf")
    constant = reading.constant(node) if not node.mapping else None
    return constant.value if constant is not None else None


BANDS = Kind(
    {"type": "object", "additionalProperties": SETTING, "minProperties": 2},
    _bands,
    said("{{grade: setting, …}}"),
    "bands",
    said("Grades from best to worst with their lower bounds; the last is `lowest`, open below."),
)


class GradesKeys(Keys[Grades], rules={"minProperties": 1}):
    """How the score becomes a grade."""

    bands = optional(
        varying(BANDS),
        said("Grades with their lower bounds, best first; or {{by: cohort, values: …}}."),
        unit.SCORE,
    )
    ranking = optional(
        RANKING,
        said("Grades by the standing among peers: shares of each group, or ceilings on what `bands` give."),
    )

    def read(self) -> Grades:
        """Read the grades; every variant of the bands has the same grades in the same order."""
        bands = self.bands
        every = variants(bands)
        for other in every[1:]:
            if other.grades != every[0].grades:
                self.reading.diagnostics.error(
                    "tiers-order",
                    msg("These bands have other grades than the first ones."),
                    other.where,
                    msg("name the same grades in the same order everywhere"),
                )
        banded = every[0].grades if every else None
        stated = self.ranking
        ranked = None if stated is None else ranking(self.reading, stated, banded)
        shares = tuple(ranked.shares) if isinstance(ranked, Shares) else ()
        return Grades(banded or shares, bands, ranked, self.where)


def grade_labels(node: Node) -> tuple[str, ...]:
    """The grades, best first, as far as they can be told before anything is read."""
    bands, shares = GradesKeys.bands.of(node), SharesKeys.shares.of(GradesKeys.ranking.of(node))
    stated = bands if bands is not None and "by" not in bands.mapping else shares
    return tuple(stated.mapping) if stated is not None else ()


class GateKeys(Keys[Gate], ref="gate", rules={"minProperties": 2}):
    """A condition and what it does to the result."""

    title = TITLE_OR_ID
    when = WHEN
    grade_at_most = optional(TEXT, said("No better grade than this."))
    grade_at_least = optional(TEXT, said("No worse grade than this."))
    grade_shift = optional(
        count(),
        said("So many grades up (or, negative, down), within the scale."),
    )
    score_at_most = optional(SETTING, said("The total score is at most this."), unit.SCORE)
    reward_factor = optional(
        SETTING,
        said("Rewards are multiplied by this; penalties are not."),
        unit.SHARE,
    )
    reward_at_most = optional(SETTING, said("Each reward is at most this."), unit.MONEY)
    covers: Key[tuple[str, ...]] = assumed(
        list_of(TEXT, 1),
        lambda _reading, _node: (),
        said("The rewards that reward_factor and reward_at_most concern; without it, all."),
        told=said("all"),
    )
    indicator_at_most: Key[dict[str, Setting]] = assumed(
        names_to(SETTING, 1, said("indicator")),
        lambda _reading, _node: {},
        said("Indicators whose score is at most so much."),
        unit.SCORE,
    )

    def read(self) -> Gate:
        """Read a gate."""
        return Gate(
            self.id,
            self.title or self.id,
            self.when,
            self.spot,
            tuple(self._effects()),
            self.covers,
        )

    def _effects(self) -> Iterator[GateEffect]:
        """Yield what a gate does, whatever the order of its keys."""
        if best := self.grade_at_most:
            yield GradeAtMost(best)
        if worst := self.grade_at_least:
            yield GradeAtLeast(worst)
        if shift := self.grade_shift:
            yield GradeShift(shift)
        if (limit := self.score_at_most) is not None:
            yield ScoreAtMost(limit)
        yield from (IndicatorAtMost(id_, limit) for id_, limit in self.indicator_at_most.items())
        if (factor := self.reward_factor) is not None:
            yield RewardFactor(factor)
        if (limit := self.reward_at_most) is not None:
            yield RewardAtMost(limit)


class OutcomeKeys(Keys[Outcome], ref="outcome"):
    """A consequence that is not money."""

    title = TITLE_OR_ID
    when = WHEN
    kind = required(
        choice("promotion", "training", "improvement", "warning", "demotion", "recognition", "alert", "other"),
        said("What kind of consequence."),
    )
    message = required(WORDS, said("What is said in the results."))

    def read(self) -> Outcome:
        """Read an outcome."""
        return Outcome(self.id, self.title or self.id, self.kind, self.message, self.when, self.spot)
