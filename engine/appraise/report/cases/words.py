"""What is said of cases and of their coverage,."""

from __future__ import annotations

from appraise.texts import Language, Texts

# the braces are filled in by cases.py
case_word = Texts(
    "cases",
    {
        "passed": "pass",
        "failed": "FAIL",
        "note": "note: {note}",
        "column": "result",
        "expected": "expected",
        "got": "got",
        "by": "difference",
        "place": "promised in",
        "differs": "{who}{column}: expected {expected}, got {got}{by}",
        "about": "{value} ± {within}",
        "none": "none",
        "yes": "yes",
        "no": "no",
        "not_refused": "expected the error {code}, but results were computed",
        "refused_else": "expected the error {code}, but got {found}",
        "refused": "the data was refused",
        "warning": "warning: {message}",
        "why": "How it came about",
        "sum_all": "{cases} in {files}: all pass",
        "sum_some": "{cases} in {files}: {passed} pass, {failed} FAIL",
        "sum_broken": "{broken} not run: see the errors above",
        "case": "1 case",
        "cases": "{n} cases",
        "file": "1 file",
        "files": "{n} files",
        "chosen_none": "No case has {name!r} in its name.",
        # coverage
        "coverage": "Coverage of {title}: {percent}% ({reached} of {all} clauses)",
        "too_low": "Coverage is below {least}%.",
        "missed_cohort": "nobody belongs to {label}",
        "missed_reason": "nobody is left out because of: {label}",
        "missed_grade": "nobody is graded {label}, before gates",
        "missed_row": "table {title}: nobody meets the row {label}",
        "missed_gate": "{title}: the gate never holds",
        "missed_outcome": "{title}: the outcome is never given",
        "missed_when": "{title}: the condition of this pay never holds",
        "missed_own": "{title}: nobody meets {label}",
        "missed": "{title}: nobody meets {label} ({subject})",
        # rewriting
        "change": "{where}  {column}: {old} -> {new}",
        "beyond": "{where}  cannot be rewritten: {name}",
        "nothing": "Nothing can be rewritten.",
        "written": "{n} expected values rewritten.",
        "kept": "Nothing was written.",
        "ask": "Rewrite {n} expected values? Only do so if the new ones are right",
        "edited": "{file} was not rewritten: it has been edited meanwhile, or the new text would not be read as it should.",
    },
)


def counted(what: str, n: int, language: Language) -> str:
    """Count cases or files: "1 case", "2 files"."""
    return case_word(what if n == 1 else f"{what}s", language, n=n)
