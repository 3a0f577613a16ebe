"""Settings by path, ranges, weights that are kept, sweeps and goals."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from engine.compare.settings import WrongSetting, changes, vary
from engine.diagnostics import Report
from engine.policy.source import parse_source
from engine.policy.variants import with_changes
from tests.compare.test_attribution import BASE, DATA

SOURCE = parse_source(BASE, "base.yaml", Report())
assert SOURCE is not None
ROOT = SOURCE.root


def test_a_range() -> None:
    one = vary(ROOT, "indicators.a.weight=30..60/10")
    assert (one.path, one.now) == (("indicators", "a", "weight"), Decimal(50))
    assert [str(v) for v in one.values] == ["30", "40", "50", "60"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("indicators.a.weight", "is no range"),
        ("indicators.c.weight=1..2", "There is no 'c' in indicators"),
        ("indicators.a=1..2", "is not a plain number"),
        ("indicators.a.weight=10%..20%", "the same unit"),
        ("indicators.a.weight=20..10", "must rise"),
        ("indicators.a.weight=0..100/0.001", "larger steps"),
    ],
)
def test_a_wrong_range(text: str, said: str) -> None:
    with pytest.raises(WrongSetting, match=said):
        vary(ROOT, text)


def test_weights_are_kept() -> None:
    one = vary(ROOT, "indicators.a.weight=30..60/10")
    found = with_changes(ROOT, changes(ROOT, {one: Decimal(30)}, keep_sum=True))
    indicators = found.mapping["indicators"].mapping
    assert [indicators[i].mapping["weight"].value for i in "ab"] == [30, 70.0]


def appraise(folder: Path, command: str, *rest: str) -> Result:
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")
    DATA.to_csv(folder / "data.csv", index=False)
    return CliRunner().invoke(main, [command, str(folder / "base.yaml"), "--data", str(folder / "data.csv"), *rest])


def test_sweep(tmp_path: Path) -> None:
    """Weights 40:60 give scores 70, 84, 80.67: bonuses 70, 168, 80.68; extras 0, 7, 7."""
    out = tmp_path / "out.csv"
    done = appraise(tmp_path, "sweep", "--vary", "indicators.a.weight=40..50/10", "--keep-sum", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "50 (as it is)" in done.output
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "indicators.a.weight,cost,mean(score),problem"
    assert [row.split(",")[1] for row in rows[1:]] == ["329.57", "332.68", "329.57"]


def test_a_setting_that_is_not_possible(tmp_path: Path) -> None:
    done = appraise(tmp_path, "sweep", "--vary", "indicators.a.weight=40..50/10")
    assert done.exit_code == 0
    assert "not possible" in done.output
    assert "add up to 90" in done.output


def test_solve(tmp_path: Path) -> None:
    arguments = ("--vary", "indicators.a.weight=30..70/1", "--keep-sum", "--goal")
    done = appraise(tmp_path, "solve", *arguments, "cost <= 1000")
    assert (done.exit_code, "= 50, as it is now, keeps" in done.output) == (0, True)
    done = appraise(tmp_path, "solve", *arguments, "cost <= 3")
    assert (done.exit_code, "No setting of indicators.a.weight from 30 to 70" in done.output) == (1, True)


def test_solve_finds_the_nearest(tmp_path: Path) -> None:
    """The scores 100, 60 and 80 add up to 240: 144 points at a weight of 60."""
    arguments = ("--vary", "indicators.a.weight=50..70/1", "--keep-sum", "--goal", "total(a.points) >= 143.95")
    done = appraise(tmp_path, "solve", *arguments)
    assert (done.exit_code, "bisection" in done.output) == (0, True)
    assert "indicators.a.weight = 60 keeps" in done.output


def test_a_wrong_goal(tmp_path: Path) -> None:
    done = appraise(tmp_path, "solve", "--vary", "indicators.a.weight=30..70", "--goal", "total(bonsu) <= 3")
    assert done.exit_code == 2
    assert "bonus" in done.output
