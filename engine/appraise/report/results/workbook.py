"""The workbook for HR: summary, results, figures in long form, consequences, the policy, how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.report.results.list_sheets import write_about, write_indicators, write_outcomes, write_policy
from appraise.report.results.people_sheet import FIRST, write_people
from appraise.report.results.summary_sheet import write_summary
from appraise.report.words import word
from appraise.report.workbook.file import new_workbook
from appraise.report.workbook.styles import MOST_ROWS, Styles
from appraise.texts import msg
from appraise.writing import TooManyRowsError

if TYPE_CHECKING:
    from pathlib import Path

    from appraise.execution.worksheet import Worksheet
    from appraise.report.about import About


def write_workbook(worksheet: Worksheet, path: Path, about: About) -> None:
    """Write everything about a result for people who work in Excel. Raises TooManyRowsError."""
    most = MOST_ROWS - FIRST
    if len(worksheet) > most:
        raise TooManyRowsError(
            msg(
                "a workbook holds at most {most:,} rows, not {n:,}: write .csv or .parquet", most=most, n=len(worksheet)
            )
        )
    ruleset = worksheet.plan.ruleset
    with new_workbook(path, ruleset.title) as book:
        styles = Styles(book, ruleset.language)
        names = ("summary", "results", "indicators", "outcomes", "policy", "about")
        sheets = [book.add_worksheet(word(f"sheet_{name}", ruleset.language)) for name in names]
        write_summary(worksheet, sheets[0], styles, book)
        write_people(worksheet, sheets[1], styles)
        write_indicators(worksheet, sheets[2], styles)
        write_outcomes(worksheet, sheets[3], styles)
        write_policy(worksheet, sheets[4], styles)
        write_about(about, sheets[5], styles)
