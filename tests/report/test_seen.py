"""Whatever stands in a policy or in data, a screen, a page or a sheet gets nothing that it would obey."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from rich.table import Table
from rich.text import Text

from appraise.cli import main
from appraise.diagnostics import Diagnostic, Where, as_github, as_text
from appraise.report.screen import Screen
from appraise.visible import visible, visible_json

HOSTILE = ["\x1b[2J", "\x1b]0;owned\x07", "\x9b31m", "\x08\x08", "\x7f", "\r", "\u202e", "\u2066", "\u200b", "\u200e",
           "\ufeff", "\u2028", "\u061c", "\u00ad", "\u3164", "\U000e0041"]  # fmt: skip
POLICY = r"""
ruleset: t
title: "Title {0}"
version: "1"
effective: {{from: 2026-01-01, to: 2026-12-31}}
period: month
currency: CNY
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: reweight}}
data:
  employee: id
  period: period
  fields:
    id: {{type: text}}
    period: {{type: text}}
    name: {{type: text}}
    district: {{type: text, column: "district {0}"}}
    sales: {{type: money, column: "sales {0}"}}
indicators:
  s: {{title: "Sales {0}", value: sales, target: 100, score: {{method: ratio, floor: 0, cap: 120}}, weight: 100, improve: "try {0}"}}
gates:
  g: {{title: "Gate {0}", when: sales < 50, grade_at_most: C}}
grades:
  bands: {{A: 100, B: 60, C: lowest}}
rewards:
  bonus: {{title: "Bonus {0}", amount: sales}}
outcomes:
  o: {{when: sales < 90, kind: warning, message: "Message {0}"}}
"""


def is_hidden(character: str) -> bool:
    """Said by the Unicode database alone: controls and formats but the two that texts are laid out with."""
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs") and character not in "\n\t"


def hidden_in(text: str) -> list[str]:
    return [f"U+{ord(c):04X}" for c in text if is_hidden(c) or c == "\u3164"]


def written(folder: Path, hostile: str) -> tuple[Path, Path]:
    escaped = "".join(f"\\U{ord(c):08x}" for c in hostile)
    policy, data = folder / "p.yaml", folder / "d.csv"
    policy.write_text(POLICY.format(escaped), encoding="utf-8")
    cell = hostile if hostile not in ("\r", "\ufeff") else "x"  # which a CSV cannot hold, or is cut off by its reader
    rows = [f"{i},2026-03,N{cell}{i},D{cell},{i * 20}" for i in range(1, 8)]
    head = f"id,period,name,district {cell},sales {cell}" if cell == hostile else "id,period,name,district ,sales "
    data.write_text("\n".join([head, *rows]), encoding="utf-8-sig")
    return policy, data


def output(*words: object) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words])


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda h: f"U+{ord(h[0]):04X}-{len(h)}")
def test_no_command_and_no_report_holds_it(tmp_path: Path, hostile: str) -> None:
    policy, data = written(tmp_path, hostile)
    variant = tmp_path / "v.yaml"
    variant.write_text("extends: p.yaml\ntitle: V\nreason: r\ngrades: {bands: {A: 95}}\n", encoding="utf-8")
    book, page = tmp_path / "r.xlsx", tmp_path / "r.html"
    common = ("--data", data)
    shown = [
        output("check", policy), output("show", policy), output("run", policy, *common, "--out", book),
        output("explain", policy, *common, "--employee", "2"), output("diff", policy, variant),
        output("diff", policy, variant, "--format", "json"), output("check", policy, "--format", "json"),
        output("compare", policy, variant, *common, "--out", page),
        output("sweep", policy, *common, "--vary", "grades.bands.A=90..100/5"),
        output("run", policy, "--data", policy),
    ]  # fmt: skip
    for one in shown:
        assert one.exception is None or isinstance(one.exception, SystemExit), one.exception
        assert not hidden_in(one.output), one.output
    assert [one.exit_code for one in shown] == [0] * 9 + [1], [one.output for one in shown if one.exit_code]
    assert "[U+" in shown[2].output
    sheets = CalamineWorkbook.from_path(book)
    rows = [row for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python()]
    texts = [str(cell) for row in rows for cell in row]
    assert not hidden_in("".join(texts))
    assert any("[U+" in text for text in texts)
    assert not hidden_in(page.read_text(encoding="utf-8"))


@given(st.text(max_size=40))
def test_what_is_hidden_is_written_out_and_all_else_stays(text: str) -> None:
    joiners = "\u200c\u200d"  # of scripts and emoji
    shown = visible(text)
    assert all(c in joiners or not is_hidden(c) or unicodedata.category(c) == "Cf" for c in shown)
    if not any(is_hidden(c) or unicodedata.category(c) == "Lo" for c in text):
        assert shown == text


@given(st.text(max_size=40))
def test_json_says_the_same(text: str) -> None:
    whole = json.dumps({"name": text}, ensure_ascii=False)
    assert json.loads(visible_json(whole)) == {"name": text}
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in visible_json(whole))


def test_names_that_need_joiners_keep_them() -> None:
    assert visible("می\u200cخواهم क्\u200dष 👩\u200d💻") == "می\u200cخواهم क्\u200dष 👩\u200d💻"
    assert visible("a\u200db") == "a[U+200D]b"


def test_messages_marks_and_tables() -> None:
    problem = Diagnostic("unknown-name", "bad \x1b[2J%", Where("a:b,c\x1b.yaml", 1, 5), hint="x\r\ny")
    text = as_text(problem, {"a:b,c\x1b.yaml": "k: \x1b v"})
    assert not hidden_in(text)
    lines = text.split("\n")
    assert (
        lines[3].index("^") == lines[2].index("[U+001B]") + len("[U+001B]") + 1 - 1
    )  # the caret stands under the column
    mark = as_github(problem)
    assert mark.startswith("::error file=a%3Ab%2Cc[U+001B].yaml,line=1,col=5,")
    assert mark.endswith("bad [U+001B][2J%25 x%0Ay")
    screen = Screen(width=60, record=True, force_terminal=True)
    table = Table("a\u202e", "b")
    table.add_row("\x1b[8mhidden", "1")
    screen.print(table)
    screen.print(Text("x\x9b31my", style="bold"))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", screen.export_text(styles=True))
    assert not hidden_in(plain)
    assert "[U+001B][8mhidden" in plain
    widths = {len(line) for line in plain.split("\n")[:5] if line.strip()}
    assert len(widths) == 1, plain


def test_junit_is_xml(tmp_path: Path) -> None:
    written(tmp_path, "\x1b")
    cases = tmp_path / "p.cases.yaml"
    cases.write_text(
        'ruleset: p.yaml\ncases:\n  "name \\e[2J": {given: {id: 1, period: 2026-03, name: n, "district": d, sales: 1}, expect: {score: 5}}\n',
        encoding="utf-8",
    )
    out = tmp_path / "j.xml"
    shown = output("test", cases, "--junit", out)
    assert not hidden_in(shown.output)
    if out.exists():
        ET.fromstring(out.read_text(encoding="utf-8"))  # noqa: S314 - our own file
