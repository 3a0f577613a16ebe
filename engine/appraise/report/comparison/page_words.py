"""The sentences of a comparison's page, in the two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraise.report.words import Language

# English, Chinese
_WORDS: dict[str, tuple[str, str]] = {
    # the head
    "title": ("{base}: comparison with {n} variants", "{base}：与 {n} 个方案的比较"),
    "title_one": ("{base}: comparison with a variant", "{base}：与一个方案的比较"),
    "base": ("Base", "现行办法"),
    "variant": ("Variant {i}", "方案 {i}"),
    "base_key": ("Base", "现行"),
    "all_key": ("All", "各办法"),
    "version": ("version {version}", "版本 {version}"),
    "reason": ("Why: {reason}", "试行理由：{reason}"),
    "periods": ("Periods", "考核期"),
    "appraisals": ("Compared", "比较范围"),
    "appraisals_of": ("{n} appraisals (employees × periods)", "{n} 人次"),
    "currency": ("Currency", "货币"),
    "sign_name": ("Sign", "变动的含义"),
    "made": ("Made by", "制作"),
    "made_of": ("Appraise {version} from {files}", "Appraise {version}，数据 {files}"),
    "anonymous": (
        "No table names anybody. No pay of fewer than 5 people is told (–), and quantiles are rounded.",
        "表中不列出任何人。不足 5 人的金额不列出（–），分位数取约数。",
    ),
    "provisional": ("Provisional, as of {day}", "期中暂计，截至 {day}"),
    # how it was made
    "about": ("How this was made", "运行信息"),
    "note_about": ("The same policies and data give the same report, byte for byte.", "制度与数据相同，则报告逐字节相同。"),
    # the summary
    "costs_more": ("Costs {change} more ({percent}): {after} in place of {before}.", "成本增加 {change}（{percent}）：由 {before} 变为 {after}。"),
    "costs_less": ("Costs {change} less ({percent}): {after} in place of {before}.", "成本减少 {change}（{percent}）：由 {before} 变为 {after}。"),
    "costs_hidden": ("What it costs would tell the pay of fewer than 5 people, and is not told.", "成本变动涉及不足 5 人，不列出。"),
    "costs_same": ("Costs the same: {after}.", "成本不变：{after}。"),
    "others_stay": (
        "The lines of {source} are the results of {title} ({file}), which stay as they are: what this variant changes is not changed there.",
        "{source} 的数据取自《{title}》（{file}）的考核结果，该制度保持不变：本方案的变动不影响其结果。",
    ),
    "others_change": (
        "The lines of {source} are the results of {title} ({file}), in place of {was} ({was_file}).",
        "{source} 的数据取自《{title}》（{file}）的考核结果，原为《{was}》（{was_file}）。",
    ),
    "others_new": (
        "The lines of {source} are the results of {title} ({file}), which the base does not use.",
        "{source} 的数据取自《{title}》（{file}）的考核结果，基准办法未使用。",
    ),
    "by_cohort": ("Of this, {parts}.", "其中：{parts}。"),
    "part": ("{label} {change} ({percent})", "{label} {change}（{percent}）"),
    "part_plain": ("{label} {change}", "{label} {change}"),
    "budget_cuts": ("{budget} cuts claims by {cut}, of {n} appraisals (base: {before}).", "{budget}折减应发 {cut}，涉及 {n} 人次（现行办法折减 {before}）。"),
    "by_change": ("By change: {parts}.", "各项修改的份额：{parts}。"),
    "by_change_alone": ("By change alone: {parts}.", "各项修改单独的影响：{parts}。"),
    "mean_score": ("Mean score {after}, under the base {before}.", "平均得分 {after}，现行为 {before}。"),
    "gain_and_lose": ("{winners} appraisals get more, {losers} less, {unchanged} the same.", "{winners} 人次增加，{losers} 人次减少，{unchanged} 人次不变。"),
    "grades_move": ("{better} grades are better, {worse} worse, {same} the same.", "{better} 人次升级，{worse} 人次降级，{same} 人次等级不变。"),
    "only": ("{only_base} appraisals take place only under the base, {only_variant} only under the variant.", "{only_base} 人次仅在现行办法下参评，{only_variant} 人次仅在该方案下参评。"),
    "fair": ("Fairness: none of {n} ratios between groups is below 0.8 (base: {base}).", "公平性：{n} 个组间比值均不低于 0.8（现行办法有 {base} 个低于）。"),
    "unfair": ("Fairness: {adverse} of {n} ratios between groups are below 0.8 (base: {base}); of these, {sure} can hardly be chance.",
               "公平性：{n} 个组间比值中 {adverse} 个低于 0.8（现行办法 {base} 个），其中 {sure} 个难以用偶然解释。"),
    "unlike": ("Groups that differ more than chance explains: {parts}.", "差异难以用偶然解释的组：{parts}。"),
    "unlike_part": ("{group}, {what}, ratio {ratio} (chance {chance})", "{group}，{what}，比值 {ratio}（偶然概率 {chance}）"),
    "top": ("best grade", "最高等级"),
    "bottom": ("spared the worst grade", "未落入最低等级"),
    # charts
    "chart_cost": ("Change of what is paid", "应发金额的变动"),
    "chart_cost_period": ("Change of what is paid, by period", "各考核期应发金额的变动"),
    "chart_cost_group": ("Change of what is paid, by {kind}", "应发金额的变动，按{kind}"),
    "chart_changes": ("What each change of {title} moves, one after the other", "“{title}”各项修改的影响，依次累计"),
    "chart_movement": ("From the grade under the base to {title}", "由现行等级到“{title}”的等级"),
    "chart_winners": ("Appraisals by the change of their pay", "按应发金额变动分档的人次"),
    "chart_decile_pay": ("Mean change of pay by decile: {title}", "各十分组应发金额的平均变动：{title}"),
    "chart_decile_score": ("Mean change of the score by decile: {title}", "各十分组得分的平均变动：{title}"),
    "chart_top": ("Best grade, by {kind}: share over the highest of a group", "最高等级比例与最高组之比，按{kind}"),
    "chart_bottom": ("Spared the worst grade, by {kind}: share over the highest of a group", "未落入最低等级的比例与最高组之比，按{kind}"),
    "chart_spread": ("{of}: from the first to the ninth decile", "{of}：第一至第九十分位数"),
    "chart_aims": ("Correlation of pay with the score of each indicator", "应发金额与各指标得分的相关系数"),
    "chart_aims_score": ("Correlation of the total score with that of each indicator", "总分与各指标得分的相关系数"),
    "chart_bins": ("{of}: appraisals by interval, named by its lower bound", "{of}：各区间的人次（横轴为区间下限）"),
    "chart_over_time": ("{of}: mean by period", "{of}：各考核期平均"),
    "lowest_shown": ("The {n} groups with the lowest ratios of {all}; the table has all.", "仅列比值最低的 {n} 组，共 {all} 组，全部见下表。"),
    "largest_shown": ("The {n} groups that change most of {all}; the table has all.", "仅列变动最大的 {n} 组，共 {all} 组，全部见下表。"),
    "list_and": ("; ", "；"),
    "named": ("{label}: {text}", "{label}：{text}"),
    "changes_shares": ("Largest share: {name}, {amount} of {whole} in all.", "份额最大：{name}，{amount}，合计 {whole}。"),
    "changes_alone": ("Each change alone, then what they do together; largest: {name}, {amount} of {whole} in all.", "先列各项修改单独的影响，再列相互影响；最大：{name}，{amount}，合计 {whole}。"),
    "no_change": ("No change.", "没有变动。"),
    "most_period": ("Largest change in one period: {title}, {period}, {change}.", "单期变动最大：{title}，{period}，{change}。"),
    "most_group": ("Largest change: {title}, {group}, {change}.", "变动最大：{title}，{group}，{change}。"),
    "other_scale": ("{other} have a grade of another scale, neither better nor worse.", "{other} 人次的等级属于另一套等级，无法比较高低。"),
    "moved": ("{better} better (below the framed diagonal), {worse} worse (above it), {same} the same.", "升级 {better}（加框对角线以下），降级 {worse}（以上），不变 {same}。"),
    "gains": ("{winners} more, {losers} less, {unchanged} the same", "增加 {winners}，减少 {losers}，不变 {unchanged}"),
    "decile_most": ("Decile 1 has the lowest scores. Highest: decile {up}, {up_change}; lowest: decile {down}, {down_change}.",
                    "第 1 组得分最低。最高为第 {up} 组 {up_change}，最低为第 {down} 组 {down_change}。"),
    "ratios_below": ("Below 0.8: {parts}.", "低于 0.8：{parts}。"),
    "ratios_fine": ("No ratio is below 0.8.", "没有低于 0.8 的比值。"),
    "more_of": ("and {n} more", "另有 {n} 项"),
    "middle": ("The box holds the middle half, the line in it is the median: {parts}.", "方框为中间一半，框内线为中位数：{parts}。"),
    "strongest": ("Strongest: {parts}.", "相关最强：{parts}。"),
    "peak": ("Most lie from {low} to below {high}: {parts}.", "最多的区间为 {low} 至 {high}（不含）：{parts}。"),
    "peaks": ("Most appraisals lie here: {parts}.", "人次最多的区间：{parts}。"),
    "from_to": ("from {low} to below {high} ({n})", "{low} 至 {high}（不含），{n}"),
    "course": ("{first} to {last}: {parts}.", "{first} 至 {last}：{parts}。"),
    "course_same": ("{first} to {last}, the same under all: {text}.", "{first} 至 {last}，各办法相同：{text}。"),
    "axis": (" The axis does not begin at 0.", "纵轴不从 0 开始。"),
    "to": ("{before} to {after}", "{before} 至 {after}"),
}  # fmt: skip


def say(key: str, language: Language, **parts: object) -> str:
    """Give a word or a sentence, with its parts filled in."""
    english, chinese = _WORDS[key]
    return (chinese if language == "zh" else english).format(**parts)
