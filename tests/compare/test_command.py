"""Comparing on the command line: both languages, wide and narrow, files, and nobody named who should not be."""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from pathlib import Path

import pytest
import python_calamine
from click.testing import CliRunner, Result
from rich.console import Console

from appraise.cli import main
from appraise.codes import explanation
from appraise.compare.changes import ChangeNote, Changes
from appraise.compare.compared import compare
from appraise.compare.comparison import align
from appraise.diagnostics import display_width
from appraise.report.comparison.terminal import _folded, show_comparison
from appraise.report.policy.changes import notes_of
from appraise.texts import msg
from appraise.texts import told as told_in
from tests.compare.policies import BASE, ROOT, TEAM, VARIANTS, compared, plan

EN = "key-account-quarterly-en"


def told(*words: str, base: str = BASE, variants: tuple[str, ...] = VARIANTS[:1]) -> Result:
    return CliRunner().invoke(main, ["compare", base, *variants, "--data", str(TEAM), *words])


def test_the_sign_of_changes_is_said_everywhere(tmp_path: Path) -> None:
    file, book = tmp_path / "report.json", tmp_path / "report.xlsx"
    done = told("--by", "region", "--out", str(file), variants=VARIANTS)
    assert done.exit_code == 0, done.output
    assert "所有变动均为：方案 − 现行制度。" in done.output
    record = json.loads(file.read_text(encoding="utf-8"))
    assert record["about"]["sign"] == "change = variant - base"
    assert list(record["about"]["policies"]) == [record["about"]["base"], *record["about"]["variants"]]
    assert record["tables"]["cost"]["rows"][0]["change"] == 105400
    assert told("--out", str(book)).exit_code == 0
    workbook = python_calamine.CalamineWorkbook.from_path(str(book))
    assert workbook.sheet_names[:4] == ["摘要", "成本", "奖金包", "各项修改的影响"]
    assert len(workbook.sheet_names) == 21
    for name in workbook.sheet_names[1:-1]:
        rows = workbook.get_sheet_by_name(name).to_python()
        assert ("方案 − 现行制度" in str(rows[1][0])) == (rows[3][0] == "方案")
    cost = workbook.get_sheet_by_name("成本").to_python()
    assert cost[3][7] == "变动"
    assert cost[4][7] == 105400


def test_in_english(tmp_path: Path) -> None:
    path = tmp_path / "variant.yaml"
    text = "extends: key-account-quarterly-en\ntitle: Higher challenge\nreason: to see\nparameters: {challenge: 1.3}\n"
    path.write_text(text, encoding="utf-8")
    done = told(base=EN, variants=(str(path),))
    assert done.exit_code == 0, done.output
    assert "Every change is variant minus base." in done.output
    assert "Winners and losers" in done.output
    assert "Variant 1: Higher challenge" in done.output


def test_groups_by_the_heading_of_a_field(tmp_path: Path) -> None:
    files = [tmp_path / "id.json", tmp_path / "heading.json"]
    done = [
        told("--period", "2026Q3", "--by", by, "--out", str(file))
        for by, file in zip(("region", "区域,region"), files, strict=True)
    ]
    assert [one.exit_code for one in done] == [0, 0]
    tables = [json.loads(file.read_text(encoding="utf-8"))["tables"] for file in files]
    assert tables[0] == tables[1]
    assert [row["group"] for row in tables[0]["cost"]["rows"] if row["kind"] == "region"] == ["华东", "华南", "华北"]
    both = [told("--period", "2026Q3", "--by", by, base=EN) for by in ("Region", "区域")]  # the base has both headings
    assert [one.exit_code for one in both] == [0, 0]
    assert both[0].stdout == both[1].stdout


def test_one_warning_is_told_as_one() -> None:
    done = told("--period", "2026Q3", "--anonymous")
    assert "1 warning about the data is not shown, since people would be named." in done.stderr


