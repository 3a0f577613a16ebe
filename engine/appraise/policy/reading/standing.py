"""The scoring method `rank`: by place, by percentile, by distance from the mean. Its keys and how they are read."""

from __future__ import annotations

from appraise.policy.keys import unit
from appraise.policy.keys.gathered import branches
from appraise.policy.keys.key import Keys, mapping, required
from appraise.policy.keys.kinds import SETTING, Kind, only
from appraise.policy.keys.said import said
from appraise.policy.model import ByDeviation, ByPercentile, ByPlace, Standing
from appraise.policy.reading.shared import BOUNDARY, CAP, FLOOR, WITHIN
from appraise.policy.reading.tiers import POINTS, tiers_to

_METHOD = required(only("rank"), said("By the standing among peers.", "按在比较组中的位次。"))


class PlaceKeys(Keys[ByPlace], ref="rank_place"):
    """A score for each place; the places are whole and begin with 1."""

    method = _METHOD
    of = required(
        only("place"),
        said("Place 1 is the best; people with equal values share the better place.",
             "第 1 名最好；数值相同的人并列较好的名次。"),
    )  # fmt: skip
    within = WITHIN
    scores = required(
        tiers_to(said("setting", "设定值"), said("place", "名次"), "^[1-9][0-9]*$"),
        said(
            "First place of each step to its score, from 1: {1: 100, 2: 90, 4: 80} gives places 2 and 3 90.",
            "每档最前的名次对应的得分，从 1 开始：{1: 100, 2: 90, 4: 80} 中第 2、3 名得 90 分。",
        ),
        unit.SCORE,
    )

    def read(self) -> ByPlace:
        """Read the rule."""
        report = self.reading.report
        peers, (places, scores) = self.within, self.scores
        for place in places:
            if place.value < 1 or place.value != int(place.value):
                report.error("wrong-value", f"{place.text!r} is not a place.", place.where, "places are 1, 2, 3 …")
        if places[0].value > 1:
            report.error("lowest-missing", f"The places begin with {places[0].text}: what do those before it score?",
                         places[0].where, "begin with place 1")  # fmt: skip
        return ByPlace(peers, places, scores, self.where)


class PercentileKeys(Keys[ByPercentile], ref="rank_percentile"):
    """Straight lines between percentiles."""

    method = _METHOD
    of = required(
        only("percentile"),
        said("Peers with less over all other peers, 0% to 100%; whoever is alone has 100%.",
             "低于本人的人数占其他人数的比例，0% 至 100%；只有一人时为 100%。"),
    )  # fmt: skip
    within = WITHIN
    points = required(POINTS, said("[percentile, score] in rising order.", "由低到高的 [百分位, 得分]。"), unit.SCORE)
    boundary = BOUNDARY

    def read(self) -> ByPercentile:
        """Read the rule."""
        return ByPercentile(self.within, self.points, self.boundary, self.where)


class DeviationKeys(Keys[ByDeviation], ref="rank_z"):
    """Points for each standard deviation from the mean."""

    method = _METHOD
    of = required(
        only("z"),
        said("Standard deviations above the mean of the peers (population).", "高于比较组平均数几个（总体）标准差。"),
    )
    within = WITHIN
    mean = required(SETTING, said("The score of the mean.", "平均水平的得分。"), unit.SCORE)
    spread = required(SETTING, said("Points for one standard deviation.", "每个标准差的分数。"), unit.SCORE)
    floor = FLOOR
    cap = CAP

    def read(self) -> ByDeviation:
        """Read the rule."""
        return ByDeviation(self.within, self.mean, self.spread, self.floor, self.cap, self.where)


_OF: tuple[Kind[Standing], ...] = (mapping(PlaceKeys), mapping(PercentileKeys), mapping(DeviationKeys))
RANK = branches(
    "of",
    said(
        "place: the place among peers. percentile: the share of peers with less. "
        "z: the distance from the mean in standard deviations.",
        "place 名次；percentile 百分位；z 与平均数相差几个标准差。",
    ),
    said("rank", "按位次"),
    _OF,
    "score_rank",
)
