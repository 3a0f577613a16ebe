"""The words of sweeps and of what is solved, in the two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraise.report.words import Language

# English, Chinese
_WORDS: dict[str, tuple[str, str]] = {
    "sweep": ("Settings tried", "参数试算"),
    "grids": ("Grids", "试算矩阵"),
    "setting": ("Setting", "取值"),
    "setting_of": ("{name}: {path}, {now} as it is ({place})", "{name}（{path}），现行 {now}，位于 {place}"),
    "others_stay": ("The lines of {source} are the results of {title} ({file}), which stay as they are.",
                    "{source} 的数据取自《{title}》（{file}）的考核结果，该制度保持不变。"),
    "scaled": ("What stands beside it is scaled, so that all add up as before.", "同类其他各项按比例调整，合计不变。"),
    "untold": ("Figures are left out where fewer than {fewest} people stand behind them, or behind what changes from one setting to another.",
               "涉及不足 {fewest} 人的数据，以及各取值之间变动不足 {fewest} 人的数据，均不列出。"),
    "all_untold": ("This setting changes the figures of fewer than {fewest} people; with --anonymous it is not told.",
                   "该取值只影响不足 {fewest} 人；使用 --anonymous 时不列出。"),
    "as_it_is": ("as it is", "现行"),
    "not_sound": ("not possible", "不可行"),
    "problem": ("Problem", "问题"),
    "scale": ("Each mark stands between the lowest (left) and the highest (right) of its column; {mark} is the policy as it is.",
              "标记表示该列中由最低（左）到最高（右）的位置，{mark} 为现行办法。"),
    "grid": ("{low} lowest, {high} highest, [ ] the policy as it is", "{low} 最低，{high} 最高，[ ] 为现行办法"),
    "grid_of": ("{of}: {down} down, {across} across", "{of}（行：{down}，列：{across}）"),
    "thinned": ("{shown} of {all} settings are shown; a file has them all: --out sweep.xlsx (or .html, .csv, .json)",
                "共 {all} 个取值，此处列出 {shown} 个；全部结果请写入文件：--out sweep.xlsx（或 .html、.csv、.json）"),
    "no_difference": ("No figure differs: nothing asked for depends on this number here.", "各取值的结果都相同：所列数据不受该参数影响。"),
    "more_problems": ("{n} more are not possible for such reasons.", "另有 {n} 个取值因类似原因不可行。"),
    "try_keep_sum": ("Weights must add up to 100: with --keep-sum those beside are scaled.", "权重合计须为 100：加 --keep-sum 可按比例调整同类其他权重。"),
    # the page
    "page": ("{title}: {names}", "{title}：试算 {names}"),
    "figures": ("Figures by setting", "各取值的结果"),
    "now": ("{now} as it is", "现行 {now}"),
    "currency": ("Currency", "币种"),
    "present": ("the policy as it is", "按现行办法"),
    "each": ("each setting", "各取值"),
    "point": ("Lowest {low} at {at_low}, highest {high} at {at_high}; {now} as it is.", "{at_low} 时最低，为 {low}；{at_high} 时最高，为 {high}；现行为 {now}。"),
    # figures
    "cost": ("Cost", "成本"),
    "cost_mean": ("Cost per head", "人均成本"),
    "total": ("{of}, total", "{of}合计"),
    "mean": ("{of}, mean", "{of}平均"),
    "median": ("{of}, median", "{of}中位数"),
    "lowest": ("{of}, lowest", "{of}最低"),
    "highest": ("{of}, highest", "{of}最高"),
    "share": ("Share of {of}", "{of} 占比"),
    "count": ("Number of {of}", "{of} 人次"),
    "where": ("{of} where {whom}", "{of}（{whom}）"),
    # what was solved
    "and": (" and ", " 且 "),
    "solved": ("{name} {at} keeps {goals}; it is {now} now.", "「{name}」取 {at} 时满足 {goals}，现行为 {now}。"),
    "kept_now": ("The policy keeps {goals} as it is: {name} {now}.", "现行办法已满足 {goals}（「{name}」{now}）。"),
    "figure_now": ("{of}: {now} now, {at} then.", "{of}：现行 {now}，调整后 {at}。"),
    "figure_only": ("{of}: {now} now.", "{of}：现行 {now}。"),
    "unsolved": ("No setting of {name} from {low} to {high} keeps {goals}.", "「{name}」在 {low} 至 {high} 之间没有取值能满足 {goals}。"),
    "unsolved_tried": ("None of the {tried} settings of {name} that were run, from {low} to {high}, keeps {goals}.",
                       "「{name}」在 {low} 至 {high} 之间试算的 {tried} 个取值均不能满足 {goals}。"),
    "nearest": ("{at} comes nearest: {of} is {value}; the figures are from {least} to {most}.", "最接近的是 {at}：{of} 为 {value}；各取值的结果在 {least} 与 {most} 之间。"),
    "unsolved_none": ("No setting of {name} from {low} to {high} makes a sound policy.", "「{name}」在 {low} 至 {high} 之间没有可行的取值。"),
    "kept": ("Kept by: {stretches}", "满足目标的取值：{stretches}"),
    "stretch": ("{low} to {high}", "{low} 至 {high}"),
    "tried_all": ("All {n} settings were run.", "已逐一试算全部 {n} 个取值。"),
    "tried_some": ("{tried} of {n} settings were run: evenly spread ones, then all beside the best of them.",
                   "共 {n} 个取值，试算了其中 {tried} 个：先均匀选取，再逐一试算最优者两侧的取值。"),
    "not_possible": ("{n} of them are not possible, such as {at}: {why}", "其中 {n} 个不可行，如 {at}：{why}"),
    "shape_level": ("{of} is the same for all of them.", "{of}在各取值下都相同。"),
    "shape_rises": ("{of} never falls while the setting rises.", "取值增大时，{of}只增不减。"),
    "shape_falls": ("{of} never rises while the setting rises.", "取值增大时，{of}只减不增。"),
    "shape_neither": ("{of} rises and falls while the setting rises.", "取值增大时，{of}有增有减。"),
    "title": ("{name} {at} (was {now})", "{name} {at}（现行 {now}）"),
    "reason": ("Found by appraise solve so that {goals}", "由 appraise solve 求得，使 {goals}"),
    "not_written": ("{file} is not written: there is no change to compare.", "没有可比较的变动，未写入 {file}。"),
    "copy": ("As a variant, in a file beside the policy:", "存为办法旁的方案文件即可："),
}  # fmt: skip


def say(key: str, language: Language, **parts: object) -> str:
    """Give a word or a sentence, with its parts filled in."""
    english, chinese = _WORDS[key]
    return (chinese if language == "zh" else english).format(**parts)
