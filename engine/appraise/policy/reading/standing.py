"""The scoring method `rank`: by place, by percentile, by distance from the mean. Its keys and how they are read."""

from __future__ import annotations

from appraise.policy.keys import unit
from appraise.policy.keys.gathered import branches
from appraise.policy.keys.key import Keys, mapping, required
from appraise.policy.keys.kinds import SETTING, Kind, only
from appraise.policy.keys.said import said
from appraise.policy.model import Standing
from appraise.policy.model.method import Limits
from appraise.policy.model.standing import ByDeviation, ByPercentile, ByPlace
from appraise.policy.reading.shared import BOUNDARY, CAP, FLOOR, WITHIN
from appraise.policy.reading.tiers import POINTS, tiers_to
from appraise.texts import msg

_METHOD = required(only("rank"), said("By the standing among peers."))


class PlaceKeys(Keys[ByPlace], ref="rank_place"):
    """A score for each place; the places are whole and begin with 1."""

    method = _METHOD
    of = required(
        only("place"),
        said("Place 1 is the best; people with equal values share the better place."),
    )
    within = WITHIN
    scores = required(
        tiers_to(said("setting"), said("place"), "^[1-9][0-9]*$"),
        said("First place of each step to its score, from 1: {{1: 100, 2: 90, 4: 80}} gives places 2 and 3 90."),
        unit.SCORE,
    )

    def read(self) -> ByPlace:
        """Read the rule."""
        diagnostics = self.reading.diagnostics
        peers, (places, scores) = self.within, self.scores
        for place in places:
            if place.value < 1 or place.value != int(place.value):
                diagnostics.error(
                    "wrong-value",
                    msg("{place!r} is not a place.", place=place.text),
                    place.where,
                    msg("places are 1, 2, 3 …"),
                )
        if places[0].value > 1:
            diagnostics.error(
                "lowest-missing",
                msg("The places begin with {place}: what do those before it score?", place=places[0].text),
                places[0].where,
                msg("begin with place 1"),
            )
        return ByPlace(peers, places, scores, self.where)


class PercentileKeys(Keys[ByPercentile], ref="rank_percentile"):
    """Straight lines between percentiles."""

    method = _METHOD
    of = required(
        only("percentile"),
        said("Peers with less over all other peers, 0% to 100%; whoever is alone has 100%."),
    )
    within = WITHIN
    points = required(POINTS, said("[percentile, score] in rising order."), unit.SCORE)
    boundary = BOUNDARY

    def read(self) -> ByPercentile:
        """Read the rule."""
        return ByPercentile(self.within, self.points, self.boundary, self.where)


class DeviationKeys(Keys[ByDeviation], ref="rank_z"):
    """Points for each standard deviation from the mean."""

    method = _METHOD
    of = required(
        only("z"),
        said("Standard deviations above the mean of the peers (population)."),
    )
    within = WITHIN
    mean = required(SETTING, said("The score of the mean."), unit.SCORE)
    spread = required(SETTING, said("Points for one standard deviation."), unit.SCORE)
    floor = FLOOR
    cap = CAP

    def read(self) -> ByDeviation:
        """Read the rule."""
        return ByDeviation(self.within, self.mean, self.spread, Limits(self.floor, self.cap), self.where)


_OF: tuple[Kind[Standing], ...] = (mapping(PlaceKeys), mapping(PercentileKeys), mapping(DeviationKeys))
RANK = branches(
    "of",
    said(
        "place: the place among peers. percentile: the share of peers with less. "
        "z: the distance from the mean in standard deviations.",
    ),
    said("rank"),
    _OF,
    "score_rank",
)
