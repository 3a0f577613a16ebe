"""Where the files that ship with the engine are: beside it in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_ENGINE = Path(__file__).resolve().parent
_ROOT = _ENGINE / "_shipped" if (_ENGINE / "_shipped").is_dir() else _ENGINE.parent

SCHEMAS = _ROOT / "schemas"
RULESETS = _ROOT / "rulesets"
