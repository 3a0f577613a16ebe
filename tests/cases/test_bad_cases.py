"""Broken files of cases: every problem at its place, in words that lead to the mend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from appraise.cases.load import Rulesets, load_cases
from appraise.diagnostics import as_text

BAD = Path(__file__).parent / "bad"
EXPECTED: dict[str, Any] = yaml.safe_load((BAD / "expected.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_file_is_told(name: str) -> None:
    loaded = load_cases(BAD / f"{name}.cases.yaml", Rulesets())
    assert loaded.cases is None
    found = [(f"{d.where.line}:{d.where.column}", d.code) for d in loaded.diagnostics if d.where]
    assert found == [(at, code) for at, code, _ in EXPECTED[name]]
    for d, (_, _, words) in zip(loaded.diagnostics, EXPECTED[name], strict=True):
        text = as_text(d, loaded.texts)
        assert "^" in text
        for word in words:
            assert word in text


def test_every_broken_file_is_expected() -> None:
    assert {p.name.removesuffix(".cases.yaml") for p in BAD.glob("*.cases.yaml")} == set(EXPECTED)
