"""What `check` says to slips that people make: the line it blames, few messages, and a mend that works as it is written."""

from __future__ import annotations

import pytest

from appraise import load_text
from appraise.diagnostics import errors

SOUND = """\
ruleset: shop
title: 门店考核
version: "1"
effective: {from: 2026-07-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  fields:
    id: {type: text, column: 工号}
    role: {type: text, column: 岗位, values: [AE, AM, 其他]}
    region: {type: text, values: [华东, 华南]}
    sales: {type: money, column: 销售额, min: 0}
    salary: {type: money, min: 0}
    tenure: {type: count, min: 0}
cohorts:
  east: region == '华东' and tenure < 6
  ae: role == 'AE'
  rest: otherwise
indicators:
  sales:
    title: 销售额
    value: sales
    target: 100000
    score: {method: linear, of: attainment, points: [[70%, 0], [92%, 100], [100%, 140]]}
    weight: 60
  tenure:
    title: 司龄
    value: tenure
    score: {method: steps, of: value, steps: {lowest: 0, 6: 50, 12: 100}}
    weight: 40
grades:
  bands: {A: 110, B: 95, C: 80, D: lowest}
rewards:
  bonus:
    title: 奖金
    amount: salary * score / 100
  commission:
    title: 提成
    base: sales
    tiers: {method: marginal, rates: {0: 1%, 100000: 2%, 300000: 3%}}
"""