def test_tables_for_a_file_are_no_wider_than_can_be_read_and_nothing_is_cut() -> None:
    """The Chinese variant of the English policy changes 38 clauses, one of them of 796 characters."""
    done = told("--period", "2026Q3", base=EN)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    rules = [i for i, line in enumerate(lines) if set(line) == {"─"}]
    assert len(rules) > 10
    for i in rules:
        rows = [lines[i - 1], *itertools.takewhile(str.strip, lines[i + 1 :])]
        assert max(map(display_width, rows[:2])) == display_width(lines[i]) <= 200
    whole = "".join(done.stdout.split())
    assert "receivable.column[Receivable,应收款]→应收款,collected.column[Collected,回款]→回款" in whole
    assert "target:新人new100000,老员工new200000*challenge" in whole
    assert "…" not in whole


def test_a_folded_text_divides_no_figure() -> None:
    text = "目标由销售额100,000元改为200,000元，" * 20
    lines = _folded(text).split("\n")
    assert "".join(lines) == text
    assert len(lines) > 5
    assert max(map(display_width, lines)) <= 82  # a stop stays with what it ends
    assert sum(line.count("100,000") + line.count("200,000") for line in lines) == 40


@pytest.mark.parametrize("width", [60, 100, 250])
def test_no_figure_is_cut_in_a_narrow_window(width: int) -> None:
    text = io.StringIO()
    show_comparison(Console(file=text, width=width, color_system=None), compare(compared()), plan(BASE).ruleset)
    shown = text.getvalue().replace("\n", "").replace(" ", "")
    assert "…" not in shown
    assert "17,177,554.57" in shown
    assert "+105,400.00" in shown


def test_the_workbook_begins_with_what_is_compared_and_prints_on_a4(tmp_path: Path) -> None:
    book = tmp_path / "report.xlsx"
    done = told("--by", "region", "--out", str(book), variants=VARIANTS)
    assert done.exit_code == 0, done.output
    rows = python_calamine.CalamineWorkbook.from_path(str(book)).get_sheet_by_name("摘要").to_python()
    assert rows[0][0] == "大客户销售人员季度绩效考核办法：与 3 个方案的比较"
    facts = {row[0]: row[1] for row in rows if row[0]}
    assert facts["现行制度"] == "大客户销售人员季度绩效考核办法 (版本 2026.1)"
    assert facts["考核期"] == "2025Q1 – 2026Q4"
    assert facts["比较范围"] == "419 人次"
    assert facts["货币"] == "元"
    assert facts["变动的含义"] == "所有变动均为：方案 − 现行制度。"
    assert facts["制作"].endswith("，数据 team.csv")
    told_of = [row[1] for row in rows]
    assert any(text.startswith("试行理由：现行制度 A 以上接近一半") for text in told_of)
    first = next(i for i, row in enumerate(rows) if row[0] == "方案 1 · 提高销售权重")
    assert rows[first + 1][1] == "成本增加 105,400.00（+0.6%）：由 17,072,154.57 变为 17,177,554.57。"
    with zipfile.ZipFile(book) as parts:
        pages = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        people = pages[-1]
    assert len(pages) == 21
    for one in pages:
        assert '<pageSetup paperSize="9" ' in one
        assert 'orientation="landscape"' in one
        assert '<pageSetUpPr fitToPage="1"/>' in one
        assert 'fitToWidth="' not in one  # which then is one page
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', people)
    widths = [float(wide) for first, last, wide in columns for _ in range(int(first), int(last) + 1)]
    assert len(widths) == 4 + 3 + 3 * 5
    assert max(widths[7:11]) < 16  # score, grade, pay and change of the first variant


def test_the_summary_of_a_workbook_warns(tmp_path: Path) -> None:
    book = tmp_path / "report.xlsx"
    assert told("--anonymous", "--period", "2026Q3", "--out", str(book)).exit_code == 0
    rows = python_calamine.CalamineWorkbook.from_path(str(book)).get_sheet_by_name("摘要").to_python()
    assert ["", "表中不列出任何人。不足 5 人的金额不列出（–），分位数取约数。"] in [row[:2] for row in rows]


