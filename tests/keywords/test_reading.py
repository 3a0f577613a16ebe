"""Policies in Chinese keywords: read, refused, and spoken of in their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

from appraise import compile_plan, explain, load_text, run
from appraise.cli import main
from appraise.policy.load import load
from appraise.texts import told

if TYPE_CHECKING:
    from pathlib import Path

    from appraise.policy.load import Loaded

WHOLE = """\
办法: 门店
名称: 门店季度考核
版本: "1"
施行日期: {起: 2026-01-01, 止: 2026-12-31}
考核周期: 季度
币种: CNY
计算口径:
  临界值归属: 归上档
  取舍: {方式: 四舍五入, 得分: 2, 金额: 2}
  缺失时: 报错
数据:
  工号: 工号
  考核期: 考核期
  字段:
    工号: {类型: 文本, 表头: 工号}
    考核期: {类型: 文本, 表头: 考核期}
    入职日期: {类型: 日期, 表头: 入职日期}
    销售额: {类型: 金额, 表头: 销售额, 最小: 0}
    满意度: {类型: 百分比, 表头: 满意度, 最小: 0, 最大: 100%}
计算项:
  司龄月数: 相隔月数(入职日期, 期末)
分组:
  新人: 司龄月数 < 6
  老员工: 其余
指标:
  销售额指标:
    名称: 销售额
    实际值: 销售额
    目标: {新人: 100000, 老员工: 200000}
    计分: {方法: 完成率, 下限: 0, 上限: 120}
    权重: 60
  满意度指标:
    名称: 满意度
    实际值: 满意度
    目标: 90%
    计分: {方法: 分档, 分档: {最低档: 0, 80%: 80, 90%: 100}}
    权重: 40
否决与限制:
  满意度低: {名称: 满意度过低, 当: 满意度 < 60% 且 销售额指标.得分 < 100, 等级不高于: B}
等级: {分数线: {A: 90, B: 75, C: 最低档}}
奖惩:
  奖金:
    名称: 季度奖金
    金额: (如果 分组 == '新人' 则 3000 否则 5000) * 系数
    系数: {按: 等级, 取值: {A: 1.2, 其余: 0.5}}
    封顶: 8000
