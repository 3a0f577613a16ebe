"""Warnings that a policy allows at their place, with a reason; and --strict, which takes the others as errors."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from appraise import load, load_text
from appraise.cli import main
from appraise.codes import ALLOWABLE, CODES
from appraise.policy.text.comments import comments_of

ROOT = Path(__file__).parents[1]
TEAM = (ROOT / "tests" / "bad" / "team.yaml").read_text(encoding="utf-8")
FIELD = "    shoe: {type: count, missing: 0}"
HERE = TEAM[: TEAM.index("derive:")].count("\n") + 1  # the line of the field that is added
SAYS = "appraise: allow unused, kept for 2027"


def with_field(lines: str) -> str:
    """Add a field that nothing uses, with comments around it."""
    return TEAM.replace("derive:\n", f"{lines}\nderive:\n", 1)


def invoke(*words: object) -> Result:
    return CliRunner().invoke(main, list(map(str, words)))


@pytest.mark.parametrize(
    "lines",
    [
        f"{FIELD}  # {SAYS}",
        f"{FIELD}\t#{SAYS}",
        f"{FIELD}  # Appraise: Allow unused， 明年使用",
        f"{FIELD}  # appraise：allow unused：明年使用",
        f"    # {SAYS}\n{FIELD}",
        f"# {SAYS}\n\n    # more about it\n{FIELD}",
        f"    # appraise: allow rows-gap, of no concern here\n    # {SAYS}\n{FIELD}",
        f"    shoe:  # {SAYS}\n      type: count\n      missing: 0",
        f"    shoe: {{type: count, missing: 0, column: 'No # 1'}}  # {SAYS}",
    ],
)
def test_a_warning_is_allowed_on_its_line_or_alone_above_it(lines: str) -> None:
    loaded = load_text(with_field(lines))
    assert [d.code for d in loaded.diagnostics if d.code != "allowed-nothing"] == []
    (allowed,) = loaded.allowed
    assert (allowed.warning.code, allowed.warning.message) == ("unused", "The field shoe is used nowhere.")
    assert allowed.reason in ("kept for 2027", "明年使用")
    assert loaded.ruleset is not None


@pytest.mark.parametrize(
    ("lines", "near"),
    [
        (f"{FIELD}\n    # {SAYS}", HERE),  # it is about what comes below
        (f"    # {SAYS}\n    foot: {{type: count, missing: 0}}\n{FIELD}", None),  # it allows the foot only
        (f"    shoe:\n      type: count  # {SAYS}\n      missing: 0", HERE),
        (f"{FIELD}  # appraise: allow rows-gap, kept", None),
    ],
)
def test_another_line_or_code_allows_nothing(lines: str, near: int | None) -> None:
    loaded = load_text(with_field(lines))
    codes = [d.code for d in loaded.diagnostics]
    assert "unused" in codes
    if near is None:
        return
    (vain,) = [d for d in loaded.diagnostics if d.code == "allowed-nothing"]
    assert f"on line {near}" in vain.hint
    assert loaded.allowed == ()


def test_the_hint_of_the_nearest_line_is_right() -> None:
    lines = f"    shoe:\n      type: count  # {SAYS}\n      missing: 0".split("\n")
    assert load_text(with_field("\n".join(lines))).allowed == ()
    moved = f"{lines[0]}  # {SAYS}\n      type: count\n      missing: 0"
    assert load_text(with_field(moved)).diagnostics == ()


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("appraise: allow unused", "Why unused is allowed is not said."),
        ("appraise: allow unused,", "Why unused is allowed is not said."),
        ("appraise: allow unsed, kept", "There is no code unsed."),
        ("appraise: allow unknown-name, kept", "unknown-name cannot be allowed"),
        ("appraise: allow data-hidden, kept", "data-hidden cannot be allowed"),
        ("appraise: allow allowed-nothing, kept", "allowed-nothing cannot be allowed"),
        ("appraise: allow unused, payout-falls, kept", "names unused and payout-falls"),
        ("appraise: allow", "cannot be read"),
        ("appraise: silence unused, kept", "cannot be read"),
        ("appraise allow unused kept", "cannot be read"),
    ],
)
def test_a_comment_that_cannot_be_followed_is_an_error(comment: str, says: str) -> None:
    loaded = load_text(with_field(f"{FIELD}  # {comment}"))
    (wrong,) = [d for d in loaded.diagnostics if d.severity == "error"]
    assert wrong.code == "allow-wrong"
    assert says in wrong.message
    assert wrong.where is not None
    assert wrong.where.line == HERE
    assert loaded.ruleset is None


@pytest.mark.parametrize(
    "text",
    [
        f"'# {SAYS}'",
        f'"# {SAYS}"',
        f"|\n  # {SAYS}",
        f">-\n  text\n  # {SAYS}",
        f"a#{SAYS}".replace(": ", ":"),
        "see appraise.org",
    ],
)
def test_a_text_is_no_comment(text: str) -> None:
    policy = TEAM.replace("title: Team appraisal", f"title: {text}", 1)
    loaded = load_text(policy)
    assert loaded.diagnostics == ()
    assert loaded.allowed == ()


def test_where_comments_stand() -> None:
    text = "a: | # one\n  # none\nb: 'x # none'  # two\n# three\n\n# four\nc: {d: 1, # five\n  e: x#none}\n# six\n"
    found = [(c.line, c.column, c.text, c.about) for c in comments_of(text)]
    assert found == [
        (1, 6, "# one", 1), (3, 16, "# two", 3), (4, 1, "# three", 7), (6, 1, "# four", 7), (7, 11, "# five", 7), (9, 1, "# six", 0),
    ]  # fmt: skip


def test_errors_are_not_allowed_and_comments_wait_for_their_mend() -> None:
    broken = with_field(f"{FIELD}  # {SAYS}").replace("score: {method: ratio", "score: {method: ratoi")
    assert {d.code for d in load_text(broken).diagnostics} == {"wrong-value"}


VARIANT = """
extends: team.yaml
title: Without quality
reason: To see
indicators:
  quality: null{comment}
  sales: {{weight: 100}}