def test_why_changes_go_together_is_told_in_the_language_of_the_report() -> None:
    message = msg("The category {category} has no indicators, but a weight.", category="B")
    for language, note, said in (
        ("zh", ChangeNote("V", "together", (), "weights-sum", message), f"只改其中一部分时：{told_in(message, 'zh')}"),
        ("en", ChangeNote("V", "together", (), "weights-sum", message), f"One without the other: {message}"),
        ("en", ChangeNote("V", "together", (), "weights-sum"), f"One without the other: {explanation('weights-sum', 'en')}"),
    ):  # fmt: skip
        *_, told_of = notes_of(Changes((), (note,), "pay"), language)
        assert told_of.endswith(said)


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_anonymous_names_nobody(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"report.{ending}"
    done = told("--anonymous", "--by", "region,name", "--out", str(file), variants=VARIANTS)
    assert done.exit_code == 0, done.output
    if ending == "json":
        written = file.read_text(encoding="utf-8")
    else:
        book = python_calamine.CalamineWorkbook.from_path(str(file))
        written = str([book.get_sheet_by_name(n).to_python() for n in book.sheet_names])
    people = [line.split(",")[:2] for line in TEAM.read_text(encoding="utf-8-sig").splitlines()[1:]]
    for number, name in people:
        assert name not in done.output + written
        assert f'"{number}"' not in written
        assert f"'{number}'" not in written
        assert f" {number} " not in done.output
    assert "8 warnings about the data are not shown" in done.output
    named = told(variants=VARIANTS)
    assert people[0][1] in named.output


def test_each_warning_is_shown_once() -> None:
    assert told(variants=VARIANTS).output.count("is missing for 1 of 45 people in 2025Q1") == 1


def test_a_screen_that_is_closed_early_loses_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **_named: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("appraise.report.comparison.terminal.show_comparison", closed)
    file = tmp_path / "report.json"
    assert told("--out", str(file)).exit_code != 0
    assert json.loads(file.read_text(encoding="utf-8"))["tables"]["cost"]


def test_periods_are_chosen() -> None:
    done = told("--period", "2026Q3", "--period", "2026Q4")
    assert "2026Q3 – 2026Q4" in done.output
    assert "2026Q2" not in done.stdout


def test_wrong_use(tmp_path: Path) -> None:
    unknown = told("--by", "regoin")
    assert unknown.exit_code == 2
    assert "no text field 'regoin'" in unknown.output
    assert "region" in unknown.output.rpartition("(")[2]
    assert "did you mean 区域?" in told("--by", "地区").output
    assert "known here: period, name, region, 考核期, 姓名, 区域" in told("--by", "zzz").output
    assert told("--by", "salary").exit_code == 2
    assert told("--by", "月薪").exit_code == 2
    assert told("--by", "employee_id").exit_code == 2
    assert told("--out", str(tmp_path / "report.csv")).exit_code == 2
    monthly = CliRunner().invoke(main, ["compare", BASE, "forced-distribution", "--data", str(TEAM)])
    assert monthly.exit_code == 2
    assert CliRunner().invoke(main, ["compare", BASE, "--data", str(TEAM)]).exit_code == 2


def test_a_policy_without_pay_is_compared_by_scores(tmp_path: Path) -> None:
    for name, weights in (("old", (70, 30)), ("new", (40, 60))):
        (tmp_path / f"{name}.yaml").write_text(f"""
ruleset: {name}
title: {name.title()}
version: "1"
language: en
effective: {{from: 2026-01-01, to: 2026-12-31}}
period: quarter
currency: EUR
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: error}}
data:
  employee: id
  period: period
  fields: {{id: {{type: text}}, period: {{type: text}}, sales: {{type: money}}, quality: {{type: percent}}}}
indicators:
  sales: {{title: Sales, value: sales, target: 100, score: {{method: ratio, floor: 0, cap: 120}}, weight: {weights[0]}}}
  quality: {{title: Quality, value: quality, target: 100%, score: {{method: ratio, floor: 0, cap: 120}}, weight: {weights[1]}}}
""", encoding="utf-8")  # fmt: skip
    (tmp_path / "d.csv").write_text("id,period,sales,quality\na,2026Q1,100,50%\nb,2026Q1,50,100%\n", encoding="utf-8")
    out = tmp_path / "r.json"
    words = ["compare", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "--data", str(tmp_path / "d.csv")]
    done = CliRunner().invoke(main, [*words, "--out", str(out)])
    assert done.exit_code == 0, done.output
    tables = json.loads(out.read_text(encoding="utf-8"))["tables"]
    assert [tables[t]["rows"] for t in ("cost", "winners", "movement", "stability")] == [[], [], [], []]
    # a: 85 -> 70, b: 65 -> 80
    assert {(m["employee"], m["score_change"]) for m in tables["moves"]["rows"]} == {("a", -15), ("b", 15)}
    assert [r["kendall"] for r in tables["agreement"]["rows"]] == [-1]


@pytest.mark.parametrize("ending", ["json", "xlsx", "html"])
def test_a_variant_without_pay_is_said_to_keep_pay_from_being_compared(ending: str, tmp_path: Path) -> None:
    unpaid, out = tmp_path / "unpaid.yaml", tmp_path / f"r.{ending}"
    gates = "gates: {collection: null}\n"
    unpaid.write_text(
        f"extends: {BASE}\ntitle: 无奖\nreason: 只看等级\nrewards: null\nbudgets: null\n{gates}", encoding="utf-8"
    )
    done = told("--period", "2026Q1", "--out", str(out), variants=(VARIANTS[0], str(unpaid)))
    assert done.exit_code == 0, done.output
    assert "无奖没有奖金条款，因此只比较得分和等级" in done.output.replace("\n", "")
    if ending == "json":
        assert json.loads(out.read_text(encoding="utf-8"))["about"]["unpaid"] == ["无奖"]
    elif ending == "html":
        assert "无奖没有奖金条款" in out.read_text(encoding="utf-8")
    else:
        book = python_calamine.CalamineWorkbook.from_path(out)
        first, *tables, _ = book.sheet_names
        assert "无奖没有奖金条款" in str(book.get_sheet_by_name(first).to_python())
        assert all("无奖没有奖金条款" in str(book.get_sheet_by_name(name).to_python()[1][0]) for name in tables)


def test_rows_that_not_all_have_are_left_out() -> None:
    from appraise import run  # noqa: PLC0415

    few = run(plan(VARIANTS[0]), TEAM, ["2026Q1"]).worksheet
    whole = run(plan(BASE), TEAM, ["2026Q1", "2026Q2"]).worksheet
    assert few is not None
    assert whole is not None
    comparison = align([whole], [[few]])
    assert len(comparison) == len(few)
    assert comparison.left_out == {plan(BASE).ruleset.title: len(whole) - len(few)}


def test_versions_in_a_folder_are_one_policy(tmp_path: Path) -> None:
    text = (ROOT / "rulesets" / f"{BASE}.yaml").read_text(encoding="utf-8")
    (tmp_path / "1.yaml").write_text(text.replace("to: 2026-12-31", "to: 2025-12-31"), encoding="utf-8")
    (tmp_path / "2.yaml").write_text(text.replace("from: 2025-01-01, to", "from: 2026-01-01, to"), encoding="utf-8")
    done = told(base=BASE, variants=(str(tmp_path),))
    assert done.exit_code == 0, done.output
    assert "2025Q1 – 2026Q4 · 419" in done.output


def test_what_each_change_costs_and_who_would_have_got_what(tmp_path: Path) -> None:
    """Two variants, of one change and of five that are two, in words on the terminal and as data in the files."""
    file, book = tmp_path / "report.json", tmp_path / "report.xlsx"
    done = told("--out", str(file), variants=VARIANTS)
    assert "指标 销售额 权重：60 → 70；" in done.output
    assert "等级 排名：新增" in done.output
    assert "只改其中一部分时：业绩指标的权重合计为 110，应为 100。" in done.output
    assert "weights-sum" not in done.output
    assert "指标 销售额 目标 -19,575.00;" in done.output  # why somebody is moved
    record = json.loads(file.read_text(encoding="utf-8"))
    rows = record["tables"]["changes"]["rows"]
    assert [r["kind"] for r in rows].count("total") == len(VARIANTS)
    assert all((r["appraisals"] is None) == (r["kind"] == "interaction") for r in rows)
    costs = {r["variant"]: r["change"] for r in record["tables"]["cost"]["rows"] if r["kind"] == "all"}
    assert {r["variant"]: r["shapley"] for r in rows if r["kind"] == "total"} == costs
    columns = {(c["policy"], c["key"]): c["values"] for c in record["people"]}
    assert {len(values) for values in columns.values()} == {record["about"]["rows"]}
    for move in record["tables"]["moves"]["rows"]:
        at = list(zip(columns["", "employee"], columns["", "period"], strict=True)).index(
            (move["employee"], move["period"])
        )
        assert columns[move["variant"], "change"][at] == move["change"]
        assert columns[move["variant"], "main_clause"][at] == move["reasons"][0]["change"]
    assert told("--out", str(book), variants=VARIANTS).exit_code == 0
    people = python_calamine.CalamineWorkbook.from_path(str(book)).get_sheet_by_name("人员明细").to_python()
    assert people[4][:6] == ["工号", "姓名", "考核期", "分组", "得分", "等级"]
    assert [row[0] for row in people[5:]] == columns["", "employee"]
    change = [j for j, title in enumerate(people[4]) if title == "变动"]
    assert [round(sum(row[j] or 0 for row in people[5:]), 2) for j in change] == list(costs.values())
    assert "每人在各制度下的结果请写入文件" in done.output
    assert "00432 王超" not in done.output  # people are a table for files


def test_a_workbook_says_when_it_cannot_hold_everybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appraise.report.comparison.people_sheet.MOST_ROWS", 100)
    done = told("--out", str(tmp_path / "report.xlsx"))
    assert done.exit_code == 1
    assert "a workbook holds at most 95 people, not 419: write .json, choose periods with --period" in done.output
    assert list(tmp_path.iterdir()) == []
    assert told("--anonymous", "--out", str(tmp_path / "report.xlsx")).exit_code == 0


def test_history_is_read_under_the_headings_of_each_policy(tmp_path: Path) -> None:
    """A variant with another title for an indicator, and two changes, looks back at the same earlier results."""
    earlier = tmp_path / "earlier.csv"
    words = ["run", BASE, "--data", str(TEAM), "--period", "2026Q1", "--period", "2026Q2", "--out", str(earlier)]
    assert CliRunner().invoke(main, words).exit_code == 0
    path = tmp_path / "variant.yaml"
    path.write_text(
        f"extends: {BASE}\ntitle: 两项\nreason: 试\nparameters: {{challenge: 1.3}}\n"
        "indicators: {visits: {title: 拜访客户, target: {新人: 35}}}\n",
        encoding="utf-8",
    )
    done = told("--period", "2026Q3", "--history", str(earlier), variants=(str(path),))
    assert done.exit_code == 0, done.output
    assert "→ 1.3" in done.output
    assert "指标 拜访客户 目标：新人 60 → 35" in done.output


def test_versions_and_files_of_the_same_name_are_not_attributed(tmp_path: Path) -> None:
    text = (ROOT / "rulesets" / f"{BASE}.yaml").read_text(encoding="utf-8")
    versions = tmp_path / "versions"
    versions.mkdir()
    (versions / "1.yaml").write_text(text.replace("to: 2026-12-31", "to: 2025-12-31"), encoding="utf-8")
    (versions / "2.yaml").write_text(text.replace("from: 2025-01-01, to", "from: 2026-01-01, to"), encoding="utf-8")
    done = told(variants=(str(versions), VARIANTS[1]))
    assert "有制度含多个版本，无法区分各项修改的影响" in done.output
    assert "等级 排名：新增" in done.output  # the other variant is attributed
    table = "tables:\n  rates: {keys: [cohort], file: rates.csv, columns: {cohort: who, value: rate}}\n"
    rated = text.replace("parameters:\n", table + "parameters:\n", 1).replace(
        "amount: salary * 3 * factor", "amount: salary * 3 * factor * lookup(rates, cohort)"
    )
    assert rated.count("rates") == text.count("rates") + 3
    for folder, rate in (("one", "1"), ("two", "1.1")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "rates.csv").write_text(f"who,rate\n新人,1\n老员工,{rate}\n", encoding="utf-8")
        (tmp_path / folder / "p.yaml").write_text(rated.replace("S: 110", f"S: 11{rate[0]}"), encoding="utf-8")
    done = told(base=str(tmp_path / "one" / "p.yaml"), variants=(str(tmp_path / "two" / "p.yaml"),))
    assert done.exit_code == 0, done.output
    assert "以相同名称引用了不同的文件" in done.output
