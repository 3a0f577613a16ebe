"""Slips of variants: another key in place of `extends`, and other words than `null` for what is to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from appraise import load
from appraise.diagnostics import errors
from tests.slips.policies import ENGLISH

if TYPE_CHECKING:
    from pathlib import Path

    from appraise.diagnostics import Diagnostic

HEAD = "extends: base.yaml\ntitle: Other\nreason: To see\n"


def told(folder: Path, text: str) -> list[Diagnostic]:
    (folder / "base.yaml").write_text(ENGLISH, encoding="utf-8")
    (folder / "variant.yaml").write_text(text, encoding="utf-8")
    return errors(load(folder / "variant.yaml").diagnostics)


@pytest.mark.parametrize(
    "key",
    [
        "base",
        "Base",
        "based_on",
        "based-on",
        "based on",
        "parent",
        "inherits",
        "inherit",
        "继承",
        "基于",
        "extend",
        "Extends",
        "extens",
    ],
)
def test_another_key_for_extends_is_told_alone(key: str, tmp_path: Path) -> None:
    rest = "\ntitle: Other\nreason: To see\nindicators: {sales: {score: {cap: 130}}}\n"
    (found,) = told(tmp_path, f"{key}: base.yaml{rest}")
    assert (found.hint, found.where and found.where.line) == ("did you mean extends?", 1)
    assert told(tmp_path, f"extends: base.yaml{rest}") == []


@pytest.mark.parametrize("said", ["remove", "delete", "删除", "none", "无", "no", "[]", "{}", ""])
def test_what_is_to_go_is_told_how(said: str, tmp_path: Path) -> None:
    (found,) = told(tmp_path, HEAD + f"rewards:\n  contest: {said}\n")
    assert "`contest: null`" in found.hint
    assert found.where is not None
    assert found.where.line == 5
    assert told(tmp_path, HEAD + "rewards:\n  contest: null\n") == []


@pytest.mark.parametrize("null", ["null", "~", "Null"])
@pytest.mark.parametrize(
    ("changed", "line", "key"),
    [
        ("rewards:\n  bonus: {}\n", 5, "bonus"),
        ("rewards: {}\n", 4, "rewards"),
        ("rewards:\n  bonus:\n    factor: {}\n", 6, "factor"),
        ("indicators:\n  sales: {{target: {}}}\n", 5, "target"),
        ("data:\n  fields:\n    sales: {}\n", 6, "sales"),
        ("parameters: {{base_rate: {}}}\n", 4, "base_rate"),
    ],
)
def test_what_is_removed_and_still_needed_is_told_at_the_null(
    null: str, changed: str, line: int, key: str, tmp_path: Path
) -> None:
    found = told(tmp_path, HEAD + changed.replace("{}", null).replace("{{", "{").replace("}}", "}"))
    assert found
    assert {d.where.line for d in found if d.where and d.where.file.endswith("variant.yaml")} == {line}
    assert any(f"`{key}: null` removes {key} from the base" in d.hint for d in found), [d.hint for d in found]


@pytest.mark.parametrize(
    "value", ["title: 无", "title: none", "reason: 取消", "indicators: {sales: {score: {cap: none}}}"]
)
def test_texts_and_open_limits_may_be_called_so(value: str, tmp_path: Path) -> None:
    kept = [line for line in HEAD.split("\n") if not line.startswith(value.partition(":")[0] + ":")]
    assert told(tmp_path, "\n".join(kept) + value + "\n") == []
