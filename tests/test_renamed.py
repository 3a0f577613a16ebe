"""Renamed keys and names keep a message: what docs/stability.md promises."""

from __future__ import annotations

from pathlib import Path

import pytest

import appraise
from appraise import load_text
from appraise.policy.shape.renamed import RENAMED, Renamed
from appraise.policy.shape.schema import ruleset_schema

TEAM = (Path(__file__).parent / "bad" / "team.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "now", "text"),
    [
        ("merit", "weight", TEAM.replace("weight: 70", "merit: 70")),
        ("ladder", "bands", TEAM.replace("bands: {", "ladder: {")),
        ("veto", "gates", TEAM.replace("gates:", "veto:")),
    ],
)
def test_an_old_key_is_told_its_new_name_and_the_rest_is_checked(
    old: str, now: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RENAMED, old, Renamed(now, "9.9"))
    (told,) = load_text(text).diagnostics
    assert (told.code, told.severity) == ("unknown-key", "error")
    assert told.message == f"`{old}` is called `{now}` since version 9.9."
    assert told.hint == f"write `{now}`"
    assert told.where is not None
    assert f"{old}:" in text.split("\n")[told.where.line - 1]
    mended = text.replace(f"{old}:", f"{now}:")
    assert load_text(mended).diagnostics == ()


def test_where_the_new_key_is_not_known_the_old_one_is_a_key_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RENAMED, "merit", Renamed("weight", "9.9"))
    (told,) = load_text(TEAM.replace("currency: CNY", "currency: CNY\nmerit: 3")).diagnostics
    assert "since version" not in told.message


def keys() -> set[str]:
    schema = ruleset_schema()
    return {*schema["properties"], *(k for part in schema["$defs"].values() for k in part.get("properties", {}))}


def test_every_new_name_is_a_key_and_no_old_one_is() -> None:
    assert {new.now for new in RENAMED.values()} <= keys()
    assert not RENAMED.keys() & keys()


def test_an_old_name_of_python_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(appraise.RENAMED, "compute", ("run", "9.9"))
    with pytest.warns(DeprecationWarning, match=r"appraise.compute is called appraise.run since 9\.9"):
        assert appraise.compute is appraise.run


def test_every_public_name_is_there() -> None:
    assert all(getattr(appraise, name) is not None for name in appraise.__all__)
    assert {new for new, _ in appraise.RENAMED.values()} <= set(appraise.__all__)
    assert not appraise.RENAMED.keys() & set(appraise.__all__)
