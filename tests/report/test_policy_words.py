from __future__ import annotations

import pytest

from appraise.diagnostics import Where
from appraise.policy.values import Constant
from appraise.policy.words import range_in_words
from appraise.report.policy.sections import number_in_words, policy_in_words
from appraise.texts import told as said
from tests.report.team import POLICY, ruleset

WHERE = Where("x.yaml", 1)


@pytest.mark.parametrize(
    ("text", "value", "percent", "told"),
    [
        ("95%", 0.95, True, "95%"), ("95.0%", 0.95, True, "95.0%"), ("100000", 1e5, False, "100,000"),
        ("2.0", 2.0, False, "2.0"), ("-1234.50", -1234.5, False, "-1,234.50"), ("1e6", 1e6, False, "1,000,000"),
        ("100_000", 1e5, False, "100,000"), (".5", 0.5, False, "0.5"), ("0", 0.0, False, "0"),
    ],
)  # fmt: skip
def test_numbers_stand_as_written(text: str, value: float, percent: bool, told: str) -> None:
    assert number_in_words(Constant(value, text, WHERE, percent)) == told


@pytest.mark.parametrize(
    ("low", "high", "boundary", "english", "chinese"),
    [
        ("60", "80", "lower", "from 60 to below 80", "60 到不足 80"),
        ("60", "80", "upper", "over 60 up to 80", "超过 60 至 80"),
        (None, "60", "lower", "below 60", "不足 60"),
        (None, "60", "upper", "up to 60", "不超过 60"),
        ("80", None, "lower", "80 or more", "80 及以上"),
        ("80", None, "upper", "over 80", "超过 80"),
        (None, None, "lower", "any value", "任意值"),
    ],
)
def test_exact_hits_are_on_the_right_side(low, high, boundary, english, chinese) -> None:  # type: ignore[no-untyped-def]
    assert said(range_in_words(low, high, boundary), "en") == english
    assert said(range_in_words(low, high, boundary), "zh") == chinese


def told(policy: str) -> dict[str, list[str]]:
    """The sentences by section."""
    sections: dict[str, list[str]] = {}
    for line in policy_in_words(ruleset(policy)):
        sections.setdefault(line.section, []).append(line.words)
    return sections


def test_a_policy_in_chinese() -> None:
    words = told(POLICY)
    assert words["总则"] == [
        "版本 1，2025-01-01 至 2025-12-31 有效", "按季度考核，金额单位为元", "恰在界限上的值属于从该界限开始的档",
        "四舍五入保留小数：总分 2 位，金额 2 位", "缺数据时：报错，不计算",
    ]  # fmt: skip
    assert words["数据"][3:6] == [
        "文本，列“团队”；取值：红、蓝",
        "金额，列“销售额”；不小于 0",
        "整数，列“差错”；空白视为 0",
    ]
    assert words["考核对象"] == ["须满足 there 才参加考核；否则：不在岗"]
    assert words["分组"] == ["team == '红'", "其余全部人员"]
    assert words["指标"] == [
        "实际值：sales", "目标：按分组：red 1,000；blue 2,000", "完成率：实际值 ÷ 目标", "计分：完成率×100，最低0分，最高120分",
        "权重：占总分的 100%", "缺数据时：报错，不计算",
    ]  # fmt: skip
    assert words["限制条款"] == ["当 faults > 3 时：等级不高于 C"]
    assert words["等级"] == ["A：95 及以上；B：60 到不足 95；C：不足 60"]
    assert words["奖金与扣款"] == [
        "金额：1000 * factor", "其中系数：按等级：A 2.0；B 1.0；C 0",
        "以 sales 为基数，分段累进：不超过 1,000 的部分 1%；1,000–2,000 的部分 2%；超过 2,000 的部分 3%",
    ]  # fmt: skip
    assert words["后续措施"] == ["当 grade == 'C' 时：安排面谈（改进）"]


def test_a_policy_in_english() -> None:
    words = told(POLICY.replace("title: 小制度", "title: Small\nlanguage: en"))
    assert words["Cohorts"] == ["team == '红'", "everybody else"]
    assert words["Indicators"] == [
        "Value: sales", "Target: by cohort: red 1,000; blue 2,000", "Attainment: value / target",
        "Score: attainment × 100, at least 0, at most 120", "Weight: 100% of the total score",
        "Where the value is missing: an error, nothing is computed",
    ]  # fmt: skip
    assert words["Grades"] == ["A: 95 or more; B: from 60 to below 95; C: below 60"]
    assert words["Pay"][2] == (
        "sales, each slice at its own rate: 1% of the part up to 1,000; 2% of the part from 1,000 to 2,000;"
        " 3% of the part above 2,000"
    )


