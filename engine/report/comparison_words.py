"""The words of a comparison in the two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.report.words import Language

SIGN = "change = variant - base"

# English, Chinese
_WORDS: dict[str, tuple[str, str]] = {
    "sign": ("Every change is variant minus base.", "所有变动均为：方案 − 现行办法。"),
    "base": ("Base", "现行办法"),
    "variants": ("Variants", "方案"),
    "compared": ("{n} appraisals (employees × periods)", "{n} 人次"),
    "left_out": ("{title}: {n} rows are not in the results of all policies and are left out", "{title}：{n} 行不在所有方案的结果中，未参与比较"),
    "in_file": ("More tables in a file: --out report.html (or .xlsx, .json): {tables}", "更多表格请写入文件（--out report.html 或 .xlsx、.json）：{tables}"),
    "small": ("groups of fewer than 5", "不足 5 人的各组"),
    "blank": ("(blank)", "（空）"),
    # tables
    "table_cost": ("Cost", "成本"),
    "table_movement": ("Grades", "等级变动"),
    "table_appraised": ("Who is appraised", "考核对象"),
    "table_winners": ("Winners and losers", "增减人次"),
    "table_deciles": ("By decile", "按得分分组"),
    "table_moves": ("Largest changes", "变动最大"),
    "table_fairness": ("Fairness", "公平性"),
    "table_distribution": ("Distribution", "分布"),
    "table_bins": ("Histogram", "直方图"),
    "table_spread": ("Spread", "差距"),
    "table_agreement": ("Agreement", "排序一致性"),
    "table_aims": ("Aims", "目标导向"),
    "table_cliffs": ("Cliffs", "临界"),
    "table_stability": ("Stability", "稳定性"),
    "table_over_time": ("Over time", "各期对比"),
    # what stands below a title
    "note_cost": ("Pay of those whom each policy appraises.", "各方案所考核人员的应发金额。"),
    "note_movement": ("Appraised by both. Rows: grade under the base; columns: under the variant.", "双方均参评者。行为现行等级，列为方案等级。"),
    "note_appraised": ("Appraisals, people times periods.", "按人次计。"),
    "note_winners": ("Appraised by both; by the change of pay over the base's amount.", "双方均参评者，按应发金额变动占现行金额的比例分档。"),
    "note_deciles": ("Tenths by the base's score, 1 is the lowest; mean changes.", "按现行得分分为十组，1 组最低；均为平均变动。"),
    "note_moves": ("The reward and the indicator that changed most stand beside each.", "每行列出变动最大的奖惩项目和指标。"),
    "note_fairness": (
        "Ratio: the share over the highest of a group; below 0.8 is adverse (four-fifths rule). For the worst grade, of those spared it. Chance: Fisher's exact test against that group, two-sided; a person in several periods counts in each. Groups under 5 people are not named.",
        "比值为该组比例与最高组之比，低于 0.8 视为不利（五分之四规则）；最低等级按未落入者计。概率为与最高组比较的双侧 Fisher 精确检验，同一人各期分别计入。不足 5 人的组不列名。",
    ),
    "note_distribution": ("Means, quartiles and deciles of score and pay.", "得分与应发金额的平均数、四分位数和十分位数。"),
    "note_bins": ("From the lower bound to below the upper.", "含下限，不含上限。"),
    "note_spread": ("Gini: 0 is equal. Ratio: the ninth decile over the first.", "基尼系数 0 为完全相等；比值为第九与第一十分位数之比。"),
    "note_agreement": ("Scores under base and variant: 1 is the same order.", "现行与方案得分的排序相关，1 为完全一致。"),
    "note_aims": ("Correlation of pay with each indicator.", "应发金额与各指标的相关系数。"),
    "note_cliffs": ("Appraisals that one more point lifts into the grade, and what it is worth to them before budgets (for 5 and more).",
                    "再多 1 分即可升入该等级的人次，及其平均增加的金额（预算折减前，5 人次以上才列）。"),
    "note_stability": ("Grades that flip if every numeric input is 1% more, or 1% less.", "所有数值数据同时增加或减少 1% 时，等级发生变化的人次。"),
    "note_over_time": ("Sums and means of each figure by period.", "各期各项数据的合计与平均。"),
    # columns
    "variant": ("Variant", "方案"),
    "policy": ("Policy", "办法"),
    "kind": ("By", "类别"),
    "group": ("Group", "分组"),
    "appraisals_before": ("Appraisals, base", "现行人次"),
    "appraisals": ("Appraisals", "人次"),
    "people": ("People", "人数"),
    "before": ("Base", "现行"),
    "after": ("Variant", "方案"),
    "change": ("Change", "变动"),
    "percent": ("Change %", "变动 %"),
    "head_before": ("Per head, base", "现行人均"),
    "head_after": ("Per head, variant", "方案人均"),
    "head_change": ("Per head, change", "人均变动"),
    "both": ("By both", "均参评"),
    "only_base": ("Base only", "仅现行"),
    "only_variant": ("Variant only", "仅方案"),
    "neither": ("Neither", "均不参评"),
    "better": ("Better grade", "升级"),
    "worse": ("Worse grade", "降级"),
    "same": ("Same grade", "不变"),
    "winners": ("More", "增加"),
    "losers": ("Less", "减少"),
    "unchanged": ("Same", "不变"),
    "gained": ("Gained", "增加额"),
    "lost": ("Lost", "减少额"),
    "net": ("Net", "净变动"),
    "down_10": ("< -10%", "< -10%"),
    "down_1": ("-10% to -1%", "-10% 至 -1%"),
    "level": ("within 1%", "±1% 以内"),
    "up_1": ("1% to 10%", "1% 至 10%"),
    "up_10": ("> 10%", "> 10%"),
    "decile": ("Decile", "十分组"),
    "score_change": ("Score, change", "得分变动"),
    "pay_change": ("Pay, change", "金额变动"),
    "employee": ("Employee", "工号"),
    "name": ("Name", "姓名"),
    "period": ("Period", "考核期"),
    "grade_before": ("Grade, base", "现行等级"),
    "grade": ("Grade", "等级"),
    "reward": ("Reward", "奖惩项目"),
    "reward_change": ("Its change", "该项变动"),
    "indicator": ("Indicator", "指标"),
    "points_change": ("Its points", "该项加权分变动"),
    "top": ("Best grade", "最高等级"),
    "top_ratio": ("ratio", "比值"),
    "top_chance": ("chance", "概率"),
    "bottom": ("Worst grade", "最低等级"),
    "bottom_ratio": ("ratio", "比值"),
    "bottom_chance": ("chance", "概率"),
    "mean_pay": ("Mean pay", "平均金额"),
    "mean_gap": ("gap", "差距"),
    "median_pay": ("Median pay", "金额中位数"),
    "median_gap": ("gap", "差距"),
    "adverse": ("Adverse", "不利项数"),
    "of": ("Of", "数据"),
    "mean": ("Mean", "平均"),
    "d10": ("10%", "10%"), "d20": ("20%", "20%"), "q25": ("25%", "25%"), "d30": ("30%", "30%"), "d40": ("40%", "40%"),
    "median": ("Median", "中位数"), "d60": ("60%", "60%"), "d70": ("70%", "70%"), "q75": ("75%", "75%"),
    "d80": ("80%", "80%"), "d90": ("90%", "90%"),
    "low": ("From", "下限"),
    "high": ("To below", "上限"),
    "gini": ("Gini", "基尼系数"),
    "between": ("75% - 25%", "四分位距"),
    "ratio": ("90% / 10%", "90% / 10%"),
    "kendall": ("Kendall's tau-b", "Kendall tau-b"),
    "spearman": ("Spearman's rho", "Spearman rho"),
    "attainment": ("With attainment", "与完成率"),
    "score": ("With score", "与得分"),
    "share": ("Share", "占比"),
    "worth": ("Worth", "平均增加"),
    "more": ("1% more", "增加 1%"),
    "less": ("1% less", "减少 1%"),
    "sum": ("Sum", "合计"),
    # kinds of groups and figures
    "kind_all": ("everyone", "全体"),
    "kind_reward": ("reward", "奖惩项目"),
    "kind_period": ("period", "考核期"),
    "kind_cohort": ("cohort", "分组"),
    "kind_score": ("score", "得分"),
    "kind_pay": ("pay", "金额"),
    "kind_indicator": ("indicator", "指标"),
}  # fmt: skip


def say(key: str, language: Language, **parts: object) -> str:
    """Give a word or a sentence, with its parts filled in."""
    english, chinese = _WORDS[key]
    return (chinese if language == "zh" else english).format(**parts)


def kind_in_words(kind: str, titles: dict[str, str], language: Language) -> str:
    """Call a kind of group: a field by HR's own heading."""
    return say(f"kind_{kind}", language) if f"kind_{kind}" in _WORDS else titles.get(kind, kind)
