"""Ranges, weights that are kept adding up, and sweeps: figures by hand, the terminal wide and narrow, files."""

from __future__ import annotations

import csv
import json
import math
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from rich.console import Console

from appraise.compare.figures.asking import measure
from appraise.compare.varying.paths import WrongSetting, numbers_below
from appraise.compare.varying.settings import changes, vary
from appraise.compare.varying.sweep import Point
from appraise.policy.variants.merging import with_changes
from appraise.report.sweep.terminal import show_sweep
from appraise.report.sweep.view import View, view
from tests.compare.trials import appraise, policy, root


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("indicators.a.weight=30..60/10", ["30", "40", "50", "60"]),
        ("indicators.a.weight=30..59/10", ["30", "40", "50"]),
        ("parameters.rate=5%..7%/1%", ["5%", "6%", "7%"]),
        ("parameters.rate = 5..7%/0.5", ["5%", "5.5%", "6%", "6.5%", "7%"]),
        ("rewards.steps.tiers.rates.1000.bound=1,100..1,300/100", ["1100", "1200", "1300"]),
        ("indicators.a.weight=30..40", [str(n) for n in range(30, 41)]),  # whole steps for whole numbers
        ("parameters.peak=0..0.1", [f"{n / 1000:g}" for n in range(101)]),
    ],
)
def test_a_range(text: str, values: list[str]) -> None:
    one = vary(root(), text)
    assert [one.shown(v) for v in one.values] == values


def test_a_range_without_a_step_has_few_settings_where_all_are_shown() -> None:
    assert [str(v) for v in vary(root(), "grades.bands.A=80..100", 4).values] == ["80", "85", "90", "95", "100"]
    assert [str(v) for v in vary(root(), "grades.bands.A=80..103", 20).values][:3] == ["80", "82", "84"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("indicators.a.weight", "says no range; write indicators.sales.weight=30..60/5"),
        ("indicators.d.weight", "There is no 'd' in indicators"),
        ("indicators.a.weight=30-60", "'30-60' is no range"),
        ("indicators.a=1..2", "indicators.a is not one number"),
        (
            "rewards.steps.tiers.rates.1000.bound=0.8千..0.12万/1百元",
            "write 800 for 0.8千, 1200 for 0.12万, 100 for 1百元$",
        ),
        ("parameters.peak=8万..1.5亿元/1万", "write 80000 for 8万, 150000000 for 1.5亿元, 10000 for 1万$"),
        (
            "indicators.a.weight=10%..20%",
            r"is 50, so write the range in the same unit, such as indicators.a.weight=10\.\.20",
        ),
        (
            "parameters.rate=0.05..0.2",
            r"is 10%, so write the range in the same unit, such as parameters.rate=5%\.\.20%",
        ),
        ("indicators.a.weight=20..10", "must rise"),
        ("indicators.a.weight=0..100/0.001", "100,001 settings; at most 10,000 are tried, so take larger steps"),
        ("rewards.steps.tiers.rates.1000.bound=500..1500", "between the tiers beside it: above 0 and below 1500"),
    ],
)
def test_a_wrong_range(text: str, said: str) -> None:
    with pytest.raises(WrongSetting, match=said):
        vary(root(), text)


def weights(text: str, value: str) -> dict[str, object]:
    found = with_changes(root(), changes(root(), {vary(root(), text): Decimal(value)}, keep_sum=True))
    return {id_: node.mapping["weight"].value for id_, node in found.mapping["indicators"].mapping.items()}


def test_weights_are_kept_adding_up() -> None:
    """What is left of 100 is shared 30:20; the largest of those that are scaled takes what six places leave over."""
    assert weights("indicators.a.weight=30..60/10", "30") == {"a": 30, "b": 42, "c": 28}
    found = weights("indicators.b.weight=10..60/1", "29")
    assert found == {"a": 50.714286, "b": 29, "c": 20.285714}
    assert sum(map(Decimal, map(str, found.values()))) == 100


@given(st.decimals(0, 100, places=3))
def test_whatever_one_weight_is_all_add_up(value: Decimal) -> None:
    one = vary(root(), "indicators.b.weight=0..100/1")
    found = with_changes(root(), changes(root(), {one: value}, keep_sum=True)).mapping["indicators"].mapping
    assert sum(Decimal(node.mapping["weight"].text) for node in found.values()) == 100


def test_only_what_adds_up_is_kept() -> None:
    with pytest.raises(WrongSetting, match=r"grades\.bands\.A is neither a weight nor the share of a grade"):
        changes(root(), {vary(root(), "grades.bands.A=80..90"): Decimal(80)}, keep_sum=True)


@pytest.mark.parametrize("command", ["sweep", "solve"])
def test_all_that_could_vary_is_listed_a_number_a_line_with_what_it_is(tmp_path: Path, command: str) -> None:
    goal = ("--goal", "cost <= 5") if command == "solve" else ()
    done = appraise(tmp_path, command, *goal)
    assert (done.exit_code, done.stdout) == (2, "")
    lines = [" ".join(line.split()) for line in done.stderr.splitlines()]
    assert "indicators.a.weight 50 Alpha weight" in lines
    assert "parameters.rate 10% rate" in lines
    assert "gates.low.when.50#2 50 Low when 50 (a < 50 or b < 50)" in lines
    listed = lines[next(i for i, line in enumerate(lines) if line.endswith("The policy has:")) + 1 :]
    assert [line.partition(" ")[0] for line in listed] == [path for path, _ in numbers_below(root(), "")]


