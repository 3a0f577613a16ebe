"""Tables in variants: those whose keys are bounds are one whole, those whose keys are names merge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from appraise import compile_plan, load, run
from appraise.cli import main
from appraise.diagnostics import Diagnostics
from appraise.policy.load import shown
from appraise.policy.text.document import parse_document
from appraise.policy.variants.merging import Change, Merging, differences
from appraise.policy.variants.variants import read_resolved

if TYPE_CHECKING:
    from appraise.policy.text.tree import Node

BASE = """
ruleset: brackets
title: Brackets
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: year
currency: USD
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  fields: {id: {type: text}, income: {type: money, min: 0}, region: {type: text, values: [North, South]}}
tables:
  rebate: {keys: [region, income], match: {income: range}, values: {North: {0: 1, 500: 2}, South: {0: 3}}}
parameters:
  allowance: {2026-01-01: 10, 2026-07-01: 20}
indicators:
  income: {title: Income, value: income, score: {method: steps, steps: {0: 10, 500: 50, 1e3: 100}}, weight: 100}
rewards:
  tax: {title: Tax, base: income, tiers: {method: marginal, rates: {0: 10%, 1000: 20%, 5000: 30%}}}
  back: {title: Back, amount: "lookup(rebate, region, income) + allowance"}
  prize: {title: Prize, contest: {by: income, best: highest, prizes: {1: 500, 2..3: 200}, ties: share}}
"""
HEAD = "extends: base.yaml\ntitle: Variant\nreason: to see\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    return tmp_path


def variant(folder: Path, text: str) -> Path:
    path = folder / "variant.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def resolved(path: Path, *at: str) -> dict[str, object]:
    """What became of a table, with the warnings and errors of merging left out."""
    found = read_resolved(path, shown, Diagnostics())
    assert found is not None
    node = found.document.root
    for key in at:
        node = node.mapping[key]
    plain = node.plain()
    assert isinstance(plain, dict)
    return plain


RATES = ("rewards", "tax", "tiers", "rates")
STEPS = ("indicators", "income", "score", "steps")
PRIZES = ("rewards", "prize", "contest", "prizes")
NORTH = ("tables", "rebate", "values", "North")
DATES = ("parameters", "allowance")


def stated(at: tuple[str, ...], table: str) -> str:
    return "".join(f"{'  ' * i}{key}:{f' {table}' if i == len(at) - 1 else ''}\n" for i, key in enumerate(at))


@pytest.mark.parametrize(
    ("at", "table", "wanted"),
    [
        (RATES, "{0: 10%, 1100: 20%, 5500: 30%}", {"0": "10%", "1100": "20%", "5500": "30%"}),
        (RATES, "{0: 10%, 1000: 20%, 5000: 30%, 9000: 40%}", {"0": "10%", "1000": "20%", "5000": "30%", "9000": "40%"}),
        (RATES, "{0: 5%, 2000: 6%}", {"0": "5%", "2000": "6%"}),
        (STEPS, "{0: 0, 600: 50, 1000: 100}", {"0": 0, "600": 50, "1000": 100}),
        (PRIZES, "{1: 400, 2..4: 100}", {"1": 400, "2..4": 100}),
        (NORTH, "{0: 1, 700: 4}", {"0": 1, "700": 4}),
        (DATES, "{2026-01-01: 1, 2026-04-01: 2}", {"2026-01-01": 1, "2026-04-01": 2}),
    ],
)  # fmt: skip
def test_a_table_with_a_new_bound_stands_in_place_of_the_base(
    folder: Path, at: tuple[str, ...], table: str, wanted: dict[str, object]
) -> None:
    path = variant(folder, stated(at, table))
    assert resolved(path, *at) == wanted
    loaded = load(path)
    assert loaded.ruleset is not None, loaded.diagnostics
    assert not loaded.diagnostics
    diff = CliRunner().invoke(main, ["diff", "base.yaml", "variant.yaml"]).output
    assert "the whole table is replaced" in diff
    assert diff.count("→") == 2, diff  # the table, and where it stands: no bound by itself
    assert (
        "the whole table is replaced; was {" in CliRunner().invoke(main, ["show", "variant.yaml", "--resolved"]).output
    )


@pytest.mark.parametrize(
    ("at", "table", "wanted"),
    [
        (RATES, "{1000: 25%}", {"0": "10%", "1000": "25%", "5000": "30%"}),
        (RATES, "{1e3: 25%}", {"0": "10%", "1000": "25%", "5000": "30%"}),
        (RATES, "{1_000: 25%}", {"0": "10%", "1000": "25%", "5000": "30%"}),
        (RATES, "{1000.0: 25%}", {"0": "10%", "1000": "25%", "5000": "30%"}),
        (RATES, "{5000: null}", {"0": "10%", "1000": "20%"}),
        (STEPS, "{1000: 90}", {"0": 10, "500": 50, "1e3": 90}),
        (STEPS, "{50000%: 60}", {"0": 10, "500": 60, "1e3": 100}),
        (PRIZES, '{"2 .. 3": 100}', {"1": 500, "2..3": 100}),
        (NORTH, "{500: 5}", {"0": 1, "500": 5}),
        (NORTH[:-1], "{South: {0: 4}}", {"North": {"0": 1, "500": 2}, "South": {"0": 4}}),
        (DATES, "{2026-07-01: 30}", {"2026-01-01": 10, "2026-07-01": 30}),
    ],
)  # fmt: skip
def test_one_value_changes_alone_where_no_bound_is_new(
    folder: Path, at: tuple[str, ...], table: str, wanted: dict[str, object]
) -> None:
    path = variant(folder, stated(at, table))
    assert resolved(path, *at) == wanted
    assert not load(path).diagnostics
    assert "whole table" not in CliRunner().invoke(main, ["show", "variant.yaml", "--resolved"]).output


@pytest.mark.parametrize(
    ("at", "table", "says", "hint"),
    [
        (RATES, "{1000: null, 1100: 20%}", "no bound 1100 here, so this table stands in place of the base's, and there is nothing to remove at 1000", "state the whole table: {0: 10%, 1100: 20%, 5000: 30%}"),
        (RATES, "{9000: 40%}", "and 9000 alone is no table", "{0: 10%, 1000: 20%, 5000: 30%, 9000: 40%}"),
        (PRIZES, "{4: 50}", "no bound 4 here", "{1: 500, 2..3: 200, 4: 50}"),
        (DATES, "{2026-04-01: 15}", "2026-04-01 alone is no table", "{2026-01-01: 10, 2026-04-01: 15, 2026-07-01: 20}"),
        (RATES, "{1000: 20%, 1_000: 30%}", "1000 and 1_000 are the same bound", "keep one of them"),
    ],
)  # fmt: skip
def test_a_part_that_could_be_read_in_two_ways_is_refused(
    folder: Path, at: tuple[str, ...], table: str, says: str, hint: str
) -> None:
    (found,) = load(variant(folder, stated(at, table))).diagnostics
    assert (found.severity, says in found.message, hint in found.hint) == ("error", True, True), found
    if "whole" in hint:
        assert not load(variant(folder, stated(at, hint.removeprefix("state the whole table: ")))).diagnostics


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("{0: 5%, 5000: 25%}", "the rest of the base's table stays: 1000: 20%"),
        ("{1000: 5%, 1100: 25%}", "it begins at 1000, where the base begins at 0"),
    ],
)
def test_a_part_that_may_be_meant_for_the_whole_is_told(folder: Path, table: str, says: str) -> None:
    found = [d for d in load(variant(folder, stated(RATES, table))).diagnostics if d.code == "table-in-part"]
    assert [(d.severity, says in d.message) for d in found] == [("warning", True)]


@pytest.mark.parametrize(
    ("at", "value", "wanted"),
    [
        (("parameters", "allowance"), "{by: region, values: {North: 1, South: 2}}", ["by", "values"]),
        (("tables", "rebate"), "{keys: [region], match: exact, values: {North: 1, South: 2}}", ["North", "South"]),
    ],
)
def test_values_of_another_form_or_chosen_by_another_name_do_not_mix(
    folder: Path, at: tuple[str, ...], value: str, wanted: list[str]
) -> None:
    path = variant(folder, stated(at, value))
    assert list(resolved(path, *at, *(["values"] if at[0] == "tables" else []))) == wanted


def test_by_hand(folder: Path) -> None:
    """10% of 1,100, then 20% of 4,400, then 30% of 500 is 1,140; mixed with the base's bounds it would be 1,150."""
    (folder / "data.csv").write_text("id,income,region\na,6000,North\n", encoding="utf-8")
    loaded = load(variant(folder, stated(RATES, "{0: 10%, 1100: 20%, 5500: 30%}")))
    assert loaded.ruleset is not None
    sheet = run(compile_plan(loaded.ruleset), folder / "data.csv", ["2026"]).worksheet
    assert sheet is not None
    assert sheet.numbers("tax").tolist() == [1140.0]


