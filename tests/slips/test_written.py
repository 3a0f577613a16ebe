"""A slip is blamed on its own line, in few words, and what the hint says to do mends it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from appraise import load, load_text
from tests.slips.policies import CHINESE, ENGLISH
from tests.slips.written import ALL, Slip

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostic


def broken(slip: Slip) -> str:
    assert slip.policy.count(slip.sound) >= 1, slip.sound
    return slip.policy.replace(slip.sound, slip.typed, 1)


def line_of(slip: Slip, text: str) -> set[int]:
    """The lines that may be blamed: what was typed stands in them, or what is stated to stand there."""
    if slip.at:
        return {n for n, line in enumerate(text.split("\n"), 1) if slip.at in line}
    return {slip.policy[: slip.policy.index(slip.sound)].count("\n") + 1}


def mended(slip: Slip, text: str, told: Diagnostic) -> str:
    """Do what the hint says: the marked text is replaced by what is to be written, without any thought."""
    if slip.mend is not None:
        assert text.count(slip.mend[0]) >= 1, slip.mend
        return text.replace(*slip.mend, 1)
    meant = re.search(r"write:? `([^`]*)`|did you mean (\S+?)(?: or .*)?\?", told.hint)
    assert meant is not None, f"the hint says nothing that can be pasted: {told.hint}"
    assert told.where is not None
    lines = text.split("\n")
    line, begin = lines[told.where.line - 1], told.where.column - 1
    lines[told.where.line - 1] = line[:begin] + (meant[1] or meant[2]) + line[begin + told.where.length :]
    return "\n".join(lines)


@pytest.mark.parametrize("policy", [ENGLISH, CHINESE], ids=["English", "Chinese"])
def test_the_policies_without_slips_are_sound(policy: str) -> None:
    assert load_text(policy).diagnostics == ()


@pytest.mark.parametrize("slip", ALL, ids=lambda s: s.name.replace(" ", "-"))
def test_a_slip_is_told_and_mended(slip: Slip) -> None:
    text = broken(slip)
    found = load_text(text).diagnostics
    assert 1 <= len(found) <= slip.most, [(str(d.where), d.message, d.hint) for d in found]
    told = found[0]
    assert told.where is not None
    assert told.where.line in line_of(slip, text), (told.where, told.message)
    assert slip.says in f"{told.message} {told.hint}", (told.message, told.hint)
    after = load_text(mended(slip, text, told)).diagnostics
    assert after == (), [(d.message, d.hint) for d in after]


def test_what_only_a_variant_leaves_unused_is_told_at_its_change(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(ENGLISH, encoding="utf-8")
    variant = "extends: base.yaml\ntitle: Fixed target\nreason: Simpler\nindicators:\n  sales: {target: 100000}\n"
    (tmp_path / "variant.yaml").write_text(variant, encoding="utf-8")
    (told,) = load(tmp_path / "variant.yaml").diagnostics
    assert told.where is not None
    assert (Path(told.where.file).name, told.where.line) == ("variant.yaml", 5)
    assert "quota" in told.message
    assert [w.line for w, _ in told.also] == [20]


def test_what_a_base_leaves_unused_itself_stays_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(ENGLISH.replace("base_rate: 5%", "base_rate: 5%\n  spare: 1"), encoding="utf-8")
    variant = "extends: base.yaml\ntitle: Higher cap\nreason: More\nindicators:\n  sales: {score: {cap: 130}}\n"
    (tmp_path / "variant.yaml").write_text(variant, encoding="utf-8")
    (told,) = load(tmp_path / "variant.yaml").diagnostics
    assert told.where is not None
    assert Path(told.where.file).name == "base.yaml"
