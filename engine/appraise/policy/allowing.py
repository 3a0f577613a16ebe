"""Warnings that a policy allows at their place: `# appraise: allow unused, kept for 2027`.

The comment stands on the line that the warning names or alone above it, names one code, and says why. Only warnings
that `check` gives can be allowed; one that allows nothing is a warning itself, so that none outlives its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from appraise.codes import ALLOWABLE, CODES, DECLARED
from appraise.diagnostics import Diagnostic, Diagnostics, Where, as_github, as_record, errors, suggest
from appraise.policy.text.comments import comments_of
from appraise.texts import SOURCE, Listed, msg, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from appraise.texts import Language

_MEANT = re.compile(r"#\s*appraise\s*(?:[:：]|\s(?=\s*allow\b))\s*(.*)$", re.IGNORECASE)
_ALLOW = re.compile(r"allow\s+([^\s,，:：]+)(?:\s*[,，:：]\s*(.*))?$", re.IGNORECASE)
_FORM = msg("write `# appraise: allow CODE, REASON`, such as `# appraise: allow unused, kept for 2027`")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A warning that the policy allows, the reason it gives, and the place of the comment."""

    warning: Diagnostic
    reason: str
    where: Where

    def as_record(self, language: Language = SOURCE) -> dict[str, object]:
        """The JSON form: that of the warning, with the severity "allowed" and the reason."""
        return as_record(self.warning, language) | {"severity": "allowed", "reason": self.reason}

    def as_github(self, language: Language = SOURCE) -> str:
        """The workflow command that marks the line in a pull request, without counting as a warning."""
        marked = replace(self.warning, hint=plain(f"({self.reason})"))
        return as_github(marked, language).replace("::warning", "::notice", 1)


@dataclass(frozen=True, slots=True)
class _Allowance:
    code: str
    reason: str
    where: Where
    about: int  # the line whose warnings of this code are allowed


def allowing(
    found: Iterable[Diagnostic], texts: Mapping[str, str], own: Collection[str], diagnostics: Diagnostics
) -> tuple[Allowed, ...]:
    """Sort out of `found` what the comments of the texts allow; the rest goes to `diagnostics`, with what is wrong with comments.

    `texts` are those of all files of a policy, each sound YAML. Comments of the files in `own` must allow something;
    those of a base may have nothing to allow in one of its variants.
    """
    allowances = [
        a for file, text in texts.items() if "appraise" in text.lower() for a in _stated(file, text, diagnostics)
    ]
    allowed: list[Allowed] = []
    for d in (given := list(found)):
        by = next((a for a in allowances if _allows(a, d)), None)
        if by is None:
            diagnostics.add(d)
        else:
            allowed.append(Allowed(d, by.reason, by.where))
    working = {one.where for one in allowed}
    for a in allowances:
        if (
            a.where not in working and a.where.file in own and not errors(given)
        ):  # without which not all warnings are given
            _in_vain(a, given, diagnostics)
    return tuple(allowed)


def _allows(allowance: _Allowance, d: Diagnostic) -> bool:
    return (
        d.severity == "warning"
        and d.code == allowance.code
        and d.where is not None
        and (d.where.file, d.where.line) == (allowance.where.file, allowance.about)
    )


def _in_vain(allowance: _Allowance, given: Iterable[Diagnostic], diagnostics: Diagnostics) -> None:
    package = allowance.code.partition("/")[0]
    if "/" in allowance.code and allowance.code not in DECLARED:
        says = msg(
            "Whether this allows anything cannot be seen: the checks of {package} are not installed here.",
            package=package,
        )
        diagnostics.warn(
            "allowed-nothing", says, allowance.where, msg("install the package that brings them, or remove the comment")
        )
        return
    alike = [
        d.where.line for d in given if d.where and (d.code, d.where.file) == (allowance.code, allowance.where.file)
    ]
    near = min(alike, key=lambda line: abs(line - allowance.where.line), default=0)
    says = msg(
        "There is no warning {code} on line {line} that this could allow.",
        code=allowance.code,
        line=allowance.about or allowance.where.line,
    )
    mend = (
        msg("the nearest one is on line {line}: put the comment there, or alone above it", line=near)
        if near
        else msg("remove the comment")
    )
    diagnostics.warn("allowed-nothing", says, allowance.where, mend)


def _stated(file: str, text: str, diagnostics: Diagnostics) -> Iterator[_Allowance]:
    for comment in comments_of(text):
        meant = _MEANT.match(comment.text)
        if meant is None:
            continue
        where = Where(file, comment.line, comment.column, len(comment.text))
        stated = _ALLOW.match(meant[1].strip())
        if stated is None:
            diagnostics.error("allow-wrong", msg("This comment for Appraise cannot be read."), where, _FORM)
            continue
        code, reason = stated[1], (stated[2] or "").strip()
        if _is_known(code, where, diagnostics) and _has_reason(code, reason, where, diagnostics):
            yield _Allowance(code, reason, where, comment.about)


def _is_known(code: str, where: Where, diagnostics: Diagnostics) -> bool:
    if code in ALLOWABLE or code in DECLARED or ("/" in code and not _brought(code)):
        return True
    if code in CODES:
        diagnostics.error(
            "allow-wrong",
            msg("{code} cannot be allowed: it is no warning about a policy.", code=code),
            where,
            msg("mend what it says; these can be allowed: {codes}", codes=Listed(tuple(sorted(ALLOWABLE)))),
        )
        return False
    diagnostics.error(
        "allow-wrong", msg("There is no code {code}.", code=code), where, suggest(code, [*ALLOWABLE, *DECLARED])
    )
    return False


def _brought(code: str) -> bool:
    """Whether the checks that the code belongs to are installed here, so that they would have declared it."""
    return any(known.startswith(f"{code.partition('/')[0]}/") for known in DECLARED)


def _has_reason(code: str, reason: str, where: Where, diagnostics: Diagnostics) -> bool:
    second = re.split(r"[\s,，]", reason, maxsplit=1)[0]
    if second in CODES or second in DECLARED:
        says = msg("A comment allows one code, and this one names {code} and {other}.", code=code, other=second)
        diagnostics.error("allow-wrong", says, where, msg("write a comment for each, one above the other"))
        return False
    if not reason:
        diagnostics.error("allow-wrong", msg("Why {code} is allowed is not said.", code=code), where, _FORM)
    return bool(reason)