def tree(**tables: str) -> Node:
    text = "".join(f"{'  ' * i}{key}:\n" for i, key in enumerate(RATES[:-1]))
    text += "".join(f"      {key}: {table}\n" for key, table in tables.items())
    document = parse_document(text, "t.yaml", Diagnostics())
    assert document is not None
    return document.root


def as_flow(table: dict[int, int]) -> str:
    return "{" + ", ".join(f"{bound}: {value}%" for bound, value in sorted(table.items())) + "}"


tables = st.dictionaries(st.integers(0, 6), st.integers(0, 5), min_size=1, max_size=5)


@given(base=tables, over=tables)
def test_a_table_never_keeps_a_bound_of_the_base_beside_a_new_one(base: dict[int, int], over: dict[int, int]) -> None:
    old, new = tree(rates=as_flow(base)), tree(rates=as_flow(over))
    changes: list[Change] = []
    diagnostics = Diagnostics()
    merged = Merging(old, new, diagnostics, changes).whole()
    for key in RATES:
        merged = merged.mapping[key]
    wanted = over if set(over) - set(base) else {**base, **over}
    if not any(d.severity == "error" for d in diagnostics.found):
        assert merged.plain() == {str(bound): f"{value}%" for bound, value in sorted(wanted.items())}


@given(base=tables)
def test_the_whole_table_of_the_base_changes_nothing(base: dict[int, int]) -> None:
    one, same = tree(rates=as_flow(base)), tree(rates=as_flow(base))
    changes: list[Change] = []
    diagnostics = Diagnostics()
    assert Merging(one, same, diagnostics, changes).whole().plain() == one.plain()
    assert not changes
    assert not diagnostics.found
    assert not differences(one, same)


@given(base=tables, over=tables)
def test_names_merge(base: dict[int, int], over: dict[int, int]) -> None:
    """Marks, grades and labels stand each for itself."""
    old, new = tree(values=as_flow(base)), tree(values=as_flow(over))
    merged = Merging(old, new, Diagnostics(), []).whole()
    for key in (*RATES[:-1], "values"):
        merged = merged.mapping[key]
    assert merged.plain() == {str(name): f"{value}%" for name, value in {**base, **over}.items()}