RULES = [
    ("{method: linear, points: [[0, 0], [1000, 100]]}",
     "by value in straight lines: 0 at 0, 100 at 1,000; flat outside",
     "按实际值在各点之间直线取值：0 得 0 分，1,000 得 100 分；两端之外保持不变"),
    ("{method: linear, of: attainment, extend: true, points: [[0%, 0], [80%, 50], [80%, 60], [100%, 100]]}",
     "by attainment in straight lines: 0 at 0%, a jump from 50 to 60 at 80% (60 exactly there), 100 at 100%; straight on outside",
     "按完成率在各点之间直线取值：0% 得 0 分，在 80% 处由 50 分跳到 60 分（恰为 80% 得 60 分），100% 得 100 分；两端之外沿直线延伸"),
    ("{method: steps, of: attainment, steps: {lowest: 0, 80%: 60, 100%: 100}}",
     "by attainment in steps: below 80%: 0; from 80% to below 100%: 60; 100% or more: 100",
     "按完成率分档：不足 80%：0 分；80% 到不足 100%：60 分；100% 及以上：100 分"),
    ("{method: steps, boundary: upper, steps: {lowest: 0, 100: 60}}",
     "by value in steps: up to 100: 0; over 100: 60", "按实际值分档：不超过 100：0 分；超过 100：60 分"),
    ("{method: per_step, start: 30, of: attainment, step: 3%, steps: whole, up: {points: 1, at_most: 6}, down: {points: 2, at_most: none}}",
     "30 on target, by the distance of attainment from it, for each whole 3%, plus 1 above (at most 6), less 2 below (without limit)",
     "达到目标得 30 分，按完成率与目标的差距加减，每满 3%，优于目标加 1 分（最多 6 分），劣于目标减 2 分（不限）"),
    ("{method: pass}", "100 if the target is reached, otherwise 0", "达到目标得 100 分，否则 0 分"),
    ("{method: pass, when: faults == 0}", "100 if faults == 0, otherwise 0", "满足 faults == 0 得 100 分，否则 0 分"),
    ("{method: deduct, points: 5, unit: 2, free: 1, floor: 0}",
     "100, less 5 for each 2 of the value, part of a unit in proportion, only what is beyond 1 counts, at least 0",
     "从 100 分起，实际值每 2 扣 5 分，不足一个单位按比例计，只计超出 1 的部分，最低0分"),
    ("{method: add, points: {red: 1, blue: 2}, cap: none}",
     "0, plus (by cohort: red 1; blue 2) for each 1 of the value, part of a unit in proportion, no upper limit",
     "从 0 分起，实际值每 1 加（按分组：red 1；blue 2）分，不足一个单位按比例计，不设上限"),
    ("{method: formula, formula: value / 10, floor: none, cap: 100}",
     "by the formula value / 10, no lower limit, at most 100", "按公式 value / 10，不设下限，最高100分"),
    ("{by: team, values: {红: {method: pass}, 蓝: {method: ratio, floor: none, cap: none}}}",
     "by team: 红: 100 if the target is reached, otherwise 0; 蓝: attainment × 100, no lower limit, no upper limit",
     "按 team：红：达到目标得 100 分，否则 0 分；蓝：完成率×100，不设下限，不设上限"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "english", "chinese"), RULES)
def test_scoring_rules(rule: str, english: str, chinese: str) -> None:
    policy = POLICY.replace("{method: ratio, floor: 0, cap: 120}", rule)
    assert f"计分：{chinese}" in told(policy)["指标"]
    assert f"Score: {english}" in told(policy.replace("title: 小制度", "title: Small\nlanguage: en"))["Indicators"]