def test_sweep(tmp_path: Path) -> None:
    """Bonuses at 5%, 10%, 15%: 200.01 (50, 100, 50.005 rounded up), 400.01, 600.02 (150, 300, 150.015 rounded up)."""
    out = tmp_path / "out.csv"
    done = appraise(
        tmp_path, "sweep", "--vary", "parameters.rate=5%..15%/5%", "--measure", "total(bonus)", "--out", str(out)
    )
    assert done.exit_code == 0, done.output
    lines = [" ".join(line.split()) for line in done.output.splitlines()]
    assert "rate: parameters.rate, 10% as it is (trial.yaml:17)" in lines
    assert "5% 200.01 ●···············" in lines
    assert "10% (as it is) 400.01 ·······◆········" in lines
    assert "15% 600.02 ···············●" in lines
    rows = list(csv.reader(StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows == [
        ["parameters.rate", "total(bonus)", "as_it_is", "problem"],
        ["5%", "200.01", "", ""], ["10%", "400.01", "yes", ""], ["15%", "600.02", "", ""],
    ]  # fmt: skip


def test_a_setting_that_is_not_possible(tmp_path: Path) -> None:
    done = appraise(tmp_path, "sweep", "--vary", "indicators.a.weight=40..50/10")
    assert done.exit_code == 0
    assert "not possible" in done.output
    assert "40: The weights in the indicators add up to 90, but must add up to 100." in done.output
    assert "with --keep-sum those beside are scaled" in done.output
    done = appraise(tmp_path, "sweep", "--vary", "indicators.a.weight=30..40/10")
    assert done.exit_code == 1  # none is


def test_what_has_no_effect_is_said(tmp_path: Path) -> None:
    done = appraise(tmp_path, "sweep", "--vary", "rewards.hill.amount.10#1=10..20/10", "--measure", "mean(score)")
    assert "No figure differs" in done.output


def test_one_setting_that_could_be_run_says_nothing_of_effects(tmp_path: Path) -> None:
    done = appraise(tmp_path, "sweep", "--vary", "indicators.a.weight=40..60/10", "--measure", "mean(score)")
    assert (done.exit_code, "No figure differs" in done.output) == (0, False)


@pytest.mark.parametrize(
    ("figures", "alike"),
    [
        ([(1.0,), (1.0,)], True),
        ([(1.0,), (2.0,)], False),
        ([(1.0,), (math.nan,)], False),  # there is a figure in one setting only
        ([(math.nan,), (math.nan,)], True),
    ],
)
def test_figures_of_all_settings_that_were_run_are_alike(figures: list[tuple[float, ...]], alike: bool) -> None:
    one = vary(root(), "grades.bands.A=90..91/1")
    points = [Point((v,), own) for v, own in zip(one.values, figures, strict=True)]
    found = view([one], [measure("cost", policy())], points[0], points, policy(), root(), keep_sum=False)
    assert found.all_alike is alike


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            [],
            "Say with --vary which number varies, such as indicators.sales.weight=30..60/5: from, to, step. The policy has",
        ),
        (["--vary", "parameters.rate=5%..7%", "--measure", "total(bonsu)"], "did you mean bonus"),
        (["--vary", "parameters.rate=5%..7%", "--keep-sum"], "neither a weight nor the share of a grade"),
        (["--vary", "parameters.rate=5%..7%"] * 2, "One number is varied twice"),
        (["--vary", "parameters.rate=5%..7%", "--out", "x.pdf"], "must end in one of"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = appraise(tmp_path, "sweep", *arguments)
    assert (done.exit_code, said in " ".join(done.output.split())) == (2, True), done.output


def test_errors_in_the_data_are_told_before_anything_is_tried(tmp_path: Path) -> None:
    done = appraise(tmp_path, "sweep", "--vary", "parameters.rate=5%..7%/1%", "--period", "2026Q3")
    assert (done.exit_code, "not possible" in done.output) == (1, False)


def test_two_numbers_make_a_grid_in_a_workbook_too(tmp_path: Path) -> None:
    """Totals of bonuses 400.01 times the rate over 10%, and of three hills of 10 * (10 - |peak - 7.2|)."""
    out = tmp_path / "grid.xlsx"
    arguments = ("--vary", "parameters.rate=10%..20%/10%", "--vary", "parameters.peak=5..7/2", "--measure", "cost")
    done = appraise(tmp_path, "sweep", *arguments, "--out", str(out))
    assert done.exit_code == 0, done.output
    lines = [" ".join(line.split()) for line in done.output.splitlines()]
    assert "10% [▼ 689.01] 749.01" in lines
    assert "20% 1,089.02 ▲ 1,149.02" in lines
    book = CalamineWorkbook.from_path(out)
    grid = book.get_sheet_by_name("Grids").to_python()
    assert grid[4:7] == [["", 5, 7], [0.1, 689.01, 749.01], [0.2, 1089.02, 1149.02]]
    assert book.get_sheet_by_name("Settings tried").to_python()[3] == ["rate", "peak", "Cost", "as it is"]


def test_a_workbook_has_a_chart_of_every_figure_that_differs(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    done = appraise(tmp_path, "sweep", "--vary", "parameters.rate=5%..15%/5%", "--out", str(out))
    assert done.exit_code == 0, done.output
    rows = CalamineWorkbook.from_path(out).get_sheet_by_name("Settings tried").to_python()
    assert [row[0] for row in rows[3:7]] == ["rate", 0.05, 0.1, 0.15]
    assert rows[5][-1] == "as it is"
    with ZipFile(out) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
        first = parts.read(charts[0]).decode()
    assert len(charts) == 2  # cost and cost per head; scores do not differ
    assert "'Settings tried'!$B$5:$B$7" in first


def test_json(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    appraise(tmp_path, "sweep", "--vary", "indicators.a.weight=40..60/10", "--measure", "share(A)", "--out", str(out))
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["about"]["ruleset"], found["about"]["rows"]) == ("trial", 3)
    assert found["measures"] == [{"measure": "share(A)", "unit": "share"}]
    assert [(row["at"], row["as_it_is"], row["figures"]) for row in found["rows"]] == [
        ([40.0], False, [None]), ([50.0], True, [1 / 3]), ([60.0], False, [None]),
    ]  # fmt: skip
    assert "add up to 90" in found["rows"][0]["problem"]


def shown(found: View, **given: Any) -> str:
    stream = StringIO()
    show_sweep(Console(file=stream, highlight=False, markup=False, emoji=False, force_terminal=False, **given), found)
    return stream.getvalue()


def sweep_of(count: int, texts: tuple[str, ...]) -> View:
    one = vary(root(), f"grades.bands.A={90 - count}..90/1")
    measures = [measure(text, policy()) for text in texts]
    points = [Point((v,), tuple(float(v) * (i + 1) for i in range(len(texts)))) for v in one.values]
    return view([one], measures, Point((), points[-1].figures), points, policy(), root(), keep_sum=False)


def test_a_narrow_window_has_a_table_for_each_figure_and_nothing_is_cut() -> None:
    text = shown(sweep_of(2, ("cost", "mean(cost)", "mean(score)", "share(A)")), width=60)
    assert max(map(len, text.splitlines())) <= 60
    assert all(f"\n{heading}\n" in text for heading in ("Cost", "Cost per head", "Total score, mean", "Share of A"))
    assert "…" not in text


def test_many_settings_are_thinned_and_said_so() -> None:
    text = shown(sweep_of(80, ("cost",)), width=100)
    assert "59 of 81 settings are shown" in text
    assert (
        sum("●" in line or "◆" in line for line in text.splitlines()) == 59 + 1
    )  # and the line that explains the marks


def test_a_console_without_such_signs() -> None:
    class Ascii(StringIO):
        encoding = "ascii"

    stream = Ascii()
    show_sweep(Console(file=stream, highlight=False, width=100), sweep_of(2, ("cost",)))
    table = stream.getvalue().partition("\n\n")[2]
    table.encode("ascii")
    assert "o..............." in table
    assert "...............#" in table


def test_the_policy_as_it_is_stands_at_its_place_among_other_settings() -> None:
    one = vary(root(), "grades.bands.A=85..95/10")
    points = [Point((v,), (1.0,)) for v in one.values]
    found = view([one], [measure("cost", policy())], Point((), (1.0,)), points, policy(), root(), keep_sum=False)
    assert [(str(line.at[0]), line.now) for line in found.lines] == [("85", False), ("90", True), ("95", False)]


def test_a_page_with_a_line_for_every_figure_that_differs(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    done = appraise(tmp_path, "sweep", "--vary", "parameters.rate=5%..15%/5%", "--out", str(out))
    assert done.exit_code == 0, done.output
    text = out.read_text(encoding="utf-8")
    assert "Trial: rate" in text
    assert "Lowest 489.01 at 5%, highest 889.02 at 15%; 689.01 as it is." in text
    assert "Lowest 163.00 at 5%, highest 296.34 at 15%; 229.67 as it is." in text
    assert text.count("; 229.67 as it is.") == text.count("; 689.01 as it is.")
    assert "85.00 as it is" not in text  # scores do not differ
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_a_page_with_grids(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    arguments = ("--vary", "parameters.rate=10%..20%/10%", "--vary", "parameters.peak=6..7/1", "--measure", "cost")
    done = appraise(tmp_path, "sweep", *arguments, "--out", str(out))
    assert done.exit_code == 0, done.output
    text = out.read_text(encoding="utf-8")
    assert "Cost: rate down, peak across" in text
    assert "Lowest 689.01 at rate 10% and peak 5, highest 1,149.02 at rate 20% and peak 7; 689.01 as it is." in text
    assert 'class="frame"' in text
