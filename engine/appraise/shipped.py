"""Where the files that ship with the engine are: at the top of a checkout, inside the package in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE / "_shipped" if (_PACKAGE / "_shipped").is_dir() else _PACKAGE.parents[1]

SCHEMAS = _ROOT / "schemas"
RULESETS = _ROOT / "rulesets"
CASES = ".cases.yaml"  # the ending of files with worked examples


def shipped_rulesets() -> dict[str, Path]:
    """The rulesets that ship by their names: `forced-distribution`, `published/step-rates`."""
    found = (p for p in sorted(RULESETS.rglob("*.yaml")) if not p.name.endswith(CASES))
    return {p.relative_to(RULESETS).with_suffix("").as_posix(): p for p in found}
