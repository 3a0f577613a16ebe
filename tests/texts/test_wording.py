"""What is read in Chinese is worded as HR people say it: one word for one thing, Chinese marks, no word left in English."""

from __future__ import annotations

import re

import pytest

from appraise.texts import msg, told
from tests.texts.test_catalogues import of, strings, texts

# words that were used once, each with the word of today and why
DISCOURAGED = {
    r"升级": "等级上升: 升级 is what software does",
    r"降级": "等级下降, of a job 降职",
    r"定额": "销售任务, of rewards 金额",
    r"费率": "提成比例: 费率 is of insurance and banks",
    r"奖惩金额": "奖金与扣款",
    r"派生": "计算项: 派生 is of programming",
    r"查值表|对照表": "系数表",
    r"约定": "计算口径",
    r"期中暂计": "期中预评",
    r"(?<!核)算例|案例": "核算示例",
    r"目标导向": "指标与奖金相关性",
    r"价值": "可多得金额",
    r"偶然概率": "P 值",
    r"绩效不足": "绩效不达标",
    r"赢回": "挽回",
    r"达标面": "达标率",
    r"[ }]之和": "合计: 金额合计",
    r"行明细(?!必须|的起点|在|各|的分|在)|有.*的行数": "笔: lines of sources are counted in 笔, rows of a file in 行",
    r"员工编号": "工号",
    r"列标题": "列名",
    r"汇总数据|取数指标": "汇总项",
    r"计分尺度|计分标准": "评分标准",
    r"奖金预算|奖金池": "奖金包",
    r"折减|缩减|削减": "压减",
    r"现行办法|各办法|基准办法": "现行制度, 各制度",
    r"负责人": "归属人",
    r"系数 factor": "系数",
    r"处罚": "扣款",
    r"[「」]": "“”",
}
MARKS = {
    r"[\u4e00-\u9fff] [\u4e00-\u9fff]": "a blank between Chinese characters",
    r"（ | （| ）|） ": "a blank at a Chinese bracket",
    r"[\u4e00-\u9fff][,;:](?!\d)(?=[\u4e00-\u9fff ]|$)": "a Latin mark between Chinese characters",
}
CODE = re.compile(r"`[^`]*`|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\[[^\[\]]*\]|\([^()]*\)")  # what is typed
KEYWORDS = "keyword"
OF_CLICK = {"Choose from:\n\t{choices}"}  # a list below a colon


def said() -> list[tuple[str, str]]:
    found = []
    for message in texts(of("zh")).values():
        if message.context and message.context.startswith(KEYWORDS):
            continue  # keys of policies are words of their own
        english = message.id if isinstance(message.id, str) else message.id[0]
        found += [(english, CODE.sub("`", text)) for text in strings(message.string)]
    return found


@pytest.mark.parametrize(("word", "why"), DISCOURAGED.items())
def test_no_text_has_a_word_that_hr_does_not_say(word: str, why: str) -> None:
    assert [text for _, text in said() if re.search(word, text)] == [], why


@pytest.mark.parametrize(("mark", "why"), MARKS.items())
def test_texts_have_the_marks_of_chinese(mark: str, why: str) -> None:
    assert [text for english, text in said() if re.search(mark, text) and english not in OF_CLICK] == [], why


def test_no_blank_stands_beside_a_part_that_is_chinese() -> None:
    assert told(msg("{name} has no value {key}.", name="制度"), "en") == "制度 has no value {key}."
    assert told(msg("{value} is not a date.", value="May"), "zh") == "May 不是日期。"
    assert told(msg("{value} is not a date.", value="五月"), "zh") == "五月不是日期。"
    assert told(msg("{value} is not a date.", value="五 月"), "zh") == "五 月不是日期。"  # what was written stays
