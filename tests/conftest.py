"""What tests of generated policies share."""

from __future__ import annotations

import pytest

from engine.policy.lint import conditions, limits, quantities, targets


@pytest.fixture
def any_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let policies pass whose units are mixed on purpose: what they compute is compared, not whether it could be meant."""

    def nothing(*_: object) -> None:
        return None

    monkeypatch.setattr("engine.formula.types.go_together", lambda _node, _values: "")
    for module, name in (
        (conditions, "check"),
        (quantities, "check"),
        (targets, "_above_zero"),
        (limits, "_gate"),
        (limits, "_bands"),
    ):
        monkeypatch.setattr(module, name, nothing)
