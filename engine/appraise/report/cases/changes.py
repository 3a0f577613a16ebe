"""Rewriting promises that are not kept: what would change is shown, and done if the answer is yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from appraise.cases.update import changes, update
from appraise.report.cases.terminal import language_of, place_of, put
from appraise.report.cases.words import case_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from appraise.cases.files import Tested


def rewrite(console: Console, tested: Sequence[Tested], may: Callable[[str], bool]) -> bool:
    """Show every change, ask whether it `may` be made, and make it; False where a case is left that fails."""
    say = language_of(tested)
    found = [(t.loaded.cases, *changes(t.loaded.cases, t.results)) for t in tested if t.loaded.cases is not None]
    console.print()
    for _, changed, beyond in found:
        for c in changed:
            put(
                console,
                Text(case_word("change", say, where=place_of(c.where), column=c.column, old=c.old, new=c.new)),
                2,
            )
        for case in beyond:
            put(console, Text(case_word("beyond", say, where=place_of(case.where), name=case.name)), 2)
    count = sum(len(changed) for _, changed, _ in found)
    if not count or not may(case_word("ask", say, n=count)):
        console.print(Text(case_word("kept", say)))
        return False
    left = [file for file, changed, _ in found if changed and not update(file, changed)]
    for file in left:
        console.print(Text(case_word("edited", say, file=file.document.file), style="bold red"))
    if not left:
        console.print(Text(case_word("written", say, n=count)))
    return not left and not any(beyond for _, _, beyond in found) and all(t.plan is not None for t in tested)
