"""Variants: what they state is merged, what they cannot mean is told, and every value knows its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from appraise import load, load_text
from appraise.cli import main
from appraise.diagnostics import Diagnostics
from appraise.policy.load import shown
from appraise.policy.variants.merging import differences
from appraise.policy.variants.variants import read_resolved
from appraise.policy.variants.written import resolved_yaml

BASE = """
ruleset: base
title: Base
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    sales: {type: money}
    quality: {type: percent}
parameters:
  challenge: 1.1
cohorts:
  new: sales < 10
  senior: otherwise
indicators:
  sales:
    title: Sales
    value: sales
    target: {new: 100, senior: 200 * challenge}
    score: {method: ratio, floor: 0, cap: 120}
    weight: 70
  quality:
    title: Quality
    value: quality
    score: {method: steps, steps: {0%: 0, 80%: 60}}
    weight: 30
gates:
  veto: {title: Veto, when: quality < 50%, grade_at_most: B}
grades:
  bands: {A: 90, B: lowest}
"""
HEAD = "extends: base.yaml\ntitle: Variant\nreason: to see\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    return tmp_path


def variant(folder: Path, text: str, name: str = "variant.yaml", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text(head + text, encoding="utf-8")
    return path


def messages(path: Path) -> list[str]:
    return [d.message for d in load(path).diagnostics]


def test_what_differs_is_merged(folder: Path) -> None:
    path = variant(folder, "indicators:\n  sales: {weight: 60}\n  quality: {weight: 40}\ngates: {veto: null}\n")
    loaded = load(path)
    assert loaded.ruleset is not None, loaded.diagnostics
    r = loaded.ruleset
    assert (r.id, r.title) == ("base", "Variant")
    assert [getattr(i.weight, "value", None) for i in r.indicators.values()] == [60, 40]
    assert not r.gates
    weights = {i.id: f"{i.weight.where.file}:{i.weight.where.line}" for i in r.indicators.values()}
    assert weights == {"sales": "variant.yaml:5", "quality": "variant.yaml:6"}
    assert r.indicators["sales"].value.where.file == "base.yaml"


def test_an_empty_variant_says_the_same(folder: Path) -> None:
    base, same = load(folder / "base.yaml").ruleset, load(variant(folder, "")).ruleset
    assert base is not None
    assert same is not None
    roots = [read_resolved(folder / n, shown, Diagnostics()).document.root for n in ("base.yaml", "variant.yaml")]  # type: ignore[union-attr]
    assert {c.path for c in differences(*roots)} == {("title",), ("reason",)}


def test_chains(folder: Path) -> None:
    variant(folder, "indicators: {sales: {weight: 60}, quality: {weight: 40}}\n", "one.yaml")
    path = variant(folder, "parameters: {challenge: 1.2}\n", "two.yaml", HEAD.replace("base", "one"))
    r = load(path).ruleset
    assert r is not None
    assert getattr(r.indicators["sales"].weight, "value", None) == 60
    assert getattr(r.parameters["challenge"], "value", None) == 1.2


def test_a_new_name_is_added_and_otherwise_stays_last(folder: Path) -> None:
    path = variant(folder, "indicators:\n  sales: {target: {middle: 150}}\ncohorts: {middle: sales < 50}\n")
    r = load(path).ruleset
    assert r is not None, messages(path)
    assert list(r.cohorts) == ["new", "middle", "senior"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("indicators: {slaes: {weight: 60}}\n", "no 'slaes' under indicators"),
        ("gates: {vetoo: null}\n", "no 'vetoo' under gates"),
        ("parameters: {chalenge: 1.2}\n", "no 'chalenge' under parameters"),
        ("indicators: {sales: {wieght: 60}}\n", "no key `wieght`"),
        ("indicators: {sales: {weight: 80}}\n", "add up to 110"),
    ],
)
def test_slips_are_told(folder: Path, text: str, says: str) -> None:
    found = messages(variant(folder, text))
    assert len(found) == 1
    assert says in found[0]


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("indicators: {sales: {weight：65}}\n", "Nothing stands behind `weight：65`", "and a space: `weight: 65`"),
        ("grades: {bands: {A:97}}\n", "Nothing stands behind `A:97`", "`A: 97`"),
        ("gates:\n  veto:\n", "Nothing stands behind `veto`", "`veto: null` to remove it"),
        ("gates:\n  late: {title: Late, when: sales < 1, grade_at_most: B, reward_factor: }\n",
         "Nothing stands behind `reward_factor`", "leave the key out"),
        ("indicators: {sales: {wieght: null, weight: 70}}\n", "The base has no 'wieght' here", "did you mean weight?"),
        ("indicators: {sales: {score: {caps: null}}}\n", "The base has no 'caps' here", "did you mean cap?"),
        ("indicators: {sales: 'weight：15'}\n", "sales must be a mapping of keys; here is a text", "`{weight: 15}`"),
    ],
)  # fmt: skip
def test_what_would_remove_something_by_a_slip_is_told(folder: Path, text: str, says: str, hint: str) -> None:
    (found,) = load(variant(folder, text)).diagnostics
    assert says in found.message
    assert hint in found.hint


@pytest.mark.parametrize("null", ["null", "~"])
def test_null_removes_what_is_there(folder: Path, null: str) -> None:
    r = load(variant(folder, f"gates: {{veto: {null}}}\n")).ruleset
    assert r is not None
    assert not r.gates


def test_an_error_that_a_change_makes_in_the_base_stands_at_the_change(folder: Path) -> None:
    (found,) = load(variant(folder, "\nindicators:\n  sales: {weight: 80}\n")).diagnostics
    assert found.where is not None
    assert (found.where.file, found.where.line) == ("variant.yaml", 6)
    assert (found.also[0][0].file, found.also[0][1]) == ("base.yaml", "in the base, changed here")


def test_an_error_of_the_base_itself_stands_there(folder: Path) -> None:
    (folder / "base.yaml").write_text(BASE.replace("weight: 70", "weight: 71"), encoding="utf-8")
    (found,) = load(variant(folder, "parameters: {challenge: 1.2}\n")).diagnostics
    assert found.where is not None
    assert found.where.file == "base.yaml"


@pytest.mark.parametrize(
    ("described", "used"),
    [
        ("parameters:\n  extra: 2\n", "extra"),
        ("derive:\n  extra: quality * 2\n", "extra"),
        ("functions:\n  extra(x): x * 2\n", "extra(quality)"),
        ("tables:\n  extra: {keys: [cohort], values: {new: 1, senior: 2}}\n", "lookup(extra, cohort)"),
    ],
    ids=["parameter", "derived", "function", "table"],
)
def test_what_a_variant_leaves_unused_is_told_at_the_change_that_no_longer_uses_it(
    folder: Path, described: str, used: str
) -> None:
    base = BASE.replace("parameters:\n  challenge: 1.1\n", "").replace(" * challenge", "")
    base = base.replace("when: quality < 50%", f'when: "quality < 50% and {used} < 9"')
    (folder / "base.yaml").write_text(base + described, encoding="utf-8")
    assert messages(folder / "base.yaml") == []
    (found,) = load(variant(folder, "grades: {bands: {A: 95}}\ngates:\n  veto: {when: quality < 40%}\n")).diagnostics
    assert (found.code, found.about) == ("unused", "extra")
    assert found.where is not None
    assert (found.where.file, found.where.line) == ("variant.yaml", 6)
    (also,) = found.also
    assert also[0].file == "base.yaml"


def test_shipped_rulesets_are_suggested_to_extend(folder: Path) -> None:
    (found,) = load(variant(folder, "", head=HEAD.replace("base.yaml", "key-account-quaterly"))).diagnostics
    assert "did you mean key-account-quarterly" in found.hint


def test_a_whole_new_element_is_no_slip(folder: Path) -> None:
    assert not messages(variant(folder, "gates: {late: {title: Late, when: sales < 1, grade_at_most: B}}\n"))


@pytest.mark.parametrize("key", ["title", "reason"])
def test_title_and_reason_are_required(folder: Path, key: str) -> None:
    head = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(key))
    assert messages(variant(folder, "", head=head)) == [f"A variant states its own `{key}`."]
    assert messages(variant(folder, "", head=f"{head}{key}:\n"))[0] == f"A variant states its own `{key}`."


def test_cycles_and_strangers_are_refused(folder: Path) -> None:
    variant(folder, "", "one.yaml", HEAD.replace("base", "two"))
    assert (
        "extends itself: two.yaml → one.yaml → two.yaml"
        in messages(variant(folder, "", "two.yaml", HEAD.replace("base", "one")))[0]
    )
    assert "no ruleset 'bse.yaml' to extend" in messages(variant(folder, "", head=HEAD.replace("base", "bse")))[0]
    outside = folder / "a" / "b"
    outside.mkdir(parents=True)
    assert messages(variant(outside, "", head=HEAD.replace("base", "../../base"))) == []  # below the working directory


def test_a_formula_of_the_base_that_needs_what_is_removed_is_told_at_the_removal(folder: Path) -> None:
    found = load(variant(folder, "parameters: null\n")).diagnostics
    assert [(d.where.file, d.where.line) for d in found if d.where] == [("variant.yaml", 4)]
    assert [(w.file, w.line) for d in found for w, _ in d.also] == [("base.yaml", 26)]


def test_the_resolved_policy_reads_back_and_names_origins(folder: Path) -> None:
    path = variant(folder, "indicators: {sales: {weight: 60}, quality: {weight: 40}}\ngates: {veto: null}\n")
    resolved = read_resolved(path, shown, Diagnostics())
    assert resolved is not None
    text = resolved_yaml(resolved)
    assert "weight: 60  # variant.yaml:4; was 70, base.yaml:28" in text
    assert "# veto is removed; it was {title: Veto, when: quality < 50%, grade_at_most: B} (base.yaml:35)" in text
    again, first = load_text(text).ruleset, load(path).ruleset
    assert again is not None
    assert first is not None
    assert again.digest == first.digest


def test_diff_on_the_command_line(folder: Path) -> None:
    variant(folder, "indicators: {sales: {weight: 60}, quality: {weight: 40}}\ngates: {veto: null}\n")

    def told(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["diff", *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    text = told("base.yaml", "variant.yaml")
    assert "Indicators Sales (sales)\n  weight: 70 → 60  [base.yaml:28 → variant.yaml:4]" in text
    assert "removed; it was" in text
    assert told("base.yaml", "base.yaml") == "The policies say the same.\n"
    assert "| Indicators Sales (sales) | weight | 70 | 60 | variant.yaml:4 |" in told(
        "base.yaml", "variant.yaml", "--format", "markdown"
    )
    records = json.loads(told("variant.yaml", "base.yaml", "--format", "json"))
    assert {(d["element"], d["setting"], d["old"], d["new"]) for d in records} >= {("sales", "weight", "60", "70")}


def test_show(folder: Path) -> None:
    variant(folder, "gates: {veto: null}\n")
    told = CliRunner().invoke(main, ["show", "variant.yaml"])
    assert told.exit_code == 0
    assert "Sales" in told.output
    resolved = CliRunner().invoke(main, ["show", "variant.yaml", "--resolved"])
    assert "# veto is removed" in resolved.output
