"""Every diagnostic code with its title and what it means; the manual of diagnostics is made from this table."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """A kind of problem: a Chinese title for the first line of the message, and the page of the manual."""

    zh: str
    explanation: str


CODES: dict[str, Code] = {
    # reading the file
    "file-encoding": Code("文件编码", "A ruleset is UTF-8 text. In Notepad: Save As, Encoding: UTF-8."),
    "file-too-large": Code("文件过大", "A ruleset has a limit of size and depth, so that a broken or hostile file cannot stop the machine."),
    "yaml-syntax": Code("YAML 语法", "The text is not YAML: often a wrong indent, a missing space after a colon, or an unclosed quote or brace."),
    "full-width-colon": Code("全角冒号", "After a key stands the full-width colon of a Chinese keyboard; YAML needs `: ` with a space."),
    "yaml-alias": Code("锚点与别名", "Anchors and aliases (&x, *x) are not read: a reader could not see where a value comes from."),
    "duplicate-key": Code("重复的键", "The same key stands twice in one place; most YAML readers silently take the last."),
    "key-not-text": Code("键不是文本", "A key must be plain text or a number, not a list or a mapping."),
    # its shape
    "unknown-key": Code("未知的键", "The language has no such key here. Nothing that is not understood is ignored."),
    "missing-key": Code("缺少的键", "Something that must be stated is not stated: money never depends on a hidden default."),
    "wrong-value": Code("值不合规定", "The value is not of the kind that is needed here."),
    "name-not-usable": Code("名称不可用", "Ids are used in formulas: letters (Chinese too), digits and _, not beginning with a digit, and not a word of the formula language."),
    "name-taken": Code("名称重复", "Fields, parameters, derived values, functions, rewards and built-in names share one list of names."),
    # formulas
    "formula-syntax": Code("公式语法", "The formula cannot be read."),
    "formula-not-allowed": Code("公式不允许", "Formulas use names, numbers, quoted text, + - * /, comparisons, and or not, if else, in, and the listed functions; nothing else."),
    "formula-too-long": Code("公式过长", "A formula has a limit of length and depth; give its parts names under derive."),
    "unknown-name": Code("未知的名称", "No field, parameter, derived value or result has this name."),
    "unknown-function": Code("未知的函数", "The closed list of functions has no such name."),
    "wrong-arguments": Code("参数不符", "A function was given too few, too many, or unsuitable values."),
    "type-mismatch": Code("类型不符", "The operation does not fit what it is given, for example dividing a text."),
    "unknown-label": Code("未知的取值", "The text can never be equal to this label."),
    "cycle": Code("循环引用", "A value depends on itself."),
    # meaning
    "unknown-reference": Code("引用不存在", "A key names an element (category, scale, grade, indicator, reward) that the ruleset does not have."),
    "setting-not-clear": Code("设定不明", "A mapping in place of a number must be by cohort, by dates, or {by: …, values: …}."),
    "setting-incomplete": Code("设定不全", "A setting says nothing for some cohort, grade or label that can occur."),
    "weights-sum": Code("权重合计", "Weights must add up to 100, in every category and for every cohort."),
    "shares-sum": Code("等级比例合计", "The shares of the grades in a group must add up to 100%."),
    "tiers-order": Code("档位顺序", "Tiers and points must be stated in rising order, each once; grades from best to worst."),
    "table-in-part": Code("档位表不完整", "A table whose keys are bounds is one whole: with a new bound it stands in place of the base's table. What a variant states may be a part of one."),
    "lowest-missing": Code("缺少最低档", "What lies below the first tier is not stated."),
    "unreachable-tier": Code("无法到达的档位", "No value can ever reach this tier."),
    "unreachable-cohort": Code("无法到达的分组", "No employee can ever belong to this cohort."),
    "unused": Code("未被使用", "The element is described but nothing uses it: forgotten, or misspelled where it is used."),
    "percent-or-ratio": Code("百分比与小数混淆", "A percent is compared with a number like 95: 95% is 0.95."),
    "payout-falls": Code("分高奖低", "A better result is paid less than a worse one."),
    "target-needed": Code("缺少目标", "The scoring method measures against a target, and there is none."),
    "direction-formula": Code("反向指标的算法", "Where lower is better, the ruleset states how attainment is computed."),
    "dates-order": Code("日期顺序", "A range ends before it begins, or dated values do not reach back to the beginning of `effective`."),
    "rows-overlap": Code("表行重叠", "Two rows of a table fit the same values, and the table does not say which one holds."),
    "rows-gap": Code("表有空档", "Values that can occur match no row of a table."),
    "factor-unused": Code("系数未使用", "A reward states a factor that its amount does not mention."),
    "budget-covers": Code("预算范围", "A reward is paid out of two budgets, or is settled with other periods, so that a budget would cut what is paid again later."),
    "undone-later": Code("以后会补付", "A gate reduces a reward with a true-up; what it takes off was not paid, so the next true-up pays it."),
    # data
    "data-file": Code("数据文件", "The file cannot be read as a table."),
    "data-sheet": Code("工作表", "The workbook has several sheets, or not the one that was asked for."),
    "data-column": Code("缺少列", "A column that the ruleset names is not in the file."),
    "data-value": Code("数据取值", "A cell cannot be read as what its column holds, is ambiguous, or is outside what is legal."),
    "data-hidden": Code("隐藏的数据", "Rows, columns or a sheet that are hidden, by a filter or by hand, are read like all others."),
    "data-duplicate": Code("重复的行", "One employee has two rows for one period."),
    "data-period": Code("考核期", "A period cannot be read, or does not fit the ruleset."),
    "lines-unmatched": Code("明细无对应员工", "Lines of a source belong to employees (in a period) for whom the data have no row, so they count for nobody."),
    "employee-writing": Code("员工编号写法不一", "An employee number is written in two ways (leading zeros, letter case, blanks, an apostrophe), so that what belongs to one person would count for nobody or for two. `digits: 5` in a field puts zeros before whole numbers."),
    "lines-keyless": Code("明细缺少归属", "Lines of a source have no employee, date or period, so they count for nobody."),
    "lines-repeated": Code("明细重复", "Lines are the same in every column of their file and count each time; most likely they were entered or pasted twice. `unique` makes them an error, `repeats: allowed` says that they are right."),
    "lines-require": Code("明细不合要求", "Lines do not keep what their source requires of them."),
    "no-lines": Code("缺少明细", "Somebody has no line of a source of which everybody must have one."),
    "lines-outside": Code("明细不在考核期", "Lines of a source lie in no period that is appraised."),
    "no-source": Code("缺少明细文件", "The ruleset describes a source of lines, and no file was given for it."),
    "not-in-force": Code("制度未生效", "The ruleset is not in force in this period."),
    "no-such-employee": Code("数据中没有该员工", "The data has no such employee in that period."),
    # running
    "no-cohort": Code("不属于任何分组", "No cohort's condition holds for this employee."),
    "undecided": Code("无法判定", "A condition meets a missing value and so is neither true nor false; for pay that is an error."),
    "missing-value": Code("缺少数据", "An indicator has no value, and the ruleset says that this is an error."),
    "no-weight-left": Code("无可分配权重", "Every indicator is missing, so there is nothing to spread the weight over."),
    "below-lowest": Code("低于最低档", "A value lies below the first tier, for which the ruleset says nothing."),
    "bands-cross": Code("等级界限交叉", "Bounds of grades that are formulas do not fall from the best grade to the worst for this employee."),
    "no-setting": Code("没有对应设定", "A lookup has no value for a label that occurs in the data."),
    "no-table-row": Code("表中无对应行", "A table has no row for the values of this employee, and no `otherwise`."),
    "no-amount": Code("金额无法计算", "A reward, factor, limit or adjustment has no value for this employee."),
    "differs-in-group": Code("组内不一致", "What a group shares, such as a budget, a prize, or the share of a grade, is not the same for everybody in it."),
    "group-too-small": Code("组内人数过少", "A group has fewer people than the ranking demands, also when such groups are pooled, and there are no bands."),
    "weights-sum-row": Code("个人权重合计", "Weights given by formula do not add up to 100 for this employee."),
    "too-large": Code("数值过大", "A score or an amount of money has so many digits that it is no longer exact; a factor, a formula or the data must be wrong."),
    "below-zero": Code("金额为负", "A budget or a draw is below 0 for this employee, so there is nothing to give."),
    "nobody-to-pay": Code("无人可发", "A budget is to be handed out, and nobody in the group has a claim to any of it."),
    "outcome-undecided": Code("结果待定", "An outcome could not be decided, so it was not given."),
    "not-handed-in": Code("数据未交齐", "Data that a step of the cycle needs are missing for some people."),
    "versions": Code("制度版本", "The versions of a ruleset in a folder leave a gap, overlap, or are of different rulesets."),
    "history": Code("以往结果", "The earlier results lack something that is looked back at, do not reach up to the data, are provisional, or are computed anew."),
    "extension": Code("扩展", "A package that adds checks, inputs or outputs to Appraise by an entry point cannot be used; the message names it. Nothing of Appraise itself is wrong."),
    "more-of-the-same": Code("其余同类问题", "More problems of a kind than are shown."),
}  # fmt: skip
