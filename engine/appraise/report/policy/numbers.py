"""The numbers of a policy that may vary, each with its path, how it is now, and what it is in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.compare.varying.paths import find, numbers_below
from appraise.compare.varying.settings import EXAMPLE_PATH, Vary
from appraise.diagnostics import display_width
from appraise.policy.keywords.paths import path_over
from appraise.report.policy.differences import name_of
from appraise.texts import SOURCE, msg

if TYPE_CHECKING:
    from appraise.policy.text.tree import Node
    from appraise.texts import Language, Message


def nothing_to_vary(root: Node, language: Language, keywords: Language) -> Message:
    """Say what could be varied, a number a line, by paths in the keywords of the policy."""
    rows: list[tuple[str, str, str]] = []
    for path, text in numbers_below(root, ""):
        spot = find(root, path)
        words = name_of(Vary(spot, ()).path_shown, root, language)
        rows.append(
            (path_over(path, SOURCE, keywords), spot.shown, f"{words} ({text})" if spot.kind == "formula" else words)
        )
    first, second = (max((display_width(row[i]) for row in rows), default=0) for i in (0, 1))
    lines = [
        f"  {path}{' ' * (first - display_width(path))}  {' ' * (second - display_width(now))}{now}  {words}"
        for path, now, words in rows
    ]
    example = msg("{path}=30..60/5: from, to, step", path=path_over(EXAMPLE_PATH, SOURCE, keywords))
    said = msg("Say with --vary which number varies, such as {example}. The policy has:", example=example)
    return msg("{said}\n{numbers}", said=said, numbers="\n".join(lines))
