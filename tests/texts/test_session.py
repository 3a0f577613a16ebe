"""Messages and help are said in the language that is asked for, then the policy's, then the system's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from appraise.cli import main
from appraise.console.speaking import known

ROOT = Path(__file__).parents[2]
ENGLISH = "title: A policy\nruleset: a\n"
CHINESE = "title: 某制度\nruleset: a\n"


def told(*arguments: str, **environment: str | None) -> str:
    clean = {"APPRAISE_LANG": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": None, "LANGUAGE": None}
    return CliRunner(env=clean | environment).invoke(main, arguments, prog_name="appraise").output


@pytest.mark.parametrize(
    ("text", "option", "environment", "chinese"),
    [
        (ENGLISH, (), {}, False),
        (CHINESE, (), {}, True),
        (CHINESE + "language: en\n", (), {}, False),
        (ENGLISH + "language: zh\n", (), {}, True),
        (CHINESE, (), {"APPRAISE_LANG": "en"}, False),
        (ENGLISH, (), {"APPRAISE_LANG": "zh_CN.UTF-8"}, True),
        (ENGLISH, ("--lang", "zh"), {"APPRAISE_LANG": "en"}, True),
        (CHINESE, ("--lang=en",), {"APPRAISE_LANG": "zh"}, False),
        (ENGLISH, (), {"LANG": "zh_CN.UTF-8"}, False),  # the policy's comes before the system's
        ("ruleset: a\n", (), {"LANG": "zh_CN.UTF-8"}, True),
        ("ruleset: a\n", (), {"LANG": "C.UTF-8"}, False),
        ("ruleset: a\n", (), {"LANG": "fr_FR.UTF-8"}, False),
        ("ruleset: a\n", (), {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, False),
        ("title: 某制度\nruleset: [\n", (), {}, True),  # also where it is no YAML
    ],
)  # fmt: skip
def test_the_language_of_a_session(text: str, option: tuple[str, ...], environment: dict[str, str], chinese: bool,
                                   tmp_path: Path) -> None:  # fmt: skip
    file = tmp_path / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    done = told("check", *option, str(file), **environment)
    assert ("错误" in done, "error" in done) == (chinese, not chinese)


def test_help_and_wrong_use_are_told_in_it() -> None:
    assert "用法：" in told("run", "--help", "--lang", "zh")
    assert "只考核这个考核期" in told("--lang", "zh", "run", "--help")
    assert "缺少参数" in told("run", APPRAISE_LANG="zh")
    assert "没有选项" in told("run", "--nonsense", "--lang", "zh")
    assert "Missing argument" in told("run", "--lang", "en", LANG="zh_CN.UTF-8")


def test_wrong_use_that_a_policy_shows_is_told_as_the_policy_speaks() -> None:
    team = str(ROOT / "examples" / "team.csv")
    done = told("solve", "key-account-quarterly", "--data", team, "--goal", "cost <= 1", LANG="en_US.UTF-8")
    assert "错误：" in done
    assert "Error" not in done


def test_an_unknown_language_is_wrong_use() -> None:
    done = told("run", "--lang", "xx")
    assert "'xx' is none of the languages here; choose en or zh" in done


def test_one_session_leaves_nothing_to_the_next() -> None:
    before = dict(os.environ)
    assert "用法：" in told("--help", "--lang", "zh")
    assert "Usage:" in told("--help", "--lang", "en")
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh", "zh"),
        ("ZH-Hans-CN", "zh"),
        ("zh_TW.Big5", "zh"),
        ("en_GB@euro", "en"),
        ("fr", None),
        ("", None),
        ("C", None),
    ],
)
def test_names_of_languages(name: str, language: str | None) -> None:
    assert known(name) == language
