"""The words of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.compare.tables import tables
from appraise.texts import Texts

if TYPE_CHECKING:
    from appraise.texts import Language

SIGN = "change = variant - base"

say = Texts("comparison", {
    "change_end": ";",
    "clause_setting": "{clause}, {setting}",
    "sign": "Every change is variant minus base.",
    "base": "Base",
    "compared": "{n} appraisals (employees × periods)",
    "unpaid": "{title} has no rewards, so nobody's pay is compared, only scores and grades; leave it out to compare the pay of the others",
    "left_out": "{title}: {n} rows are not in the results of all policies and are left out",
    "in_file": "More tables in a file: --out report.html (or .xlsx, .json): {tables}",
    "people_in_file": "Who would have got what, everybody: --out report.xlsx (or .json)",
    "small": "the other groups together",
    "blank": "(blank)",
    "all_policies": "all policies",
    "differs": "a bound that differs by person",
    "figure_needed": "{figure} {needed}",
    "needed >=": "at least {bound}",
    "needed >": "more than {bound}",
    "needed <=": "at most {bound}",
    "needed <": "less than {bound}",
    "said_grade": "{short} points short of {grade} ({bound}): worth {worth}",
    "said_more": "{figure} {short} short of {needed}: worth {worth}",
    "said_less": "{figure} {short} too high for {needed}: worth {worth}",
    # tables
    "table_people": "People",
    # what stands below a title
    "note_changes_score": "A policy does not pay, so these are points, summed over everybody.",
    "note_together": "{variant}: these clauses make sense only together and are one change: {clauses}. One without the other: {why}.",
    "note_other_rows": "other rows of the data would count",
    "note_many": "{variant}: there are no shares, since it changes more than 8 clauses.",
    "note_versions": "{variant}: its changes cannot be told apart, since one of the policies is in several versions; compare single versions.",
    "note_entangled": "{variant}: its changes cannot be told apart, since too many of them need each other; compare it step by step, with a variant for each few changes.",
    "note_files": "{variant}: its changes cannot be told apart, since it and the base read different files (tables, other policies) by the same name; let both name the same file, or give the other file another name.",
    "note_untold": "A column that is left out, or in which all is –, could tell the figures of fewer than 5 people.",
    "note_untold_budgets": "{title}: what its budgets give, pay and cut is not told. They are also for {n} rows that are not compared, whose pay could be found by subtraction.",
    "note_people": "Everybody under each policy; the clause is the one with the largest part in the change.",
    # columns
    "variant": "Variant",
    "policy": "Policy",
    "kind": "By",
    "group": "Group",
    "appraisals": "Appraisals",
    "people": "People",
    "before": "Base",
    "after": "Variant",
    "change": "Change",
    "percent": "Change %",
    "score_change": "Score, change",
    "employee": "Employee",
    "name": "Name",
    "period": "Period",
    "grade_before": "Grade, base",
    "grade": "Grade",
    "indicator": "Indicator",
    "of": "Of",
    "mean": "Mean",
    "d10": "10%", "d20": "20%", "q25": "25%", "d30": "30%", "d40": "40%",
    "median": "Median", "d60": "60%", "d70": "70%", "q75": "75%",
    "d80": "80%", "d90": "90%",
    "share": "Share",
    "clause": "What",
    "main_clause": "Main clause",
    "people_score": "Score",
    "figure_before": "{of}, base",
    "figure_after": "{of}, variant",
    "pay": "Pay",
    "cohort": "Cohort",
    "and_more": "{first} and {n} more",
    "is_new": "new",
    "whole_table": "the whole table is replaced",
    "is_gone": "removed",
    # kinds of groups and figures
    "kind_adverse": "adverse",
    "kind_differs": "hardly by chance, not below 0.8",
    "kind_adverse_by_chance": "below 0.8, may be chance",
    "kind_change": "change",
    "kind_interaction": "interaction",
    "kind_total": "total",
    "kind_all": "everyone",
    "kind_reward": "reward",
    "kind_period": "period",
    "kind_cohort": "cohort",
    "kind_score": "score",
    "kind_pay": "pay",
    "kind_indicator": "indicator",
})  # fmt: skip


TABLES = {
    shown.key: table.words for table in tables().values() for shown in table.shown
}  # the words of each table itself


def title(key: str, language: Language) -> str:
    """Call a table."""
    return TABLES[key](f"table_{key}", language)


def note(key: str, language: Language) -> str:
    """Say what stands below the title of a table."""
    return TABLES[key](f"note_{key}", language)


def heading_of(key: str, column: str, language: Language) -> str:
    """Call a column of a table: by its own words, or by those that several tables share."""
    words = TABLES[key] if column in TABLES[key] else say
    return words(column, language)


def kind_in_words(kind: str, titles: dict[str, str], language: Language) -> str:
    """Call a kind of group: a field by HR's own heading."""
    return say(f"kind_{kind}", language) if f"kind_{kind}" in say else titles.get(kind, kind)