# what stands there, the slip, what the message or the hint says, and what the hint says to write (the slip's place gets it)
SLIPS = [
    ("    weight: 60", "    weigth: 60", "did you mean weight", "    weight: 60"),
    ("    title: 销售额", "    title：销售额", ": ", "    title: 销售额"),
    ("    title: 销售额", "    title:销售额", "write `title: 销售额`", "    title: 销售额"),
    ("period: quarter", "period: 季度", "write `quarter`", "period: quarter"),
    ("period: quarter", "period: quarterly", "write `quarter`", "period: quarter"),
    ("period: quarter", "perod: quarter", "did you mean period", "period: quarter"),
    ("{type: text, column: 工号}", "{type: 文本, column: 工号}", "write `text`", "{type: text, column: 工号}"),
    ("{type: count, min: 0}", "{type: integer, min: 0}", "write `count`", "{type: count, min: 0}"),
    ("{type: text, column: 工号}", "{type: text, 列: 工号}", "did you mean column", "{type: text, column: 工号}"),
    ("from: 2026-07-01", "from: 7/1/2026", "2026-07-01 for July 1", "from: 2026-07-01"),
    ("from: 2026-07-01", "from: 7/1/2026", "2026-01-07 for January 7", "from: 2026-01-07"),
    ("from: 2026-07-01", "from: 2026年7月1日", "write `2026-07-01`", "from: 2026-07-01"),
    ("from: 2026-07-01", "from: 2026/7/1", "write `2026-07-01`", "from: 2026-07-01"),
    ("from: 2026-07-01", "from: 20260701", "write `2026-07-01`", "from: 2026-07-01"),
    ("to: 2026-12-31", "to: 31.12.2026", "write `2026-12-31`", "to: 2026-12-31"),
    ("to: 2026-12-31", "to: 2026-11-31", "there is no such day", "to: 2026-11-30"),
    ("tenure < 6", "tenure <> 6", "write `!=`", "tenure != 6"),
    ("role == 'AE'", "role = 'AE'", "write `==`", "role == 'AE'"),
    ("and tenure < 6", "AND tenure < 6", "write `and`", "and tenure < 6"),
    ("and tenure < 6", "并且 tenure < 6", "write `and`", "and tenure < 6"),
    ("and tenure < 6", "&& tenure < 6", "write `and`", "and tenure < 6"),
    ("tenure < 6", "tenure 小于 6", "write `<`", "tenure < 6"),
    ("tenure < 6", "tenure < 6 个月", "write `6`", "tenure < 6"),
    ("tenure < 6", "tenure =< 6", "write `<=`", "tenure <= 6"),
    ("role == 'AE'", "role == 'ae'", "did you mean AE", "role == 'AE'"),
    ("role == 'AE'", "role == AE", "write `'AE'`", "role == 'AE'"),
    ("region == '华东'", "region == 华东", "write `'华东'`", "region == '华东'"),
    ("salary * score", "salary x score", "write `*`", "salary * score"),
    ("salary * score", "salary 乘以 score", "write `*`", "salary * score"),
    ("salary * score", "salry * score", "did you mean salary", "salary * score"),
    ("salary * score", "salary * scoer", "did you mean score", "salary * score"),
    ("target: 100000", "target: $100000", "write `100000`", "target: 100000"),
    ("target: 100000", "target: ¥100000", "100000", "target: 100000"),
    ("target: 100000", "target: 10万", "write `100000`", "target: 100000"),
    ("target: 100000", "target: 100,000", "write `100000`", "target: 100000"),
    ("    weight: 60", "    weight: 60%", "write 60, not 60%", "    weight: 60"),
    ("    weight: 60", "    weight: 70", "lower one of them by 10", "    weight: 60"),
    ("    weight: 60", "    weight: 50", "raise one of them by 10", "    weight: 60"),
    ("    weight: 60", "   weight: 60", "indent it exactly", "    weight: 60"),
    ("    weight: 60", "\tweight: 60", "replace the tab", "    weight: 60"),
    ("[华东, 华南]", "[华东，华南]", "write `华东, 华南`", "[华东, 华南]"),
    ("[华东, 华南]", "[华东, 华南", "close it", "[华东, 华南]"),
    ("{A: 110, B: 95, C: 80, D: lowest}", "{D: lowest, C: 80, B: 95, A: 110}",
     "write `{A: 110, B: 95, C: 80, D: lowest}`", "{A: 110, B: 95, C: 80, D: lowest}"),
    ("{A: 110, B: 95, C: 80, D: lowest}", "{A: 110, B: 80, C: 95, D: lowest}",
     "if 80 and 95 were mixed up, exchange them", "{A: 110, B: 95, C: 80, D: lowest}"),
    ("{A: 110, B: 95, C: 80, D: lowest}", "{A: 110, B: 95, C: 80, D: 0}", "write `D: lowest`",
     "{A: 110, B: 95, C: 80, D: lowest}"),
    ("{A: 110, B: 95, C: 80, D: lowest}", "{A: 110, B: 95, C: 80, D: 最低}", "lowest",
     "{A: 110, B: 95, C: 80, D: lowest}"),
    ("[[70%, 0], [92%, 100], [100%, 140]]", "[[92%, 100], [70%, 0], [100%, 140]]",
     "write `points: [[70%, 0], [92%, 100], [100%, 140]]`", "[[70%, 0], [92%, 100], [100%, 140]]"),
    ("[92%, 100]", "[92% * 1, 100]", "a formula cannot stand here", "[92%, 100]"),
    ("{lowest: 0, 6: 50, 12: 100}", "{lowest: 0, 12: 100, 6: 50}", "write `{lowest: 0, 6: 50, 12: 100}`",
     "{lowest: 0, 6: 50, 12: 100}"),
    ("{0: 1%, 100000: 2%, 300000: 3%}", "{300000: 3%, 100000: 2%, 0: 1%}",
     "write `{0: 1%, 100000: 2%, 300000: 3%}`", "{0: 1%, 100000: 2%, 300000: 3%}"),
    ("100000: 2%", "10万: 2%", "write 100000 for 10万", "100000: 2%"),
    ("100000: 2%", "100K: 2%", "write 100000 for 100K", "100000: 2%"),
    ("100000: 2%", "0.1M: 2%", "write 100000 for 0.1M", "100000: 2%"),
    ("100000: 2%", "$100k: 2%", "write 100000 for $100k", "100000: 2%"),
    ("100000: 2%", "10w: 2%", "write `100000` if these are 万", "100000: 2%"),
    ("target: 100000", "target: 0.1mn", "write `100000`", "target: 100000"),
    ("target: 100000", "target: $100K", "write `100000`", "target: 100000"),
    ("target: 100000", "target: 100K USD", "write `100000`", "target: 100000"),
    ("6: 50, 12: 100", "6: 50, 0.012k: 100", "write 12 for 0.012k", "6: 50, 12: 100"),
    ("[100%, 140]", "[0.001k, 140]", "write 1 for 0.001k", "[1, 140]"),
    ("tenure < 6", "tenure < 6m", "`6` if they are months", "tenure < 6"),
    ("method: marginal", "method: 累进", "write `marginal`", "method: marginal"),
    ("method: marginal", "metod: marginal", "did you mean method", "method: marginal"),
    ("method: linear", "method: liner", "did you mean linear", "method: linear"),
    ("    value: sales", "    value:sales", "write `value: sales`", "    value: sales"),
    ("    title: 提成", "    title:提成", "write `title: 提成`", "    title: 提成"),
    ("  employee: id", "  employee:id", "write `employee: id`", "  employee: id"),
    ("period: quarter", "period:quarter", "write `period: quarter`", "period: quarter"),
    ("    title: 提成", "    title:\u3000提成", "write `title: 提成`", "    title: 提成"),
    ("    title: 奖金", "\u3000\u3000\u3000\u3000title: 奖金", "replace them by spaces", "    title: 奖金"),
    ("    title: 奖金", "\u00a0\u00a0\u00a0\u00a0title: 奖金", "replace them by spaces", "    title: 奖金"),
    ("method: linear", "method：linear", "English colon", "method: linear"),
    ("score: 2,", "score: two,", "must be a whole number", "score: 2,"),
    ("{type: money, min: 0}\n    tenure", "{type: currency, min: 0}\n    tenure", "write `money`",
     "{type: money, min: 0}\n    tenure"),
    ("currency: CNY", "currency: 人民币", "CNY", "currency: CNY"),
    ("amount: salary * score / 100", "amount: -  salary", 'write `"-  salary"`', "amount: salary * score / 100"),
    ("amount: salary * score / 100", "amount: =salary * score / 100", "=", "amount: salary * score / 100"),
    ("amount: salary * score / 100", "amount: IF(score>80, salary, 0)", "a if condition else b",
     "amount: salary if score > 80 else 0"),
    ("amount: salary * score / 100", "amount: salary * score%", "must follow a number", "amount: salary * score / 100"),
    ("amount: salary * score / 100", "amount: (salary * score / 100", "give every ( its )", "amount: salary * score / 100"),
    ("amount: salary * score / 100", "amount: 3k * score", "write `3000`", "amount: 3000 * score"),
    ("amount: salary * score / 100", "amount: salary * score / 100元", "write `100`", "amount: salary * score / 100"),
    ("currency: CNY", "currency: cny", "write `CNY`", "currency: CNY"),
    ("currency: CNY", "currency: CNY\ncurrency: USD", "keep one of them", "currency: CNY"),
    ("  tenure:\n    title: 司龄", "  sales:\n    title: 司龄", "rename one", "  tenure:\n    title: 司龄"),
    ("    title: 奖金", "    titel: 奖金", "did you mean title", "    title: 奖金"),
    ("    title: 奖金", "    标题: 奖金", "did you mean title", "    title: 奖金"),
    ("missing: error", "missing: 报错", "write `error`", "missing: error"),
    ("boundary: lower", "boundry: lower", "did you mean boundary", "boundary: lower"),
    ("{method: marginal, rates: {0: 1%, 100000: 2%, 300000: 3%}}",
     "{2026-07-01: {method: marginal, rates: {0: 1%}}, 2026-10-01: {method: marginal, rates: {0: 2%}}}",
     "write `{method: marginal, rates: {0: {2026-07-01: 1%, 2026-10-01: 2%}}}`",
     "{method: marginal, rates: {0: {2026-07-01: 1%, 2026-10-01: 2%}}}"),
]  # fmt: skip
HARMLESS = [
    ("'华东'", "‘华东’"), ("tenure < 6", "tenure ＜ 6"), ("period: quarter", "period : quarter"),
    ("salary * score", "salary × score"), ("tenure < 6", "tenure＜６"), ("92%", "92％"),
]  # fmt: skip
NOT_VALUES = ["missing", "null", "NA", "缺失", "空值"]


