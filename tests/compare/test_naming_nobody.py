"""Policies that name people in their titles, reasons and clauses: with --anonymous no output of any command names them."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from appraise.cli import main
from appraise.compare.anonymous_names import NOBODY, Names
from tests.written import policy, write_rows

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("张三", "Anna Lee", "E0042")
REGIONS = ["east"] * 6 + ["west"] * 6
ROWS = [
    {"id": "E0042" if i == 3 else f"E{i:04}", "姓名": {1: "张三", 2: "Anna Lee"}.get(i, f"P{i}x"), "period": "2026Q1",
     "hired": "2020-01-15", "salary": 1000 + i, "sales": 100 + i, "leave": 0, "trained": "no", "region": region}
    for i, region in enumerate(REGIONS, 1)
]  # fmt: skip
BODY = """
parameters: {rate: 10%, spare: 1}
indicators:
  sales: {title: 张三 sales, value: sales, target: 100, score: {method: ratio, floor: 0, cap: 2000}, weight: 100}
grades: {bands: {A: 110, B: 105, C: lowest}}
gates: {g: {title: Anna Lee was late, when: trained and sales < 50, reward_factor: 0.5}}
rewards:
  bonus: {title: Bonus as of E0042, amount: salary * rate}
budgets: {pool: {title: Pool of 张三, covers: [bonus], amount: 1150, mode: cap}}
"""
FIELDS = [
    "name: {type: text, column: 姓名}",
    "姓名: {type: text}",
    "who: {type: text, column: 姓名}",
    "full: {type: text, column: [姓名, Full Name]}",
]


def written(folder: Path, field: str) -> list[str]:
    text = policy(BODY).replace("    trained:", f"    region: {{type: text}}\n    {field}\n    trained:")
    assert text.count("\ntitle: ") == 1
    head, _, rest = text.partition("\ntitle: ")
    base = head + "\ntitle: 张三 as before (Anna Lee)\n" + rest.partition("\n")[2]
    (folder / "base.yaml").write_text(base, encoding="utf-8")
    variant = "extends: base.yaml\ntitle: 张三 excepted\nreason: anna lee asked for E0042\nparameters: {rate: 12%}\n"
    (folder / "variant.yaml").write_text(variant, encoding="utf-8")
    data = write_rows(folder / "data.csv", ROWS)
    return [str(folder / "base.yaml"), str(folder / "variant.yaml"), "--data", str(data), "--anonymous"]


def texts_of(path: Path) -> str:
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as whole:
        return "\n".join(whole.read(part).decode() for part in whole.namelist() if part.endswith((".xml", ".rels")))


def told(folder: Path, field: str, command: str, ending: str) -> str:
    base, variant, *rest = written(folder, field)
    vary = ["--vary", "parameters.rate=9%..13%/1%"]
    args = {
        "compare": ["compare", base, variant, *rest],
        "sweep": ["sweep", variant, *rest, *vary, "--measure", "cost", "--measure", "total(bonus)"],
        "solve": ["solve", variant, *rest, *vary, "--goal", "total(bonus) <= 1100"],
    }[command]
    out = folder / f"o.{ending}"
    done = CliRunner().invoke(main, [*args, "--out", str(out)])
    assert done.exit_code == 0, done.output
    return done.output.replace(str(folder), "") + texts_of(out)


@pytest.mark.parametrize(
    ("command", "ending"),
    [(c, e) for c in ("compare", "sweep", "solve") for e in ("json", "html", "xlsx")] + [("sweep", "csv")],
)
def test_no_output_names_anybody(command: str, ending: str, tmp_path: Path) -> None:
    everything = told(tmp_path, FIELDS[0], command, ending)
    assert not [name for name in NAMES if name.casefold() in everything.casefold()], everything[:3000]
    assert "***" in everything


@pytest.mark.parametrize("field", FIELDS[1:])
@pytest.mark.parametrize("command", ["compare", "sweep"])
def test_names_are_known_by_the_id_or_the_heading_of_their_field(command: str, field: str, tmp_path: Path) -> None:
    everything = told(tmp_path, field, command, "json")
    assert not [name for name in NAMES if name.casefold() in everything.casefold()], everything[:3000]


def test_without_anonymous_names_stand_as_they_are_written(tmp_path: Path) -> None:
    base, variant, *rest = written(tmp_path, FIELDS[0])
    rest.remove("--anonymous")
    done = CliRunner().invoke(main, ["sweep", variant, *rest, "--vary", "parameters.rate=11%..13%/1%"])
    assert (done.exit_code, "张三 excepted" in done.output) == (0, True), done.output
    done = CliRunner().invoke(main, ["compare", base, variant, *rest])
    assert (done.exit_code, "张三 excepted" in done.output) == (0, True), done.output


def test_warnings_about_the_policy_quote_no_line(tmp_path: Path) -> None:
    base, variant, *rest = written(tmp_path, FIELDS[0])
    quoted = (tmp_path / "base.yaml").read_text(encoding="utf-8")
    (tmp_path / "base.yaml").write_text(quoted.replace("spare: 1}", "spare: 1} # 张三"), encoding="utf-8")
    for args in (["compare", base, variant], ["sweep", base, "--vary", "parameters.rate=11%..13%/1%"]):
        done = CliRunner().invoke(main, [*args, *rest])
        assert done.exit_code == 0, done.output
        assert "not shown, since people could be named; appraise check shows them" in done.output
        assert "张三" not in done.output


def test_nobody_hides_nothing() -> None:
    assert NOBODY.hide("张三") == "张三"
    assert Names().hide(("a", 1.5)) == ("a", 1.5)


def test_policies_that_are_alike_but_for_a_name_stay_apart(tmp_path: Path) -> None:
    """By hand: the salaries add up to 12,078; 5% and 7% of them are 603.90 and 845.46."""
    base, _, *rest = written(tmp_path, FIELDS[0])
    for name, rate in (("张三", "5%"), ("Anna Lee", "7%")):
        text = f"extends: base.yaml\ntitle: For {name}\nreason: R\nparameters: {{rate: {rate}}}\n"
        (tmp_path / f"{rate[0]}.yaml").write_text(text, encoding="utf-8")
    others = [str(tmp_path / "5.yaml"), str(tmp_path / "7.yaml")]
    out = tmp_path / "o.json"
    done = CliRunner().invoke(main, ["compare", base, *others, *rest, "--out", str(out)])
    assert done.exit_code == 0, done.output
    written_ = json.loads(out.read_text(encoding="utf-8"))
    assert written_["about"]["variants"] == ["For ***", "For *** (2)"]
    assert list(written_["about"]["policies"]) == ["*** as before (***)", "For ***", "For *** (2)"]
    cost = {row["variant"]: row["after"] for row in written_["tables"]["cost"]["rows"] if row["kind"] == "all"}
    assert cost == {"For ***": 603.9, "For *** (2)": 845.46}
