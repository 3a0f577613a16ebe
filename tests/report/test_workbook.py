from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from appraise import compile_plan, load, run
from appraise.report.results import list_sheets as workbook_lists
from appraise.report.results import workbook
from appraise.report.writers import write_results
from appraise.shipped import RULESETS
from tests.report.team import POLICY, appraise, renamed

if TYPE_CHECKING:
    from pathlib import Path

    from appraise import Worksheet

FORMULA = '=HYPERLINK("http://evil","click")'


def sheets(worksheet: Worksheet, folder: Path) -> dict[str, list[list[object]]]:
    write_results(worksheet, folder / "r.xlsx", "1.2")
    book = CalamineWorkbook.from_path(str(folder / "r.xlsx"))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def xml(folder: Path, part: str) -> str:
    with zipfile.ZipFile(folder / "r.xlsx") as book:
        return book.read(f"xl/{part}").decode()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[object]]]:
    return sheets(appraise(), tmp_path_factory.mktemp("book"))


def test_sheets_in_the_language_of_the_policy(read: dict[str, list[list[object]]], tmp_path: Path) -> None:
    assert list(read) == ["摘要", "结果", "指标明细", "后续措施", "制度说明", "运行信息"]
    english = POLICY.replace("title: 小制度", "title: Small\nlanguage: en")
    names = list(sheets(appraise(policy=english), tmp_path))
    assert names == ["Summary", "Results", "Indicators", "Outcomes", "Policy", "How this was made"]


def test_results(read: dict[str, list[list[object]]]) -> None:
    groups, headings, first, second, third = read["结果"]
    assert [g for g in groups if g] == ["人员", "销售额", "结果", "奖金与扣款（元）", "限制与措施"]
    assert headings == [
        "工号", "考核期", "姓名", "团队", "分组", "不考核原因", "销售额 实际值", "销售额 目标", "销售额 完成率",
        "销售额 得分", "销售额 权重", "销售额 加权得分", "总分", "等级", "奖金", "提成", "应发合计", "触发的限制条款",
        "后续措施",
    ]  # fmt: skip
    assert first == [
        "001",
        "2025Q1",
        "甲",
        "红",
        "red",
        "",
        1200,
        1000,
        1.2,
        120,
        100,
        120,
        120,
        "A",
        2000,
        14,
        2014,
        "",
        "",
    ]
    assert second[-7:] == [75, "C", 0, 20, 20, "差错过多", "安排面谈"]
    assert third == ["003", "2025Q1", "丙", "蓝", "", "不在岗", *[""] * 13]


def test_indicators(read: dict[str, list[list[object]]]) -> None:
    assert read["指标明细"] == [
        ["工号", "姓名", "考核期", "指标", "实际值", "目标", "完成率", "得分", "权重", "加权得分"],
        ["001", "甲", "2025Q1", "销售额", 1200, 1000, 1.2, 120, 100, 120],
        ["002", "乙", "2025Q1", "销售额", 1500, 2000, 0.75, 75, 100, 75],
    ]


def test_outcomes(read: dict[str, list[list[object]]]) -> None:
    assert read["后续措施"] == [
        ["工号", "姓名", "考核期", "类别", "名称", "内容"],
        ["002", "乙", "2025Q1", "限制条款", "差错过多", "当 faults > 3 时：等级不高于 C"],
        ["002", "乙", "2025Q1", "改进", "面谈", "安排面谈"],
    ]


def test_summary(read: dict[str, list[list[object]]]) -> None:
    cells = [[c for c in row if c != ""] for row in read["摘要"]]
    assert cells[:2] == [["小制度"], ["版本 1   2025Q1   元"]]
    for row in (["参加考核", 2], ["不参加考核", 1], ["平均分", 97.5], ["应发合计", 2034], ["差错过多", 1], ["安排面谈", 1],
                ["red", 1, 1, 0, 0, 1, 0, 0], ["全体", 2, 1, 0, 1, 0.5, 0, 0.5],
                ["分组", "参加考核", "平均分", "奖金", "提成", "应发合计", "人均"],
                ["blue", 1, 75, 0, 20, 20, 20], ["全体", 2, 97.5, 2000, 34, 2034, 1017],
                ["001", "甲", "2025Q1", "A", 120, 2014]):  # fmt: skip
        assert row in cells


def test_policy_and_origin(read: dict[str, list[list[object]]]) -> None:
    line = POLICY[: POLICY.index("bands:")].count("\n") + 1
    assert ["等级", "等级", "A：95 及以上；B：60 到不足 95；C：不足 60", f"small.yaml:{line}"] in read["制度说明"]
    made = dict(read["运行信息"][1:])
    assert (made["制度编号"], made["本次考核的行数"], made["Appraise 版本"]) == ("small", 3, "1.2")
    assert re.fullmatch("[0-9a-f]{64}", str(made["数据文件 SHA-256"]))


