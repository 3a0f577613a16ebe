"""Promises rewritten in place: only their characters change, and only to what would be read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise.cases.files import run_files
from appraise.cases.update import Change, changes, update
from tests.cases.team import HEAD, write

CASES = """  # a comment of its own
  one:                          # beside the name
    given: {sales: 1000}        # half of it
    expect:
      score:   100   # old
      "grade": "A"
      bonus: {about: 1000, within: 0.01}   # rounded
      sales.attainment: 100%
      gates: [ west ]
      outcomes: []
      cohort: 'new'
      region: East
"""
AFTER = """  # a comment of its own
  one:                          # beside the name
    given: {sales: 1000}        # half of it
    expect:
      score:   65   # old
      "grade": B
      bonus: {about: 500, within: 0.01}   # rounded
      sales.attainment: 50%
      gates: []
      outcomes: []
      cohort: senior
      region: East
"""


def mend(path: Path) -> tuple[list[Change], bool]:
    (one,) = run_files([path])
    assert one.loaded.cases is not None, one.loaded.diagnostics
    found, beyond = changes(one.loaded.cases, one.results)
    assert beyond == []
    return found, update(one.loaded.cases, found)


def test_comments_and_layout_stay(tmp_path: Path) -> None:
    path = write(tmp_path, CASES)
    found, done = mend(path)
    assert done
    assert path.read_text(encoding="utf-8") == HEAD + AFTER
    assert [(c.column, c.old, c.new, c.where.line) for c in found][:3] == [
        ("score", "100", "65", 10), ("grade", '"A"', "B", 11), ("bonus", "1000", "500", 12),
    ]  # fmt: skip
    assert sorted(p.name for p in tmp_path.iterdir()) == ["team.cases.yaml", "team.yaml"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_ends_of_lines_stay(tmp_path: Path, mark: bytes) -> None:
    path = write(tmp_path, CASES.replace("one:", "一人:"))
    path.write_bytes(mark + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    _, done = mend(path)
    assert done
    after = path.read_bytes()
    assert after.startswith(mark + b"ruleset")
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert "一人".encode() in after
    assert len(before.split(b"\r\n")) == len(after.split(b"\r\n"))


def test_a_text_that_yaml_would_read_otherwise_is_quoted(tmp_path: Path) -> None:
    path = write(tmp_path, "  one:\n    expect: {grade: A, cohort: new}\n")
    rules = (tmp_path / "team.yaml").read_text(encoding="utf-8")
    rules = rules.replace("A: 90", '"A, with: praise": 90').replace("{A: 1, B", '{"A, with: praise": 1, B')
    (tmp_path / "team.yaml").write_text(rules, encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("grade: A", "grade: B"), encoding="utf-8")
    _, done = mend(path)
    assert done
    assert path.read_text(encoding="utf-8").endswith('expect: {grade: "A, with: praise", cohort: senior}\n')


def test_missing_becomes_none_and_none_a_number(tmp_path: Path) -> None:
    path = write(tmp_path, "  one:\n    given: {salary: 0}\n    expect: {bonus: none, quality: 95%}\n")
    _, done = mend(path)
    assert done
    assert path.read_text(encoding="utf-8").endswith("expect: {bonus: 0, quality: 95%}\n")


def test_a_number_keeps_twelve_digits(tmp_path: Path) -> None:
    path = write(
        tmp_path, "  one:\n    given: {sales: 1234.567}\n    expect: {sales.score: 1, sales.attainment: 0.5}\n"
    )
    _, done = mend(path)
    assert done
    assert path.read_text(encoding="utf-8").endswith("{sales.score: 61.72835, sales.attainment: 61.72835%}\n")


def test_what_cannot_be_rewritten_is_said(tmp_path: Path) -> None:
    cases = """  refused:
    given: {sales: -1}
    expect: {score: 1}
  not refused:
    error: data-value
  in lines:
    expect:
      gates:
        - west
  folded:
    expect:
      cohort: >-
        new
      score: 100
"""
    (one,) = run_files([write(tmp_path, cases)])
    assert one.loaded.cases is not None
    found, beyond = changes(one.loaded.cases, one.results)
    assert found == []
    assert [case.name for case in beyond] == ["refused", "not refused", "in lines", "folded"]


def test_a_file_that_was_edited_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path, CASES)
    (one,) = run_files([path])
    assert one.loaded.cases is not None
    found, _ = changes(one.loaded.cases, one.results)
    path.write_text("# new\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert not update(one.loaded.cases, found)
    assert path.read_text(encoding="utf-8") == "# new\n" + HEAD + CASES
    assert len(list(tmp_path.iterdir())) == 2


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**9),
    st.integers(0, 10**7),
    st.integers(0, 100),
    st.sampled_from(["none", "1", "-2.5", "'7'", "99%"]),
)
def test_whatever_came_out_is_promised_afterwards(
    tmp_path_factory: pytest.TempPathFactory, sales: int, salary: int, quality: int, old: str
) -> None:
    data = f"{{sales: {sales / 100:.2f}, salary: {salary / 100:.2f}, quality: {quality}%}}"
    columns = ["sales.attainment", "sales.score", "sales.points", "quality", "score", "bonus"]
    expect = "".join(f"      {c}: {old}  # {c}\n" for c in columns)
    path = write(tmp_path_factory.mktemp("law"), f"  one:\n    given: {data}\n    expect:\n{expect}")
    _, done = mend(path)
    assert done
    (one,) = run_files([path])
    assert one.sound
    lines = path.read_text(encoding="utf-8").splitlines()[-len(columns) :]
    assert [line.partition("#")[2].strip() for line in lines] == columns
