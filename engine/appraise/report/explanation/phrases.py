"""The sentences of an explanation in the two languages."""

from __future__ import annotations

from appraise.report.words import Language

# English, Chinese; the braces are filled in by explanation.py
_PHRASES: dict[str, tuple[str, str]] = {
    "head": ("{who} · {period}", "{who} · {period}"),
    "policy": ("{title} {version}", "{title} {version}"),
    "data": ("data: {file}, row {row}", "数据：{file} 第 {row} 行"),
    "not_appraised": ("Not appraised: {reason}.", "不参加考核：{reason}。"),
    "provisional": (
        "PROVISIONAL, as of {day}: day {gone} of {days} of {period}. Targets count as far as they are due; nothing is final.",
        "期中暂计，截至 {day}（{period} 共 {days} 天，已过 {gone} 天）：累计型目标只计应完成部分，等级和金额均非最终结果。",
    ),
    "not_comparable": (
        " Scored against whole periods though {period} is not over, so not to be relied on until then: {clauses}.",
        "下列指标以未满一期的数与整期相比，{period} 结束前得分不足为凭：{clauses}。",
    ),
    "judged_later": (
        " Judged only when {period} is over, since it would be compared with whole periods: {clauses}.",
        "须与整期比较、待 {period} 结束后才判断：{clauses}。",
    ),
    "due": ("{share} of the target of {whole} is due by {day}", "目标 {whole} 截至 {day} 应完成 {share}"),
    "projected": ("at this pace {value} by the end of the period", "按此进度，期末预计为 {value}"),
    "cohort": ("Cohort", "分组"),
    "cohort_is": ("{cohort}, because {condition}", "{cohort}，因为 {condition}"),
    "cohort_rest": ("{cohort}, because no condition before it holds", "{cohort}，因为前面的条件都不成立"),
    "indicators": ("Indicators", "指标"),
    "measured": (
        "{value} against a target of {target}: attainment {attainment}",
        "{value}，目标 {target}，完成率 {attainment}",
    ),
    "measured_rounded": (
        "{value} against a target of {target}: attainment {exact}, rounded to {attainment}",
        "{value}，目标 {target}，完成率 {exact}，四舍五入为 {attainment}",
    ),
    "measured_meaningless": (
        "{value} against a target of {target}: no attainment",
        "{value}，目标 {target}，无法计算完成率",
    ),
    "measured_alone": ("{value}", "{value}"),
    "measured_missing": ("no value", "无数据"),
    "tables": ("Looked up", "查表"),
    "looked_up": ("{table}: {given} gives {value}", "{table}：{given}，得 {value}"),
    "looked_up_row": ("{table}: {given} ({row}) gives {value}", "{table}：{given}（{row}），得 {value}"),
    "scored": ("{rule}: score {score}", "{rule}：得分 {score}"),
    "unscored": (
        "no score; its weight of {stated}% is spread over the others",
        "无得分，其权重 {stated}% 分摊到其他指标",
    ),
    "unscored_weightless": ("no score; its weight is 0, so it counts for nothing", "无得分；权重为 0，不计入总分"),
    "figures": ("How the figures arise", "数据的由来"),
    "chosen": ("{by} = {label}: {value}", "{by} = {label}：{value}"),
    "parameter": ("{name} = {value}: {told}", "{name} = {value}：{told}"),
    "in_force": ("{value} since {day}", "自 {day} 起 {value}"),
    "peers_rank": (
        "{call} = {value}: place {value} of {size} in {group}",
        "{call} = {value}：在{group}的 {size} 人中排第 {value} 名",
    ),
    "peers_percentile": (
        "{call} = {value}: the share with less of the others among the {size} in {group}",
        "{call} = {value}：{group} {size} 人中，低于本人者占其他人的比例",
    ),
    "peers_share": (
        "{call} = {value}: the share of the total of the {size} in {group}",
        "{call} = {value}：占{group} {size} 人合计的比例",
    ),
    "peers_figure": (
        "{call} = {value}: from the {size} people in {group}",
        "{call} = {value}：取自{group}的 {size} 人",
    ),
    "earlier_at": ("{call} = {value}: of {period}", "{call} = {value}：{period} 的数"),
    "earlier_latest": ("{call} = {value}: of the last period that is known", "{call} = {value}：最近一个有数据的期间"),
    "of_last_mean": ("{call} = {total} / {count} = {value}", "{call} = {total} / {count} = {value}"),
    "of_last_sum": ("{call} = {total} = {value}", "{call} = {total} = {value}"),
    "year_to_date": ("{call} = {before} + {now} = {value}", "{call} = {before} + {now} = {value}"),
    "streak": ("{call} = {value}: up to the period before {before}", "{call} = {value}：截至上期为 {before}"),
    "how_value": ("Value: {told}", "实际值：{told}"),
    "how_target": ("Target: {told}", "目标：{told}"),
    "how_weight": ("Weight: {told}", "权重：{told}"),
    "how_limit_min": ("At least: {told}", "下限：{told}"),
    "how_limit_max": ("At most: {told}", "上限：{told}"),
    "how_factor": ("Factor: {told}", "系数：{told}"),
    "how_points": ("{title}: {points}, by {told}", "{title}：{points}，依据 {told}"),
    "how_tier": ("Tier {bound}: {told}", "档 {bound}：{told}"),
    "filled": ("no value, which the policy scores {score}", "无数据，按制度记 {score} 分"),
    "score_limited": ("limited to {limit} by {gate}: score {score}", "因“{gate}”不高于 {limit}：得分 {score}"),
    "weighted": ("weight {weight}%: {points} points", "权重 {weight}%：{points} 分"),
    "weighted_spread": (
        "weight {weight}% (stated {stated}%, the rest taken over from missing indicators): {points} points",
        "权重 {weight}%（规定 {stated}%，其余由缺数据的指标分摊）：{points} 分",
    ),
    "total": ("Total score", "总分"),
    "adjusted": ("{title}: {points}", "{title}：{points}"),
    "clamped_above": ("more than the limit allows: {value}", "超过上限，按上限计：{value}"),
    "clamped_below": ("less than the least: {value}", "低于下限，按下限计：{value}"),
    "limited": ("{gate}: at most {limit}, so {value}", "{gate}：不高于 {limit}，得 {value}"),
    "rounded": ("rounded: {value}", "四舍五入：{value}"),
    "rounded_from": ("{exact} rounded to {value}", "{exact} 四舍五入为 {value}"),
    "of_category": ("{title}: points {total}, score {score}", "{title}：加权得分 {total}，得分 {score}"),
    "before_rounding": ("{value} ({exact} before rounding)", "{value}（四舍五入前为 {exact}）"),
    "gates": ("Gates", "限制条件"),
    "holds": ("{title}: {when} holds{given}", "{title}：{when} 成立{given}"),
    "holds_not": ("{title}: {when} does not hold{given}", "{title}：{when} 不成立{given}"),
    "given": (" ({given})", "（{given}）"),
    "grade": ("Grade", "等级"),
    "banded": ("{score} gives {grade} ({bands})", "{score} 分，评为 {grade}（{bands}）"),
    "ranked": ("place {place} of {size} in {group}, by {by}", "按{by}在{group}的 {size} 人中排第 {place} 名"),
    "everybody": ("all who are appraised", "全体参评人员"),
    "pool": ("the small groups together", "合并后的小组"),
    "too_few_banded": (
        "only {size} people in {group}, fewer than {least}: graded by score",
        "{group}只有 {size} 人，不足 {least} 人，按分数定等级",
    ),
    "too_few_pooled": (
        "only {size} people in {group}, fewer than {least}: ranked with the other groups that are too small",
        "{group}只有 {size} 人，不足 {least} 人，与其他过小的组合并排名",
    ),
    "held_before": (
        "{gates}: {before} becomes {after} before places are given, so that no place of a better grade is taken up",
        "{gates}：先由 {before} 降为 {after}，再按名额评定，不占更高等级的名额",
    ),
    "held_most": (
        "{gates}: no better than {after}, so that no place of a better grade is taken up",
        "{gates}：不高于 {after}，不占更高等级的名额",
    ),
    "held_ahead": (
        "of those ahead, some are held back by gates and take up no place of this grade: counts as place {standing}",
        "排在前面的人中有受限制条件约束、不占该等级名额的：按第 {standing} 名计",
    ),
    "tied_better": (
        "{tied} people are equal, on places {place} to {last}: all have the grade of place {place}",
        "{tied} 人并列第 {place}–{last} 名，同取第 {place} 名的等级",
    ),
    "tied_worse": (
        "{tied} people are equal, on places {place} to {last}: all have the grade of place {last}",
        "{tied} 人并列第 {place}–{last} 名，同取第 {last} 名的等级",
    ),
    "together_better": (
        "{tied} people are equal, on places {place} to {last}: none falls while a place is left for one of them",
        "{tied} 人并列第 {place}–{last} 名：只要还有一个名额，就都不下调",
    ),
    "together_worse": (
        "{tied} people are equal, on places {place} to {last}: all fall unless there are places for all",
        "{tied} 人并列第 {place}–{last} 名：名额不够全部人员时，都下调",
    ),
    "share_first": (
        "{grade} goes to the first {end} ({share} of {size}, {counts})",
        "{grade} 级为前 {end} 名（{size} 人的 {share}，{counts}）",
    ),
    "share_middle": (
        "{grade} goes to places {begin} to {end} ({share} of {size}, {counts})",
        "{grade} 级为第 {begin}–{end} 名（{size} 人的 {share}，{counts}）",
    ),
    "share_last": ("{grade} goes to all from place {begin} on", "{grade} 级为第 {begin} 名及以后"),
    "counts_down": ("rounded down", "向下取整"),
    "counts_nearest": ("rounded", "四舍五入"),
    "counts_largest-remainder": ("by the largest remainders", "最大余数法"),
    "demanded": (
        "{grade} demands {demand}, which does not hold{given}: {after}",
        "{grade} 级须满足 {demand}，不成立{given}，降为 {after}",
    ),
    "ceilings_kept": ("no ceiling stands in the way of {grade}", "{grade} 不受名额限制"),
    "ceiling_full": (
        "the ceiling of {grades}, {places} people ({share} of {size}), is full: {before} becomes {after}",
        "{grades} 级的名额 {places} 人（{size} 人的 {share}）已满：由 {before} 变为 {after}",
    ),
    "ceiling_full_more": (
        "the ceiling of {grades}, {places} people ({share} of {size}) and places left over, is full: {before} becomes {after}",
        "{grades} 级的名额 {places} 人（{size} 人的 {share}）及较好等级转来的名额已满：由 {before} 变为 {after}",
    ),
    "stood_place": ("place {value} of {size} in {group}", "在{group}的 {size} 人中排第 {value} 名"),
    "stood_percentile": ("percentile {value} among {size} in {group}", "在{group}的 {size} 人中百分位为 {value}"),
    "stood_deviation": (
        "{value} standard deviations above the mean of {size} in {group}",
        "高于{group} {size} 人的平均水平 {value} 个标准差",
    ),
    "reach_ranked": (
        "The last in {group} with a better grade stands at {last} ({by}); here it is {own}.",
        "{group}中等级更高者，{by}最低为 {last}；本人为 {own}。",
    ),
    "grade_gated": ("{gate}: {before} becomes {after}", "{gate}：由 {before} 变为 {after}"),
    "grade_stays": ("{gate}: stays {after}", "{gate}：等级仍为 {after}"),
    "rewards": ("Pay", "奖惩金额"),
    "computed": ("{formula}{given} = {value}", "{formula}{given} = {value}"),
    "tier_amount": ("{measure} by tiers ({tiers}): {value}", "{measure} 按档（{tiers}）：{value}"),
    "tiered": ("{base} by tiers ({tiers}): {value}", "{base} 按档（{tiers}）：{value}"),
    "tiered_between": (
        "{base} by tiers ({tiers}), here from {begin} to {end}: {value}",
        "{base} 按档（{tiers}），本期从 {begin} 到 {end}：{value}",
    ),
    "times": ("{base} × {factor} = {value}", "{base} × {factor} = {value}"),
    "share": (
        "share of the period employed: {base} × {factor} = {value}",
        "按在职天数比例：{base} × {factor} = {value}",
    ),
    "days": (
        "days employed, from {begin} to {end}: {part} / {whole} = {share}",
        "在职天数，{begin} 至 {end}：{part} / {whole} = {share}",
    ),
    "no_days": ("days employed: none in this period", "在职天数：本期没有"),
    "gate_times": ("{gate}: {base} × {factor} = {value}", "{gate}：{base} × {factor} = {value}"),
    "gate_spares": ("{gate}: penalties are not multiplied, so {value}", "{gate}：扣款不乘系数，仍为 {value}"),
    "when_holds": ("condition met: {when}", "符合条件：{when}"),
    "only_where": ("{when} does not hold, so {value}", "{when} 不成立，因此为 {value}"),
    "amount_is": ("{value}", "{value}"),
    "placed": (
        "place {place} of the {entrants} who take part{group}{given}{tie}: {value}",
        "{group}{entrants} 名参赛者中排第 {place} 名{given}{tie}：{value}",
    ),
    "tie_share": (
        ", level with {others}, dividing the prizes of the places they take up",
        "，与 {others} 并列，平分所占各名次的奖金",
    ),
    "tie_repeat": (
        ", level with {others}, each with the whole prize of this place",
        "，与 {others} 并列，各得该名次的全额奖金",
    ),
    "of_group": (" ({group})", "（{group}）"),
    "in_group": (" in {group}", "{group}的 "),
    "handed_out": (
        "{title}: {amount} is handed out in proportion; {before} of {claimed} is {share}: {value}",
        "{title}：{amount} 按比例分完，本人 {before} 占合计 {claimed} 的 {share}，分得 {value}",
    ),
    "budget_cut": (
        "{title}: {claimed} claimed, {amount} to give: {before} x {amount} / {claimed} = {value}",
        "{title}：应发合计 {claimed}，可发 {amount}：{before} × {amount} ÷ {claimed} = {value}",
    ),
    "budget_cent": (
        "{title}: {claimed} claimed, {amount} to give: {before} x {amount} / {claimed}, with a cent of the remainder {value}",
        "{title}：应发合计 {claimed}，可发 {amount}：{before} × {amount} ÷ {claimed}，分摊尾差后为 {value}",
    ),
    "budget_enough": (
        "{title}: {claimed} claimed, {amount} to give: nothing is cut",
        "{title}：应发合计 {claimed}，可发 {amount}：不作缩减",
    ),
    "with_banked": ("with {banked} kept from earlier periods: {value}", "加以前留存 {banked}：{value}"),
    "banked": ("kept for later periods: {value}", "留存至以后各期：{value}"),
    "true_up": (
        "due for the year so far {due}, paid earlier {paid}: {value}",
        "年初至今应得 {due}，以前已付 {paid}：{value}",
    ),
    "carried": ("more was paid than is due; nothing is taken back now: {value}", "已付多于应得，本期不扣回：{value}"),
    "drawn": (
        "at least the draw of {draw}, {advance} of it advanced: {value}",
        "不足预支额 {draw}，预支 {advance}：{value}",
    ),
    "recovered": (
        "{recovered} kept back for what was advanced (at most {share} of what exceeds the draw): {value}",
        "扣回以前预支 {recovered}（最多为超出保底部分的 {share}）：{value}",
    ),
    "balance": ("still owed: {value}", "尚欠预支：{value}"),
    "taken_back": (
        "{paid} paid in the {periods} periods before and not taken back yet, {share} of it",
        "前 {periods} 期已付且未追回 {paid}，追回其 {share}",
    ),
    "paid": ("{title}: {value} {currency}", "{title}：{value} {currency}"),
    "all_pay": ("Total: {value} {currency}", "合计：{value} {currency}"),
    "outcomes": ("Outcomes", "后续措施"),
    "improve": ("To improve", "改进建议"),
    "improve_one": ("{title} (score {score}): {advice}", "{title}（得分 {score}）：{advice}"),
    "reach": ("To reach {grade}, one of these alone would have been enough", "若要达到 {grade}，做到以下任意一项即可"),
    "reach_only": ("To reach {grade}, this alone would have been enough", "若要达到 {grade}，做到下面这一项即可"),
    "reach_held": (
        "The score gives {before}; “{gate}” makes it {after}.",
        "得分可评为 {before}，因“{gate}”为 {after}。",
    ),
    "reach_one": ("{title}: {value} instead of {now}", "{title}：从 {now} 提高到 {value}"),
    "reach_less": ("{title}: {value} instead of {now}", "{title}：从 {now} 降低到 {value}"),
    "reach_none": ("No single indicator alone would have reached {grade}.", "任何单项指标都不足以达到 {grade}。"),
}


def phrase(key: str, language: Language, **parts: object) -> str:
    """Give one sentence with its parts filled in."""
    english, chinese = _PHRASES[key]
    return (chinese if language == "zh" else english).format(**parts)
