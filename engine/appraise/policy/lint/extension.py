"""Checks that other packages add by the entry points `appraise.lints` (docs/extending.md).

An entry point `acme` names a module, or any object, with `CODES` and `check(ruleset, findings)`. Its codes are told as
`acme/CODE`. It is called for rulesets without errors only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraise.codes import DECLARED, Explained
from appraise.diagnostics import Diagnostic, Diagnostics, Where
from appraise.extensions import Extension, ExtensionError, extensions
from appraise.texts import NOTHING, msg, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.diagnostics import Severity
    from appraise.policy.model import Ruleset


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check of another package finds; its codes are those it has declared, without the name before the stroke."""

    _name: str
    _codes: Mapping[str, Explained]
    _found: list[Diagnostic]

    def error(self, code: str, message: str, where: Where | None = None, hint: str = "") -> None:
        """Add an error: nothing may be computed by this policy. `where` is that of an object of the ruleset."""
        self._add("error", code, message, where, hint)

    def warn(self, code: str, message: str, where: Where | None = None, hint: str = "") -> None:
        """Add a warning: the policy stands, but somebody should look."""
        self._add("warning", code, message, where, hint)

    def _add(self, severity: Severity, code: str, message: str, where: Where | None, hint: str) -> None:
        if code not in self._codes:
            raise KeyError(f"the code {code} is not declared in CODES")
        if not (isinstance(message, str) and isinstance(hint, str) and isinstance(where, Where | None)):
            raise TypeError("message and hint are texts, and where is that of an object of the ruleset")
        self._found.append(
            Diagnostic(f"{self._name}/{code}", plain(message), where, severity, plain(hint) if hint else NOTHING)
        )


def check_by_extensions(ruleset: Ruleset, diagnostics: Diagnostics) -> None:
    """Run the checks that other packages add. One that fails is an error that names its package."""
    try:
        found = extensions("appraise.lints")
    except ExtensionError as failed:
        diagnostics.add(failed.diagnostic)
        return
    for extension in found.values():
        try:
            for diagnostic in _found_by(extension, ruleset):
                diagnostics.add(diagnostic)
        except ExtensionError as failed:
            diagnostics.add(failed.diagnostic)


def _found_by(extension: Extension, ruleset: Ruleset) -> list[Diagnostic]:
    lint, codes = _declared(extension)
    findings = Findings(extension.name, codes, [])
    extension.calling(msg("has failed"), lambda: lint.check(ruleset, findings))
    return findings._found


def declare_codes() -> None:
    """Import all checks of other packages, so that their codes are known. Raises ExtensionError."""
    for extension in extensions("appraise.lints").values():
        _declared(extension)


def _declared(extension: Extension) -> tuple[Any, dict[str, Explained]]:
    """Import a check, and note the codes that it declares."""
    lint: Any = extension.load()
    codes = getattr(lint, "CODES", None)
    if not isinstance(codes, dict) or not all(isinstance(one, Explained) for one in codes.values()):
        raise extension.failed(msg("declares no CODES: a dict of codes, each with an Explained(title, explanation)"))
    if not callable(getattr(lint, "check", None)):
        raise extension.failed(msg("has no function check(ruleset, findings)"))
    DECLARED.update({f"{extension.name}/{code}": one for code, one in codes.items()})
    return lint, codes