def test_without_slips_nothing_is_said() -> None:
    assert [d for d in load_text(SOUND).diagnostics if d.code != "unused"] == []


@pytest.mark.parametrize(
    ("sound", "slip", "says", "mend"), SLIPS, ids=[f"{i}: {s[1][:40]}" for i, s in enumerate(SLIPS)]
)
def test_a_slip_is_told_where_it_stands_with_a_mend_that_works(sound: str, slip: str, says: str, mend: str) -> None:
    assert sound in SOUND
    wrong = SOUND.replace(sound, slip, 1)
    found = errors(load_text(wrong).diagnostics)
    assert 1 <= len(found) <= 2, [(d.message, d.where) for d in found]
    first = SOUND[: SOUND.index(sound)].count("\n") + 1
    lines = {d.where.line for d in found if d.where} | {w.line for d in found for w, _ in d.also}
    assert lines & set(range(first, first + slip.count("\n") + 1)), (first, lines, [d.message for d in found])
    assert any(says in f"{d.message} {d.hint}" for d in found), [(d.message, d.hint) for d in found]
    assert errors(load_text(SOUND.replace(sound, mend, 1)).diagnostics) == []


@pytest.mark.parametrize(("sound", "written"), HARMLESS)
def test_what_can_be_read_in_one_way_only_is_read(sound: str, written: str) -> None:
    assert sound in SOUND
    assert errors(load_text(SOUND.replace(sound, written, 1)).diagnostics) == []


@pytest.mark.parametrize("word", NOT_VALUES)
def test_a_word_for_no_value_is_told_what_to_use_instead(word: str) -> None:
    (found,) = errors(load_text(SOUND.replace("value: tenure", f"value: tenure if tenure > 3 else {word}")).diagnostics)
    assert "leave the cell empty" in found.hint
    assert "did you mean" not in found.hint
    weighed = SOUND.replace("    weight: 60", "    weight: {east: 100, otherwise: 60}").replace(
        "    weight: 40", "    weight: {east: 0, otherwise: 40}"
    )
    assert errors(load_text(weighed).diagnostics) == []