PAY = [
    ("{base: sales, tiers: {method: whole, rates: {0: 0.5, 1000: 2%}}}",
     "sales, the tier that is reached prices all of it: from 0 to below 1,000: ×0.5; 1,000 or more: 2%",
     "以 sales 为基数，按达到的档全额计：0 到不足 1,000：×0.5；1,000 及以上：2%"),
    ("{base: sales, tiers: {method: whole, of: sales.attainment, amounts: {lowest: 0, 100%: 5000}}}",
     "the tier that sales.attainment reaches decides: below 100%: 0 CNY; 100% or more: 5,000 CNY",
     "按 sales.attainment 达到的档给付：不足 100%：0 元；100% 及以上：5,000 元"),
    ("{base: sales, tiers: {method: whole, amounts: {lowest: 0, 1000: 5000}}}",
     "for sales, the tier that is reached decides: below 1,000: 0 CNY; 1,000 or more: 5,000 CNY",
     "看 sales，按达到的档给付：不足 1,000：0 元；1,000 及以上：5,000 元"),
    ("{base: sales, tiers: {method: interpolate, rates: {0: 1%, 1000: 2%}}}",
     "sales, in straight lines between the bounds: 1% at 0; 2% at 1,000; flat outside",
     "以 sales 为基数，在界限之间按直线取值：0 时 1%；1,000 时 2%；两端之外保持不变"),
    ("{base: sales, tiers: {method: marginal, start: faults, rates: {lowest: 1%}}}",
     "sales, each slice at its own rate: 1% of all of it; slices begin at faults",
     "以 sales 为基数，分段累进：全部 1%；从 faults 起算"),
    ("{each: 12500, count: faults}", "12,500 CNY for each of faults", "faults，每个 12,500 元"),
    ("{amount: {2025-01-01: 100, 2025-07-01: 1200}}",
     "Amount: from 2025-01-01: 100; from 2025-07-01: 1,200 (CNY)", "金额：自 2025-01-01 起 100；自 2025-07-01 起 1,200（元）"),
]  # fmt: skip


@pytest.mark.parametrize(("reward", "english", "chinese"), PAY)
def test_pay(reward: str, english: str, chinese: str) -> None:
    policy = POLICY.replace("outcomes:", f"  other: {reward[:1]}title: 其他, {reward[1:]}\noutcomes:")
    assert told(policy)["奖金与扣款"][-1] == chinese
    assert told(policy.replace("title: 小制度", "title: Small\nlanguage: en"))["Pay"][-1] == english


def test_limits_of_pay_come_in_the_order_of_the_computation() -> None:
    more = "  other: {title: 其他, each: 10, count: faults, factor: 1.5, min: 0, max: 60000, when: there}\noutcomes:"
    assert told(POLICY.replace("outcomes:", more))["奖金与扣款"][-5:] == [
        "faults，每个 10 元", "乘以系数：1.5", "不低于 0 元", "不高于 60,000 元", "仅当 there 时",
    ]  # fmt: skip


def test_gates() -> None:
    gate = "{title: 差错过多, when: faults > 3, grade_shift: -1, score_at_most: 80, reward_factor: 0.5, covers: [bonus], indicator_at_most: {sales: 60}}"
    policy = POLICY.replace("{title: 差错过多, when: faults > 3, grade_at_most: C}", gate)
    assert told(policy)["限制条款"] == [
        "当 faults > 3 时：等级下降 1 级，总分不高于 80，“销售额”得分不高于 60，奖金乘以 0.5（扣款不变）"
    ]


def test_every_sentence_has_its_line() -> None:
    lines = POLICY.splitlines()
    for line in policy_in_words(ruleset()):
        assert line.where.file == "small.yaml"
        if line.section == "奖金与扣款":
            assert any(key in lines[line.where.line - 1] for key in ("amount", "factor", "tiers"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "n, the tier that is reached prices all of it: 0 or more: ×(by cohort: a 1; otherwise n / 9)"),
        ("zh", "以 n 为基数，按达到的档全额计：0 及以上：×（按分组：a 1；其余 n / 9）"),
    ],
)
def test_a_rate_by_label_is_said_in_the_language_of_the_policy(language: str, sentence: str) -> None:
    text = f"""ruleset: r
title: R
version: "1"
language: {language}
effective: {{from: 2026-01-01, to: 2026-12-31}}
period: month
currency: CNY
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: error}}
data: {{employee: e, fields: {{e: {{type: text}}, n: {{type: number, min: 0}}}}}}
cohorts: {{a: n > 5, b: otherwise}}
indicators: {{i: {{title: I, value: n, score: {{method: add, points: 1, cap: 100}}, weight: 100}}}}
rewards: {{p: {{title: P, base: n, tiers: {{method: whole, rates: {{0: {{by: cohort, values: {{a: 1, otherwise: n / 9}}}}}}}}}}}}
"""
    assert sentence in [line.words for line in policy_in_words(ruleset(text))]