"""


def variant(folder: Path, comment: str = "", base: str = "") -> Path:
    (folder / "team.yaml").write_text(base or TEAM, encoding="utf-8")
    (folder / "variant.yaml").write_text(VARIANT.format(comment=comment), encoding="utf-8")
    return folder / "variant.yaml"


def test_what_a_variant_leaves_unused_is_allowed_at_its_change(tmp_path: Path) -> None:
    (warning,) = load(variant(tmp_path)).diagnostics
    assert (warning.code, warning.where and Path(warning.where.file).name) == ("unused", "variant.yaml")
    loaded = load(variant(tmp_path, f"  # {SAYS}"))
    assert loaded.diagnostics == ()
    assert len(loaded.allowed) == 1


def test_what_its_base_allows_is_allowed_in_a_variant(tmp_path: Path) -> None:
    base = with_field(f"{FIELD}  # {SAYS}")
    loaded = load(variant(tmp_path, f"  # {SAYS}", base))
    assert loaded.diagnostics == ()
    assert {Path(a.where.file).name for a in loaded.allowed} == {"team.yaml", "variant.yaml"}


def test_a_comment_of_the_base_may_have_nothing_to_allow_in_a_variant(tmp_path: Path) -> None:
    base = with_field(f"{FIELD}  # {SAYS}")
    path = variant(tmp_path, f"  # {SAYS}", base)
    path.write_text(
        path.read_text(encoding="utf-8") + "derive: {size: shoe * 2}\ncohorts: {new: size < 0}\n", encoding="utf-8"
    )
    assert [d.code for d in load(path).diagnostics if d.code == "allowed-nothing"] == []


def test_versions_in_a_folder(tmp_path: Path) -> None:
    text = with_field(f"{FIELD}  # {SAYS}")
    (tmp_path / "first.yaml").write_text(text.replace("to: 2026-12-31", "to: 2026-06-30"), encoding="utf-8")
    (tmp_path / "second.yaml").write_text(
        text.replace("from: 2026-01-01", "from: 2026-07-01").replace('"1"', '"2"'), encoding="utf-8"
    )
    done = invoke("check", tmp_path, "--strict")
    assert done.exit_code == 0, done.output
    assert "2 warnings allowed:" in done.stdout
    assert done.stdout.count("unused: kept for 2027") == 2


def test_in_cases_there_is_nothing_to_allow(tmp_path: Path) -> None:
    (tmp_path / "team.yaml").write_text(TEAM, encoding="utf-8")
    cases = tmp_path / "team.cases.yaml"
    cases.write_text(
        f"ruleset: team.yaml\ncases:  # {SAYS}\n  one:\n    period: 2026Q1\n    given: {{sales: 2000, quality: 96%, region: East}}\n    expect: {{score: 100}}\n",
        encoding="utf-8",
    )
    done = invoke("check", cases)
    assert "allowed-nothing" in done.stderr


def test_check_says_what_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_text(with_field(f"{FIELD}  # {SAYS}"), encoding="utf-8")
    done = invoke("check", path)
    assert done.stdout.splitlines()[0].endswith("no problems")
    assert done.stdout.splitlines()[1] == "1 warning allowed:"
    assert done.stdout.splitlines()[2].endswith(f"team.yaml:{HERE}  unused: kept for 2027")
    (record,) = json.loads(invoke("check", "--format", "json", path).stdout)
    assert (record["code"], record["severity"], record["reason"], record["line"]) == (
        "unused",
        "allowed",
        "kept for 2027",
        HERE,
    )
    assert invoke("check", "--format", "github", path).stdout.startswith("::notice file=")


def test_strict_takes_warnings_as_errors(tmp_path: Path) -> None:
    path, out = tmp_path / "team.yaml", tmp_path / "r.csv"
    path.write_text(with_field(FIELD), encoding="utf-8")
    assert invoke("check", path).exit_code == 0
    strict = invoke("check", "--strict", path)
    assert strict.exit_code == 1
    assert "--strict" in strict.stdout
    data = tmp_path / "team.csv"
    head, *rows = (ROOT / "tests" / "bad" / "team.csv").read_text(encoding="utf-8").splitlines()
    data.write_text("\n".join([f"{head},shoe", *(f"{row},43" for row in rows)]), encoding="utf-8")
    done = invoke("run", path, "--data", data, "--out", out, "--strict")
    assert done.exit_code == 1
    assert "Nothing was computed: the ruleset has warnings" in done.stderr
    assert not out.exists()
    path.write_text(with_field(f"{FIELD}  # {SAYS}"), encoding="utf-8")
    assert invoke("run", path, "--data", data, "--out", out, "--strict").exit_code == 0
    assert out.exists()


def test_strict_takes_warnings_about_data_as_errors(tmp_path: Path) -> None:
    bad, out = ROOT / "tests" / "bad", tmp_path / "r.csv"
    words = (
        "run",
        bad / "lines-repeated.rules.yaml",
        "--data",
        bad / "lines-repeated.csv",
        "--source",
        f"orders={bad / 'lines-repeated.orders.csv'}",
        "--out",
        out,
    )
    assert invoke(*words, "--strict").exit_code == 1
    assert not out.exists()
    assert invoke(*words).exit_code == 0
    assert out.exists()


def test_what_may_be_allowed_is_what_check_warns_of() -> None:
    """Every code of a warning that is given when a policy is loaded may be allowed, and no other."""
    rooms = [
        *(ROOT / "engine" / "appraise" / "policy").rglob("*.py"),
        *(ROOT / "engine" / "appraise" / "formula").rglob("*.py"),
    ]
    given: set[str] = set()
    for path in rooms:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "attr", "") == "warn"
                and isinstance(call.args[0], ast.Constant)
            ):
                given.add(call.args[0].value)
    assert given - {"allowed-nothing"} == ALLOWABLE
    assert set(CODES) > ALLOWABLE
