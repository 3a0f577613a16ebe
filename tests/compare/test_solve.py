"""Settings that keep a goal, by hand: figures that rise, that rise and fall, goals that nothing keeps, and the variant.

The hills of three people come to 30 * (10 - |peak - 7.2|); the bonuses at a rate r to 4000.1 * r, each rounded to cents.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from appraise.cli import main
from tests.compare.trials import appraise

ROOT = Path(__file__).parents[2]


def solved(folder: Path, range_: str, *goals: str, rest: tuple[str, ...] = ()) -> tuple[int, str]:
    wanted = [part for goal in goals for part in ("--goal", goal)]
    done = appraise(folder, "solve", "--vary", range_, *wanted, "--measure", "cost", *rest)
    return done.exit_code, " ".join(done.output.split())


@pytest.mark.parametrize(
    ("range_", "goal", "said"),
    [
        (
            "parameters.rate=1%..20%/1%",
            "total(bonus) <= 280.01",
            "rate 7% keeps total(bonus) <= 280.01; it is 10% now.",
        ),
        ("parameters.rate=1%..20%/0.5%", "total(bonus) < 280.01", "rate 6.5% keeps"),
        ("parameters.rate=1%..20%/1%", "total(bonus) >= 600", "rate 15% keeps"),
        ("parameters.peak=0..20/1", "total(hill) >= 280", "peak 7 keeps"),  # 294 at 7, 276 at 8
        ("parameters.peak=0..20/1", "total(hill) <= 180", "peak 3 keeps"),  # 174 at 3, 156 at 12: nearer to 5
        ("parameters.peak=6..20/1", "total(hill) <= 180", "peak 12 keeps"),
        ("parameters.peak=0..100/0.1", "total(hill) >= 299.5", "peak 7.2 keeps"),  # between evenly spread settings
    ],
)
def test_the_nearest_setting(tmp_path: Path, range_: str, goal: str, said: str) -> None:
    code, text = solved(tmp_path, range_, goal)
    assert (code, said in text) == (0, True), text


def test_what_was_tried_is_said(tmp_path: Path) -> None:
    _, text = solved(tmp_path, "parameters.peak=0..20/1", "total(hill) <= 180")
    assert "Kept by: 0 to 3, 12 to 20" in text  # 84 at 0, 180 never; 156 at 12, and 0 from 17.2
    assert "All 21 settings were run." in text
    assert "Hill, total rises and falls while the setting rises." in text
    _, text = solved(tmp_path, "parameters.rate=1%..20%/1%", "total(bonus) <= 280.01")
    assert "Bonus, total never falls while the setting rises." in text
    assert "Bonus, total: 400.01 now, 280.01 then." in text
    _, text = solved(tmp_path, "parameters.peak=0..100/0.1", "total(hill) >= 299.5")
    assert "209 of 1,001 settings were run: evenly spread ones, then all beside the best of them." in text


def test_a_goal_that_is_kept_already_writes_that_nothing_changes(tmp_path: Path) -> None:
    out = tmp_path / "x.json"
    out.write_text("an older one", encoding="utf-8")
    code, _ = solved(tmp_path, "parameters.peak=0..20/1", "total(hill) <= 1000000", rest=("--out", str(out)))
    assert code == 0
    (row,) = json.loads(out.read_text(encoding="utf-8"))["tables"]["winners"]["rows"]
    assert (row["winners"], row["losers"], row["net"]) == (0, 0, 0)


def test_no_setting(tmp_path: Path) -> None:
    code, text = solved(
        tmp_path, "parameters.peak=0..20/1", "total(hill) > 294", rest=("--out", str(tmp_path / "x.json"))
    )
    assert code == 1
    assert "No setting of peak from 0 to 20 keeps total(hill) > 294." in text
    assert "7 comes nearest: Hill, total is 294.00; the figures are from 0.00 to 294.00." in text
    assert "x.json is not written" in text
    assert not (tmp_path / "x.json").exists()
    code, text = solved(tmp_path, "parameters.peak=0..100/0.1", "total(hill) > 300")
    assert (code, "None of the 209 settings of peak that were run, from 0 to 100, keeps" in text) == (1, True)
    code, text = solved(tmp_path, "indicators.a.weight=60..70/1", "cost <= 3")
    assert (code, "No setting of Alpha weight from 60 to 70 makes a sound policy." in text) == (1, True)
    assert "11 of them are not possible, such as 60: The weights in the indicators add up to 110" in text


def test_how_figures_go_is_not_said_of_one_setting(tmp_path: Path) -> None:
    code, text = solved(tmp_path, "indicators.a.weight=40..55/5", "mean(score) >= 99")
    assert (code, "3 of them are not possible" in text, "the same for all" in text) == (1, True, False), text
    _, text = solved(tmp_path, "rewards.hill.amount.10#1=10..20/10", "mean(score) >= 99")
    assert "Total score, mean is the same for all of them." in text


def test_groups_by_the_heading_of_a_field() -> None:
    team = str(ROOT / "examples" / "team.csv")
    arguments = ["solve", "key-account-quarterly", "--data", team, "--period", "2026Q3", "--vary"]
    arguments += ["rewards.bonus.max=20000..60000/10000", "--goal", "total(bonus) <= 1800000", "--by"]
    shown = {CliRunner().invoke(main, [*arguments, by]).stdout for by in ("region", "区域")}
    assert len(shown) == 1
    assert "华东" in shown.pop()


def test_the_policy_keeps_it_already(tmp_path: Path) -> None:
    code, text = solved(tmp_path, "parameters.rate=1%..20%/1%", "total(bonus) <= 500")
    assert code == 0
    assert "The policy keeps total(bonus) <= 500 as it is: rate 10%. Bonus, total: 400.01 now." in text
    assert "Kept by: 1% to 12%" in text
    assert "extends" not in text


def test_several_goals(tmp_path: Path) -> None:
    """Between 600 and 700: 15%, 16%, 17%; the nearest to 10% is 15%."""
    code, text = solved(
        tmp_path, "parameters.rate=1%..20%/1%", "total(bonus) >= 600", "total(bonus) <= 700", "mean(score) > 0"
    )
    assert (code, "rate 15% keeps total(bonus) >= 600 and total(bonus) <= 700 and mean(score) > 0" in text) == (0, True)
    code, text = solved(tmp_path, "parameters.rate=1%..20%/1%", "total(bonus) >= 600", "total(bonus) <= 300")
    assert code == 1


def test_what_it_does_to_everyone_and_the_variant(tmp_path: Path) -> None:
    """At 7% the bonuses are 70, 140, 70.01: 30, 60 and 30 less."""
    out = tmp_path / "out.json"
    arguments = ("--vary", "parameters.rate=1%..20%/1%", "--goal", "total(bonus) <= 280.01", "--out", str(out))
    done = appraise(tmp_path, "solve", *arguments)
    assert done.exit_code == 0, done.output
    for table in ("Cost", "Grades", "Winners and losers", "Largest changes"):
        assert f"\n{table}\n" in done.output
    assert "\nFairness\n" not in done.output
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["about"]["variants"] == ["rate 7% (was 10%)"]
    assert found["tables"]["cost"]["rows"][0]["change"] == -120
    assert found["tables"]["winners"]["rows"][0]["losers"] == 3
    yaml = done.output[done.output.index("extends:") :].partition("\n\n")[0]
    assert yaml.strip().splitlines() == [
        "extends: trial.yaml", "title: rate 7% (was 10%)",
        "reason: Found by appraise solve so that total(bonus) <= 280.01", "parameters:", "  rate: 7%",
    ]  # fmt: skip
    (tmp_path / "variant.yaml").write_text(yaml, encoding="utf-8")
    run = CliRunner().invoke(main, ["run", str(tmp_path / "variant.yaml"), "--data", str(tmp_path / "data.csv")])
    assert "280.01" in run.output, run.output


@pytest.mark.parametrize(
    ("range_", "goal", "lines"),
    [
        ("rewards.steps.tiers.rates.1000.bound=900..1400/100", "total(steps) <= 53",
         ["rewards:", "  steps:", "    tiers:", "      rates: {0: 1%, 1200: 2%, 1500: 3%}"]),  # 10, 33, 10
        ("indicators.b.score.points.2.1=100..200/50", "lowest(score) <= 70",
         ["indicators:", "  b:", "    score:", "      points: [[0, 0], [150, 100]]"]),  # 50 + 10 + 10
        ("indicators.a.weight=40..60/10", "highest(score) >= 1 ", []),
        ("indicators.a.weight=40..60/10", "lowest(score) <= 70.01",
         ["indicators:", "  a:", "    weight: 40", "  b:", "    weight: 36", "  c:", "    weight: 24"]),  # 40 + 18 + 12
        ("gates.low.when.50#2=50..60/5", "total(bonus) <= 300.01", ["gates:", "  low:", "    when: a < 50 or b < 55"]),
    ],
)  # fmt: skip
def test_the_variant_of_any_number(tmp_path: Path, range_: str, goal: str, lines: list[str]) -> None:
    rest = ("--keep-sum",) if "weight" in range_ else ()
    done = appraise(tmp_path, "solve", "--vary", range_, "--goal", goal, *rest)
    assert done.exit_code == 0, done.output
    if not lines:
        assert "extends" not in done.output
        return
    yaml = done.output[done.output.index("extends:") :].strip()
    assert yaml.splitlines()[3:] == lines
    (tmp_path / "variant.yaml").write_text(yaml, encoding="utf-8")
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "variant.yaml")])
    assert (checked.exit_code, "1 ruleset checked" in checked.output) == (0, True), checked.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "say with --goal what is wanted"),
        (["--goal", "cost <= 3"], "Say with --vary which number varies"),
        (
            ["--goal", "cost <= 3", "--vary", "parameters.rate=1%..2%", "--vary", "parameters.peak=1..2"],
            "solve chooses one number",
        ),
        (["--goal", "cost <= 3", "--vary", "parameters.rate=1%..2%", "--by", "regin"], "did you mean region?"),
        (["--goal", "cost", "--vary", "parameters.rate=1%..2%"], "is no goal"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = appraise(tmp_path, "solve", *arguments)
    assert (done.exit_code, said in " ".join(done.output.split())) == (2, True), done.output


def test_a_folder_of_versions(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("id\n1\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["sweep", str(tmp_path), "--data", str(tmp_path / "data.csv"), "--vary", "a=1..2"])
    assert (done.exit_code, "name one of its rulesets" in done.output) == (2, True)


def test_nobody_is_named_where_people_are_left_out(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    team = str(ROOT / "examples" / "team.csv")
    arguments = [
        "solve",
        "key-account-quarterly",
        "--data",
        team,
        "--period",
        "2026Q3",
        "--by",
        "region",
        "--anonymous",
    ]
    arguments += ["--vary", "grades.bands.A=85..100/1", "--goal", "share(A) >= 50%", "--out", str(out)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert "“等级 分数线 A”取 " in done.output
    assert "00432" not in done.output + done.stderr
    assert "公平性" in CalamineWorkbook.from_path(out).sheet_names


def test_a_chinese_policy(tmp_path: Path) -> None:
    """The commission of 2026Q3 is 1% up to 100,000, 2% above: a bound of 50,000 pays more, by 1% of what lies between."""
    out = tmp_path / "试算.json"
    team = str(ROOT / "examples" / "team.csv")
    arguments = ["sweep", "key-account-quarterly", "--data", team, "--period", "2026Q3", "--out", str(out)]
    arguments += [
        "--vary",
        "indicators.sales.target.新人=80000..120000/20000",
        "--measure",
        "mean(sales.attainment) where cohort == '新人'",
    ]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert "销售额 目标 新人（indicators.sales.target.新人），现行 100,000" in done.output
    assert "销售额 完成率平均（cohort == '新人'）" in done.output
    low, now, high = (row["figures"][0] for row in json.loads(out.read_text(encoding="utf-8"))["rows"])
    assert low == pytest.approx(now / 0.8)
    assert high == pytest.approx(now / 1.2)