"""
DATA = pd.DataFrame({
    "工号": ["01", "02"], "考核期": "2026Q1", "入职日期": ["2025-11-01", "2020-01-01"], "销售额": [90000, 150000],
    "满意度": ["95%", "55%"],
})  # fmt: skip


def said(loaded: Loaded) -> list[tuple[str, int, str, str]]:
    return [
        (d.code, d.where.line if d.where else 0, told(d.message, "zh"), told(d.hint, "zh")) for d in loaded.diagnostics
    ]


def test_it_is_appraised() -> None:
    loaded = load_text(WHOLE)
    assert loaded.diagnostics == ()
    assert loaded.ruleset is not None
    done = run(compile_plan(loaded.ruleset), DATA)
    assert done.worksheet is not None
    frame = done.worksheet.frame()
    # 01: 90% of 100,000 is 90 points, x 60% + 100 x 40% = 94: A, 3,000 x 1.2. 02: 75 x 60% + 0 = 45: C, 5,000 x 0.5
    assert frame["score"].tolist() == [94, 45]
    assert frame["grade"].tolist() == ["A", "C"]
    assert frame["奖金"].tolist() == [3600, 2500]
    assert frame["gates"].fillna("").tolist() == ["", "满意度低"]
    (it,) = explain(done.worksheet.plan, done.worksheet, "02")
    assert it.values["factor"] == 0.5 if "factor" in it.values else it.values["奖金.factor"] == 0.5


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "hint"),
    [
        ("    权重: 60", "    权中: 60", "unknown-key", "此处没有键 `权中`。", "是不是想写权重？"),
        ("    权重: 60", "    weight: 60", "unknown-key", "本文件的关键字用的是另一种语言：“weight”在这里写作 `权重`。", "写 `权重`"),
        ("方法: 完成率", "方法: ratio", "wrong-value", "本文件的关键字用的是另一种语言：“ratio”在这里写作 `完成率`。", "写 `完成率`"),
        ("缺失时: 报错", "缺失时: 忽略", "wrong-value", "", "报错"),
        ("    权重: 60", "    权重: 70", "weights-sum", "", ""),
        ("    目标: {新人: 100000, 老员工: 200000}\n", "", "target-needed", "目标", "目标"),
        ("司龄月数 < 6", "司龄 < 6", "unknown-name", "没有“司龄”。", "司龄月数"),
        ("等级不高于: B", "等级不高于: D", "unknown-reference", "没有等级“D”。", "A、B、C"),
        ("否则 5000", "", "formula-syntax", "", "如果 条件 则 a 否则 b"),
    ],
)  # fmt: skip
def test_slips_are_told_in_its_own_words(old: str, new: str, code: str, message: str, hint: str) -> None:
    assert WHOLE.count(old) == 1
    line = WHOLE[: WHOLE.index(old)].count("\n") + 1
    found = said(load_text(WHOLE.replace(old, new)))
    assert len(found) == 1, found
    assert found[0][0] == code, found
    assert message in found[0][2], found
    assert hint in found[0][3], found
    assert abs(found[0][1] - line) <= 8
    english = {"weight", "ratio"} if new.strip().endswith(("weight: 60", "ratio")) else set()
    words = {"".join(c for c in word if c.isascii() and c.isalpha()) for text in found[0][2:] for word in text.split()}
    assert words - english - {"", "A", "B", "C", "D", "ABC", "a", "b"} == set(), found


def test_a_name_of_the_language_is_not_given_to_something_else() -> None:
    found = said(load_text(WHOLE.replace("司龄月数: 相隔月数", "总分: 相隔月数").replace("司龄月数 <", "总分 <")))
    assert [(code, line) for code, line, _, _ in found] == [("name-taken", 21)]


def test_a_variant_and_its_base_may_be_in_two_languages(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(WHOLE, encoding="utf-8")
    variant = "extends: base.yaml\ntitle: Higher\nreason: try\nindicators:\n  销售额指标: {target: {新人: 120000 * (1 if grade_of else 1)}}\n"
    variant = variant.replace(" * (1 if grade_of else 1)", "")
    (tmp_path / "variant.yaml").write_text(variant, encoding="utf-8")
    (tmp_path / "变体.yaml").write_text(
        "基于: base.yaml\n名称: 提高\n理由: 试\n指标:\n  销售额指标: {目标: {新人: 120000}}\n", encoding="utf-8"
    )
    english, chinese = load(tmp_path / "variant.yaml"), load(tmp_path / "变体.yaml")
    assert (english.diagnostics, chinese.diagnostics) == ((), ())
    assert english.ruleset is not None
    assert chinese.ruleset is not None
    assert english.ruleset.indicators["销售额指标"].target is not None
    scores = [run(compile_plan(r), DATA).worksheet for r in (english.ruleset, chinese.ruleset)]
    # 90,000 of 120,000 is 75%: 75 x 60% + 40 = 85
    assert [sheet.frame()["score"].tolist() for sheet in scores if sheet is not None] == [[85, 45], [85, 45]]


def test_commands_speak_its_keywords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APPRAISE_LANG", "zh")
    (tmp_path / "门店.yaml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "门店2.yaml").write_text(
        WHOLE.replace("封顶: 8000", "封顶: 9000").replace("A: 90", "A: 85"), encoding="utf-8"
    )
    DATA.to_csv(tmp_path / "数据.csv", index=False)
    DATA.rename(columns={"满意度": "满意"}).to_csv(tmp_path / "坏.csv", index=False)

    def done(*given: str) -> str:
        result = CliRunner().invoke(main, given)
        assert "Traceback" not in result.output
        return result.output

    assert "封顶: 8000 → 9000" in done("diff", "门店.yaml", "门店2.yaml")
    assert "等级 分数线\n  A: 90 → 85" in done("diff", "门店.yaml", "门店2.yaml")
    assert "奖惩.奖金.封顶" in done(
        "sweep", "门店.yaml", "--data", "数据.csv", "--vary", "奖惩.奖金.封顶=3000..9000/3000"
    )
    assert "没有“奖金总额”" in done("sweep", "门店.yaml", "--data", "数据.csv", "--vary", "奖金总额=1..2")
    assert "指标.销售额指标.权重" in done("sweep", "门店.yaml", "--data", "数据.csv")
    assert "`表头`" in done("run", "门店.yaml", "--data", "坏.csv")
    assert "已写入" in done("show", "门店.yaml", "--keywords", "en", "--out", "shop.yaml")
    assert (tmp_path / "shop.yaml").read_text(encoding="utf-8").startswith("ruleset: 门店\ntitle: 门店季度考核\n")
    back = WHOLE.replace("如果 分组 == '新人' 则 3000 否则 5000", "3000 如果 分组 == '新人' 否则 5000")
    assert done("show", "shop.yaml", "--keywords", "zh") == back
    assert "请换一个文件名" in done("show", "门店.yaml", "--keywords", "en", "--out", "门店.yaml")
    assert '"指标"' in done("schema", "--keywords", "zh")
