"""The sentences in which a policy is told, in its two languages; {0}, {1} stand for its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.report.words import Language

# English, Chinese
_SENTENCES: dict[str, tuple[str, str]] = {
    "by": ("by {0}: {1}", "按{0}：{1}"),
    "otherwise": ("otherwise {0}", "其余 {0}"),
    "since": ("from {0}: {1}", "自 {0} 起 {1}"),
    "keys": ("by {0}", "按 {0} 查表"),
    "from_file": ("from {0}", "取自 {0}"),
    "rows": ("rows: {0}", "共 {0} 行"),
    "first_row": ("the first row that fits holds", "取最先匹配的一行"),
    "row": ("{0}: {1}", "{0}：{1}"),
    "or": (" or ", "或 "),
    "below": ("below {0}", "不足 {0}"),
    "from": ("{0} or more", "{0} 及以上"),
    "from_below": ("from {0} to below {1}", "{0} 到不足 {1}"),
    "up_to": ("up to {0}", "不超过 {0}"),
    "over": ("over {0}", "超过 {0}"),
    "over_up_to": ("over {0} up to {1}", "超过 {0} 至 {1}"),
    "any": ("any value", "任意值"),
    "quoted": ("“{0}”", "“{0}”"),
    # scoring
    "ratio": ("attainment × 100", "完成率×100"),
    "floor": ("at least {0}", "最低{0}分"),
    "cap": ("at most {0}", "最高{0}分"),
    "no_floor": ("no lower limit", "不设下限"),
    "no_cap": ("no upper limit", "不设上限"),
    "linear": ("by {0} in straight lines: {1}; {2}", "按{0}在各点之间直线取值：{1}；{2}"),
    "point": ("{1} at {0}", "{0} 得 {1} 分"),
    "jump": ("a jump from {1} to {2} at {0} ({3} exactly there)", "在 {0} 处由 {1} 分跳到 {2} 分（恰为 {0} 得 {3} 分）"),
    "flat": ("flat outside", "两端之外保持不变"),
    "extend": ("straight on outside", "两端之外沿直线延伸"),
    "steps": ("by {0} in steps: {1}", "按{0}分档：{1}"),
    "step": ("{0}: {1}", "{0}：{1} 分"),
    "per_step": ("{0} on target, by the distance of {1} from it", "达到目标得 {0} 分，按{1}与目标的差距加减"),
    "whole_steps": ("for each whole {0}", "每满 {0}"),
    "part_steps": ("for each {0}, parts in proportion", "每 {0}（不足部分按比例）"),
    "step_up": ("plus {0} above ({1})", "优于目标加 {0} 分（{1}）"),
    "step_down": ("less {0} below ({1})", "劣于目标减 {0} 分（{1}）"),
    "most_points": ("at most {0}", "最多 {0} 分"),
    "no_most": ("without limit", "不限"),
    "pass": ("100 if the target is reached, otherwise 0", "达到目标得 100 分，否则 0 分"),
    "pass_when": ("100 if {0}, otherwise 0", "满足 {0} 得 100 分，否则 0 分"),
    "deduct": ("100, less {0} for each {1} of the value", "从 100 分起，实际值每 {1} 扣 {0} 分"),
    "add": ("0, plus {0} for each {1} of the value", "从 0 分起，实际值每 {1} 加 {0} 分"),
    "parts": ("part of a unit in proportion", "不足一个单位按比例计"),
    "free": ("only what is beyond {0} counts", "只计超出 {0} 的部分"),
    "marks": ("by mark: {0}", "按评级：{0}"),
    "mark": ("{0} scores {1}", "{0} 得 {1} 分"),
    "by_place": ("by place among {0}: {1}", "按在{0}中的名次：{1}"),
    "place_one": ("place {0}", "第 {0} 名"),
    "place_range": ("places {0} to {1}", "第 {0}–{1} 名"),
    "place_on": ("place {0} and after", "第 {0} 名及以后"),
    "by_percentile": ("by percentile among {0} (the share of the others with less) in straight lines: {1}",
                      "按在{0}中的百分位（低于本人者占其他人的比例）在各点之间直线取值：{1}"),
    "by_deviation": ("{0} for the mean of {2}, and {1} more for each standard deviation above it",
                     "{2}的平均水平得 {0} 分，每高出一个标准差加 {1} 分"),
    "peers_within": ("those with the same {0}", "同一 {0} 的人员"),
    "peers_everybody": ("everybody", "全体人员"),
    "formula": ("by the formula {0}", "按公式 {0}"),
    "rule_for": ("{0}: {1}", "{0}：{1}"),
    # pay
    "marginal": ("each slice at its own rate: {0}", "分段累进：{0}"),
    "marginal_of": ("each slice of {1} at its own rate: {0}", "按 {1} 分段累进：{0}"),
    "slice_first": ("{1} of the part up to {0}", "不超过 {0} 的部分 {1}"),
    "slice": ("{2} of the part from {0} to {1}", "{0}–{1} 的部分 {2}"),
    "slice_last": ("{1} of the part above {0}", "超过 {0} 的部分 {1}"),
    "slice_only": ("{0} of all of it", "全部 {0}"),
    "whole": ("the tier that is reached prices all of it: {0}", "按达到的档全额计：{0}"),
    "whole_of": ("the tier that {1} reaches prices all of it: {0}", "按 {1} 达到的档全额计：{0}"),
    "decides": ("the tier that is reached decides: {0}", "按达到的档给付：{0}"),
    "decides_of": ("the tier that {1} reaches decides: {0}", "按 {1} 达到的档给付：{0}"),
    "between": ("in straight lines between the bounds: {0}; flat outside", "在界限之间按直线取值：{0}；两端之外保持不变"),
    "between_of": ("in straight lines between the bounds of {1}: {0}; flat outside",
                   "按 {1} 在界限之间按直线取值：{0}；两端之外保持不变"),
    "tier": ("{0}: {1}", "{0}：{1}"),
    "tier_at": ("{1} at {0}", "{0} 时 {1}"),
    "start": ("slices begin at {0}", "从 {0} 起算"),
    "amount": ("Amount: {0}", "金额：{0}"),
    "base": ("{0}, {1}", "以 {0} 为基数，{1}"),
    "base_decides": ("for {0}, {1}", "看 {0}，{1}"),
    "each": ("{0} for each of {1}", "{1}，每个 {0}"),
    "factor": ("Multiplied by the factor: {0}", "乘以系数：{0}"),
    "factor_is": ("Where factor is: {0}", "其中系数 factor：{0}"),
    "prorate": ("In proportion to the days from {0} to {1}, both counted; the share is rounded to {2} places",
                "按 {0} 至 {1} 的天数（首尾都计）占考核期天数的比例计，比例保留 {2} 位小数"),
    "period_end": ("the end of the period", "期末"),
    "not_below": ("Not less than {0}", "不低于 {0}"),
    "not_above": ("Not more than {0}", "不高于 {0}"),
    "only_if": ("Only if {0}", "仅当 {0} 时"),
    # ranking
    "ranked_by": ("Ranked by {0}, the most first, among {1}", "在{1}中按 {0} 由高到低排名"),
    "shares": ("Shares of each group: {0}", "各等级占组内人数的比例：{0}"),
    "counts_down": ("the cumulated shares rounded down to whole people", "累计比例换算成人数时向下取整"),
    "counts_nearest": ("the cumulated shares rounded to whole people", "累计比例换算成人数时四舍五入"),
    "counts_largest-remainder": ("whole people by the largest remainders", "按最大余数法换算成人数"),
    "counts_down_each": ("rounded down to whole people", "人数向下取整"),
    "counts_up_each": ("rounded up to whole people", "人数向上取整"),
    "counts_nearest_each": ("rounded to whole people", "人数四舍五入"),
    "demand": ("{0} demands {1}; who does not meet it has the next grade, and the place is not given on",
               "{0} 须满足 {1}，不满足者降到下一等级，名额不递补"),
    "small_banded": ("Groups of fewer than {0} people are graded by score", "不足 {0} 人的组按分数定等级"),
    "small_pooled": ("Groups of fewer than {0} people are ranked together, among {1}; if they are still too few, by score",
                     "不足 {0} 人的组在{1}中合并排名；合并后人数仍不足的，按分数定等级"),
    "ceilings": ("From the best down, each group has {0}; whoever finds no place left has the next grade",
                 "由高到低，每组 {0}；名额已满者降到下一等级"),
    "at_most": ("at most {1} {0}", "{0} 不超过 {1}"),
    "hand_down": ("Places left over are added to the next of these", "未用完的名额转给下一项"),
    "no_hand_down": ("Places left over are not given on", "未用完的名额不转给下一项"),
    "ties_by": ("Equals are told apart by {0}", "并列时依次比较 {0}"),
    "ties_better": ("Whoever is equal has the better grade of the two", "并列者同取较好的等级"),
    "ties_worse": ("Whoever is equal has the worse grade of the two", "并列者同取较差的等级"),
    # indicators
    "value": ("Value: {0}", "实际值：{0}"),
    "target": ("Target: {0}", "目标：{0}"),
    "pace": ("Before the end of the period the target counts by {0}", "期中考核时，目标按{0}计算"),
    "pace_days": ("the days gone", "已过天数"),
    "cycle_step": ("{0} days after the period ends", "期末后第 {0} 天"),
    "no_target": ("No target", "无目标值"),
    "attainment": ("Attainment: {0}", "完成率：{0}"),
    "value/target": ("value / target", "实际值 ÷ 目标"),
    "target/value": ("target / value (less is better)", "目标 ÷ 实际值（越小越好）"),
    "2 - value/target": ("2 - value / target (less is better)", "2 − 实际值 ÷ 目标（越小越好）"),
    "score": ("Score: {0}", "计分：{0}"),
    "weight": ("Weight: {0} of the total score", "权重：占总分的 {0}"),
    "weight_in": ("Weight: {0} of {1}", "权重：占“{1}”的 {0}"),
    "missing": ("Where the value is missing: {0}", "缺数据时：{0}"),
    "missing_error": ("an error, nothing is computed", "报错，不计算"),
    "missing_zero": ("it scores 0", "记 0 分"),
    "missing_full": ("it scores 100", "记 100 分"),
    "missing_reweight": ("its weight is spread over the others", "权重分摊到其他指标"),
    "improve": ("Advice: {0}", "改进建议：{0}"),
    # the rest
    "points": ("Points: {0}", "分数：{0}"),
    "category": ("{0} of the total score", "占总分的 {0}"),
    "when": ("If {0}: {1}", "当 {0} 时：{1}"),
    "grade_at_most": ("the grade is at most {0}", "等级不高于 {0}"),
    "grade_at_least": ("the grade is at least {0}", "等级不低于 {0}"),
    "grade_up": ("the grade rises by {0}", "等级上调 {0} 级"),
    "grade_down": ("the grade falls by {0}", "等级下调 {0} 级"),
    "score_at_most": ("the total score is at most {0}", "总分不高于 {0}"),
    "reward_factor": ("{1} multiplied by {0} (penalties are not)", "{1}乘以 {0}（扣款不变）"),
    "reward_at_most": ("{1} at most {0} each", "{1}每项不高于 {0}"),
    "every_reward": ("all pay", "各项奖金"),
    "indicator_at_most": ("the score of {1} is at most {0}", "“{1}”得分不高于 {0}"),
    "cohort_next": ("of the others, those with {0}", "其余人员中 {0}"),
    "cohort_rest": ("everybody else", "其余全部人员"),
    "eligible": ("Appraised only if {0}; otherwise: {1}", "须满足 {0} 才参加考核；否则：{1}"),
    "outcome": ("If {0}: {1} ({2})", "当 {0} 时：{1}（{2}）"),
    "version": ("Version {0}, in force from {1} to {2}", "版本 {0}，{1} 至 {2} 有效"),
    "period": ("Appraised every {0}, money in {1}", "按{0}考核，金额以 {1} 计"),
    "month": ("month", "月"),
    "quarter": ("quarter", "季度"),
    "half-year": ("half-year", "半年"),
    "year": ("year", "年度"),
    "boundary_lower": ("A value exactly on a boundary belongs to the tier that starts there", "恰在界限上的值属于从该界限开始的档"),
    "boundary_upper": ("A value exactly on a boundary belongs to the tier below", "恰在界限上的值属于该界限以下的档"),
    "rounding": ("Rounded half-up to decimal places: {0}", "四舍五入保留小数：{0}"),
    "places_score": ("total score {0}", "总分 {0} 位"),
    "places_money": ("money {0}", "金额 {0} 位"),
    "places_attainment": ("attainment {0}", "完成率 {0} 位"),
    "places_indicator": ("indicator scores {0}", "单项得分 {0} 位"),
    "field": ("{0}: column {1}", "{0}，列{1}"),
    "field_minimum": ("not below {0}", "不小于 {0}"),
    "field_maximum": ("not above {0}", "不大于 {0}"),
    "field_values": ("one of {0}", "取值 {0}"),
    "field_missing": ("an empty cell means {0}", "空白视为 {0}"),
    "type_text": ("text", "文本"),
    "type_date": ("date", "日期"),
    "type_count": ("whole number", "整数"),
    "type_number": ("number", "数值"),
    "type_money": ("money", "金额"),
    "type_percent": ("percent", "百分比"),
    "type_rating": ("rating", "评分"),
    "type_yes-no": ("yes or no", "是否"),
}  # fmt: skip


def say(key: str, language: Language, *parts: object) -> str:
    """Give one sentence, with the policy's own words in it."""
    english, chinese = _SENTENCES[key]
    return (chinese if language == "zh" else english).format(*parts)


def listed(items: Iterable[str], language: Language) -> str:
    """Join the members of a list."""
    return ("；" if language == "zh" else "; ").join(items)


def running(items: Iterable[str], language: Language) -> str:
    """Join the parts of one sentence."""
    return ("，" if language == "zh" else ", ").join(items)


def labelled(label: str, text: str) -> str:
    """Put a label before what is said of it; Chinese brackets bring their own space."""
    return f"{label}{text}" if text.startswith("（") else f"{label} {text}"


def in_brackets(text: str, language: Language) -> str:
    """Put a text in brackets."""
    return f"（{text}）" if language == "zh" else f"({text})"