def test_formulas_stay_text(tmp_path: Path) -> None:
    read = sheets(renamed(appraise(), FORMULA, "http://evil", "+1"), tmp_path)
    assert [row[2] for row in read["结果"][2:]] == [FORMULA, "http://evil", "+1"]
    for i in range(1, 7):
        assert "<f>" not in xml(tmp_path, f"worksheets/sheet{i}.xml")
        assert "<hyperlink" not in xml(tmp_path, f"worksheets/sheet{i}.xml")


def test_layout(tmp_path: Path) -> None:
    sheets(appraise(), tmp_path)
    results = xml(tmp_path, "worksheets/sheet2.xml")
    assert '<pane xSplit="3" ySplit="2" topLeftCell="D3"' in results
    assert '<autoFilter ref="A2:S5"/>' in results
    assert 'orientation="landscape"' in results
    assert 'fitToHeight="0"' in results
    widths = [float(w) for w in re.findall(r'<col [^>]*width="([\d.]+)"', results)]
    assert all(8 <= w <= 41 for w in widths)
    assert "$1:$2" in xml(tmp_path, "workbook.xml")
    styles = xml(tmp_path, "styles.xml")
    for shown in ("#,##0.00", "0.0%", "0.0#"):
        assert f'formatCode="{shown}"' in styles


def test_a_wide_sheet_is_printed_on_several_pages_with_the_names_on_each(tmp_path: Path) -> None:
    sheets(appraise(), tmp_path)
    assert "fitToWidth" not in xml(tmp_path, "worksheets/sheet2.xml")  # one page, if nothing is said
    loaded = load(RULESETS / "basic-rep.yaml")
    assert loaded.ruleset is not None
    result = run(compile_plan(loaded.ruleset), RULESETS.parent / "examples" / "basic-rep.xlsx", ["2026-06"])
    assert result.worksheet is not None
    sheets(result.worksheet, tmp_path)
    assert re.search(r'<pageSetup paperSize="8" fitToWidth="[45]"', xml(tmp_path, "worksheets/sheet2.xml"))
    assert "!$A:$C," in xml(tmp_path, "workbook.xml")


def test_nobody_is_appraised(tmp_path: Path) -> None:
    rows = [["001", "2025Q1", "甲", "红", 1, 0, "否"]]
    cells = [[c for c in row if c != ""] for row in sheets(appraise(rows), tmp_path)["摘要"]]
    assert ["参加考核", 0] in cells
    assert ["平均分"] in cells


def test_no_rows_at_all(tmp_path: Path) -> None:
    assert len(sheets(appraise().part(slice(0, 0)), tmp_path)["结果"]) == 2


def test_only_scores(tmp_path: Path) -> None:
    """Without cohorts, grades, gates, pay or outcomes there is nothing of them to show."""
    bare = POLICY[: POLICY.index("gates:")].replace("target: {red: 1000, blue: 2000}", "target: 1000")
    bare = bare[: bare.index("eligible:")] + bare[bare.index("indicators:") :]
    read = sheets(appraise(policy=bare), tmp_path)
    assert read["结果"][1][4:] == ["销售额 实际值", "销售额 目标", "销售额 完成率", "销售额 得分", "销售额 权重",
                                 "销售额 加权得分", "总分"]  # fmt: skip
    assert read["后续措施"] == [["工号", "姓名", "考核期", "类别", "名称", "内容"]]


def test_several_periods_are_summed_up_one_by_one(tmp_path: Path) -> None:
    rows = [["001", q, "甲", "红", s, 0, "是"] for q, s in (("2025Q1", 1000), ("2025Q2", 500))]
    cells = [[c for c in row if c != ""] for row in sheets(appraise(rows), tmp_path)["摘要"]]
    assert ["2025Q1", 1, 100, 2000, 10, 2010, 2010] in cells
    assert ["2025Q2", 1, 50, 0, 5, 5, 5] in cells


def test_more_rows_than_a_sheet_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_lists, "MOST_ROWS", 2)
    read = sheets(appraise(), tmp_path)
    assert read["指标明细"][1][0] == "未列出：共 2 行，超出工作表上限。请改为输出 .csv 或 .parquet。"
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    with pytest.raises(ValueError, match="at most 2 rows"):
        write_results(appraise(), tmp_path / "more.xlsx", "1")
    assert not (tmp_path / "more.xlsx").exists()
