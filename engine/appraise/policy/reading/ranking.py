"""Grades by standing among peers: shares of a group, and ceilings. Their keys and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from appraise.diagnostics import suggest
from appraise.policy.keys import unit
from appraise.policy.keys.gathered import list_of, names_to
from appraise.policy.keys.key import Keys, as_written, assumed, defaulted, mapping, optional, required
from appraise.policy.keys.kinds import FLAG, FORMULA, SETTING, Kind, Part, choice, count, meaning, written
from appraise.policy.keys.said import said
from appraise.policy.model import Ceiling, Ceilings, Shares, SmallGroups, Ties
from appraise.policy.reading.ceilings import ceiling_grades, unknown_grade
from appraise.policy.reading.shared import WITHIN
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.model import Ranking
    from appraise.policy.text.tree import Node

_EQUAL: Kind[Literal["better", "worse"]] = choice("better", "worse")


class TiesKeys(Keys[Ties], ref="ties"):
    """What tells those apart who are equal."""

    by = required(
        list_of(meaning(FORMULA, said("A number.")), 1),
        said("What decides between equals, one after the other; more is better."),
    )
    then = required(_EQUAL, said("For those who are still equal."))

    def read(self) -> Ties:
        """Read what decides."""
        return Ties(self.by, self.then)


def _ties(reading: Reading, node: Node) -> Ties:
    return TiesKeys(reading, node).read() if node.mapping else Ties((), _EQUAL.read(reading, node))


class PooledKeys(Keys[Any], ref="pooled"):
    """What becomes of groups that are too small."""

    size = required(count(2), said("The least number of people in a group."), unit.PEOPLE)
    with_ = required(
        list_of(meaning(FORMULA, said("One of `within`."))),
        said(
            "The wider group inside which groups that are too small are pooled: some of `within`, or [] for all of them."
        ),
    )


class _RankingKeys(Keys[Any]):
    by: Key[Formula] = assumed(
        FORMULA,
        lambda reading, node: reading.named("score", node.where),
        said("What people are compared by, the most first; the total score if not stated."),
        default="score",
    )
    within = WITHIN
    ties = required(
        Kind(
            {
                "type": ["string", "object"],
                "if": {"type": "string"},
                "then": {"enum": ["better", "worse"]},
                "else": mapping(TiesKeys),
            },
            _ties,
            said("`better`, `worse`, or {{by: […], then: …}}"),
            parts=(Part(TiesKeys),),
        ),
        said(
            "Whoever is equal: all have the better grade, or all the worse; or {{by: [...], then: better}} breaks ties first."
        ),
    )


class SharesKeys(_RankingKeys, ref="shares"):
    """Grades by shares of each group."""

    shares = required(
        names_to(SETTING, 2, said("grade")),
        said("Share of each grade, best first; they add up to 100%."),
        unit.SHARE,
    )
    counts: Key[Literal["down", "nearest", "largest-remainder"]] = required(
        choice("down", "nearest", "largest-remainder"),
        said(
            "How shares become people: the cumulated shares rounded down, or to the nearest; or the largest remainders first."
        ),
    )
    min_group = optional(
        written(
            {
                "type": ["integer", "object"],
                "if": {"type": "object"},
                "then": as_written(PooledKeys),
                "else": {"minimum": 2},
            },
            said("whole number from 2, or {{size: …, with: …}}"),
            parts=(Part(PooledKeys),),
        ),
        said(
            "Smaller groups are graded by `bands`; or {{size: 5, with: []}}: groups that are too small are pooled inside the wider "
            "group."
        ),
        unit.PEOPLE,
    )
    require: Key[dict[str, Formula]] = assumed(
        names_to(FORMULA, 1, said("grade")),
        lambda _reading, _node: {},
        said(
            "What each grade demands besides the place; who does not meet it falls to the next grade, "
            "and the place is not given on."
        ),
    )

    def among(self, banded: tuple[str, ...] | None) -> Shares:
        """Read the shares; `banded` are the grades of the bands, None where there are none."""
        stated, diagnostics = self.at(SharesKeys.shares), self.reading.diagnostics
        labels = tuple(stated.mapping)
        if banded is not None and banded != labels:
            diagnostics.error(
                "tiers-order",
                msg(
                    "The shares are stated for {shared}, the bands for {banded}.",
                    shared=Listed(labels),
                    banded=Listed(banded),
                ),
                stated.key or stated.where,
                msg("name the same grades in the same order in both"),
            )
        demands = self.written(SharesKeys.require)
        for grade, child in demands.mapping.items() if demands is not None else ():
            if grade not in labels:
                unknown_grade(self.reading, grade, labels, child)
            elif grade == labels[-1]:
                diagnostics.error(
                    "wrong-value",
                    msg("Below {grade} there is no grade for those who do not meet its demand.", grade=grade),
                    child.key or child.where,
                    msg("remove it, or add a grade"),
                )
        small = self.min_group
        groups = self.within
        return Shares(self.by, groups, self.shares, self.counts, self.ties,
                      None if small is None else _small(self.reading, small, groups, banded), self.require, self.where)  # fmt: skip


def _small(reading: Reading, node: Node, groups: tuple[Formula, ...], banded: tuple[str, ...] | None) -> SmallGroups:
    if not node.mapping:
        if banded is None:
            reading.diagnostics.error(
                "missing-key",
                msg("Groups that are too small are graded by `bands`, and there are none."),
                node.key or node.where,
                msg("state `bands`, or pool such groups: {{size: 5, with: []}}"),
            )
        return SmallGroups(PooledKeys.size.kind.read(reading, node), None, node.where)
    stated = PooledKeys(reading, node)
    wide = stated.at(PooledKeys.with_)
    names = [formula.text.strip() for formula in groups]
    wider: list[int] = []
    for child in wide.items:
        if child.text.strip() in names:
            wider.append(names.index(child.text.strip()))
        else:
            reading.diagnostics.error(
                "unknown-reference",
                msg("`with` names {name!r}, by which the groups are not divided.", name=child.text),
                child.where,
                suggest(child.text, names),
            )
    if len(wider) == len(names):
        reading.diagnostics.error(
            "wrong-value",
            msg("Groups pooled with these are the groups themselves."),
            wide.where,
            msg("name fewer than `within` does; [] pools all of them"),
        )
    return SmallGroups(stated.size, tuple(wider), node.where)


class CeilingsKeys(_RankingKeys, ref="ceilings"):
    """Limits of the grades that the bands give."""

    at_most = required(
        names_to(SETTING, 1, said("grade or A+B")),
        said('The largest share of a grade, or of several together: {{A: 20%, "A+B": 60%}}.'),
        unit.SHARE,
    )
    counts: Key[Literal["down", "up", "nearest"]] = required(
        choice("down", "up", "nearest"),
        said("How a share becomes people: rounded down, up, or to the nearest."),
    )
    hand_down = defaulted(
        FLAG,
        False,
        said("Whether places that a ceiling leaves unused are added to the next one; false if not stated."),
    )

    def among(self, banded: tuple[str, ...] | None) -> Ceilings:
        """Read the ceilings; `banded` are the grades of the bands, None where there are none."""
        diagnostics, down = self.reading.diagnostics, self.written(CeilingsKeys.hand_down)
        if banded is None:
            diagnostics.error(
                "missing-key",
                msg("`at_most` limits the grades that `bands` give, and there are none."),
                self.spot,
                msg("state `bands`, or `shares` in place of `at_most`"),
            )
        labels = banded or ()
        ceilings = [Ceiling(tuple(grades), self.reading.setting(child), child.key or child.where)
                    for grades, child in ceiling_grades(self.reading, self.at(CeilingsKeys.at_most), labels)]  # fmt: skip
        if down is not None and self.hand_down:
            named = [grade for ceiling in ceilings for grade in ceiling.grades]
            if len(set(named)) < len(named):
                diagnostics.error(
                    "wrong-value",
                    msg("A place is not handed down to a ceiling that holds the same grade already."),
                    down.key or down.where,
                    msg("let each grade stand in one ceiling, or remove `hand_down`"),
                )
        ordered = sorted(ceilings, key=lambda c: labels.index(c.grades[0]))
        return Ceilings(self.by, self.within, tuple(ordered), self.counts, self.ties, self.hand_down, self.where)


RANKING = written(
    {
        "type": "object",
        "if": {"required": [CeilingsKeys.at_most.name]},
        "then": as_written(CeilingsKeys),
        "else": as_written(SharesKeys),
    },
    said("keys"),
    "ranking",
    parts=(Part(SharesKeys, "shares"), Part(CeilingsKeys, "at_most")),
)


def ranking(reading: Reading, node: Node, banded: tuple[str, ...] | None) -> Ranking:
    """Read a ranking; `banded` are the grades of the bands, None where there are none."""
    keys = CeilingsKeys if CeilingsKeys.at_most.of(node) is not None else SharesKeys
    return keys(reading, node).among(banded)
