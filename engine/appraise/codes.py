"""Every diagnostic code and what it means; the manual of diagnostics is made from this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.texts import SOURCE, Texts
from appraise.texts.catalogues import translated

if TYPE_CHECKING:
    from appraise.texts import Language

TITLES = "title of a code"  # the context of the titles in the catalogues


@dataclass(frozen=True, slots=True)
class Explained:
    """Title and explanation of a code that another package declares, in English, or by language: {"en": …, "zh": …}."""

    title: str | Mapping[str, str]
    explanation: str | Mapping[str, str]


DECLARED: dict[str, Explained] = {}  # by other packages, once their checks are imported: "acme/no-cap"


def is_known(code: str) -> bool:
    """Whether there is such a code, of our own or of another package."""
    return code in CODES or code in DECLARED


def explanation(code: str, language: Language) -> str:
    """Say what a code means."""
    if code in DECLARED:
        return _said(DECLARED[code].explanation, language)
    return translated(CODES.texts[code], language, f"{CODES.name}.{code}")


def title(code: str, language: Language) -> str:
    """The title of a code; in English the code itself is one: "file-encoding"."""
    if code in DECLARED:
        return _said(DECLARED[code].title, language)
    return translated(code.replace("-", " "), language, TITLES)


def named(code: str, language: Language) -> str:
    """A code as the first line of a message has it: with its title, where the code is not in the reader's words."""
    return code if language == SOURCE and code in CODES else f"{code} {title(code, language)}"


def _said(text: str | Mapping[str, str], language: Language) -> str:
    return text if isinstance(text, str) else text.get(language) or text.get(SOURCE) or next(iter(text.values()), "")


ALLOWABLE = frozenset({  # warnings that `check` gives, which a policy may allow at their place (policy/allowing.py)
    "direction-formula", "name-taken", "payout-falls", "percent-or-ratio", "rows-gap", "table-in-part", "undone-later",
    "unreachable-cohort", "unreachable-tier", "unused", "wrong-value",
})  # fmt: skip
CODES = Texts("codes", {
    # reading the file
    "file-encoding": "A ruleset is UTF-8 text. In Notepad: Save As, Encoding: UTF-8.",
    "file-too-large": "A ruleset has a limit of size and depth, so that a broken or hostile file cannot stop the machine.",
    "yaml-syntax": "The text is not YAML: often a wrong indent, a missing space after a colon, or an unclosed quote or brace.",
    "full-width-colon": "After a key stands the full-width colon of a Chinese keyboard; YAML needs `: ` with a space.",
    "yaml-alias": "Anchors and aliases (&x, *x) are not read: a reader could not see where a value comes from.",
    "duplicate-key": "The same key stands twice in one place; most YAML readers silently take the last.",
    "key-not-text": "A key must be plain text or a number, not a list or a mapping.",
    # its shape
    "unknown-key": "The language has no such key here. Nothing that is not understood is ignored.",
    "missing-key": "Something that must be stated is not stated: money never depends on a hidden default.",
    "wrong-value": "The value is not of the kind that is needed here.",
    "name-not-usable": "Ids are used in formulas: letters (Chinese too), digits and _, not beginning with a digit, and not a word of the formula language.",
    "name-taken": "Fields, parameters, derived values, functions, rewards and built-in names share one list of names.",
    # formulas
    "formula-syntax": "The formula cannot be read.",
    "formula-not-allowed": "Formulas use names, numbers, quoted text, + - * /, comparisons, and or not, if else, in, and the listed functions; nothing else.",
    "formula-too-long": "A formula has a limit of length and depth; give its parts names under derive.",
    "unknown-name": "No field, parameter, derived value or result has this name.",
    "unknown-function": "The closed list of functions has no such name.",
    "wrong-arguments": "A function was given too few, too many, or unsuitable values.",
    "type-mismatch": "The operation does not fit what it is given, for example dividing a text.",
    "unknown-label": "The text can never be equal to this label.",
    "cycle": "A value depends on itself.",
    # meaning
    "unknown-reference": "A key names an element (category, scale, grade, indicator, reward) that the ruleset does not have.",
    "setting-not-clear": "A mapping in place of a number must be by cohort, by dates, or {by: …, values: …}.",
    "setting-incomplete": "A setting says nothing for some cohort, grade or label that can occur.",
    "weights-sum": "Weights must add up to 100, in every category and for every cohort.",
    "shares-sum": "The shares of the grades in a group must add up to 100%.",
    "tiers-order": "Tiers and points must be stated in rising order, each once; grades from best to worst.",
    "table-in-part": "A table whose keys are bounds is one whole: with a new bound it stands in place of the base's table. What a variant states may be a part of one.",
    "lowest-missing": "What lies below the first tier is not stated.",
    "unreachable-tier": "No value can ever reach this tier.",
    "unreachable-cohort": "No employee can ever belong to this cohort.",
    "unused": "The element is described but nothing uses it: forgotten, or misspelled where it is used.",
    "percent-or-ratio": "A percent is compared with a number like 95: 95% is 0.95.",
    "payout-falls": "A better result is paid less than a worse one.",
    "target-needed": "The scoring method measures against a target, and there is none.",
    "direction-formula": "Where lower is better, the ruleset states how attainment is computed.",
    "dates-order": "A range ends before it begins, or dated values do not reach back to the beginning of `effective`.",
    "rows-overlap": "Two rows of a table fit the same values, and the table does not say which one holds.",
    "rows-gap": "Values that can occur match no row of a table.",
    "factor-unused": "A reward states a factor that its amount does not mention.",
    "budget-covers": "A reward is paid out of two budgets, or is settled with other periods, so that a budget would cut what is paid again later.",
    "undone-later": "A gate reduces a reward with a true-up; what it takes off was not paid, so the next true-up pays it.",
    "allow-wrong": "A comment `# appraise: allow CODE, REASON` cannot be followed: it gives no reason, or the code is not one of a warning about the policy.",
    "allowed-nothing": "A comment allows a warning that is not given at its place: the reason for it is gone, or it stands on another line.",
    # data
    "data-file": "The file cannot be read as a table.",
    "data-sheet": "The workbook has several sheets, or not the one that was asked for.",
    "data-column": "A column that the ruleset names is not in the file.",
    "data-value": "A cell cannot be read as what its column holds, is ambiguous, or is outside what is legal.",
    "data-hidden": "Rows, columns or a sheet that are hidden, by a filter or by hand, are read like all others.",
    "data-duplicate": "One employee has two rows for one period.",
    "data-period": "A period cannot be read, or does not fit the ruleset.",
    "lines-unmatched": "Lines of a source belong to employees (in a period) for whom the data have no row, so they count for nobody.",
    "employee-writing": "An employee number is written in two ways (leading zeros, letter case, blanks, an apostrophe), so that what belongs to one person would count for nobody or for two. `digits: 5` in a field puts zeros before whole numbers.",
    "lines-keyless": "Lines of a source have no employee, date or period, so they count for nobody.",
    "lines-repeated": "Lines are the same in every column of their file and count each time; most likely they were entered or pasted twice. `unique` makes them an error, `repeats: allowed` says that they are right.",
    "lines-require": "Lines do not keep what their source requires of them.",
    "no-lines": "Somebody has no line of a source of which everybody must have one.",
    "lines-outside": "Lines of a source lie in no period that is appraised.",
    "no-source": "The ruleset describes a source of lines, and no file was given for it.",
    "not-in-force": "The ruleset is not in force in this period.",
    "no-such-employee": "The data has no such employee in that period.",
    # running
    "no-cohort": "No cohort's condition holds for this employee.",
    "undecided": "A condition meets a missing value and so is neither true nor false; for pay that is an error.",
    "missing-value": "An indicator has no value, and the ruleset says that this is an error.",
    "no-weight-left": "Every indicator is missing, so there is nothing to spread the weight over.",
    "below-lowest": "A value lies below the first tier, for which the ruleset says nothing.",
    "bands-cross": "Bounds of grades that are formulas do not fall from the best grade to the worst for this employee.",
    "no-setting": "A lookup has no value for a label that occurs in the data.",
    "no-table-row": "A table has no row for the values of this employee, and no `otherwise`.",
    "no-amount": "A reward, factor, limit or adjustment has no value for this employee.",
    "differs-in-group": "What a group shares, such as a budget, a prize, or the share of a grade, is not the same for everybody in it.",
    "group-too-small": "A group has fewer people than the ranking demands, also when such groups are pooled, and there are no bands.",
    "weights-sum-row": "Weights given by formula do not add up to 100 for this employee.",
    "too-large": "A score or an amount of money has so many digits that it is no longer exact; a factor, a formula or the data must be wrong.",
    "below-zero": "A budget or a draw is below 0 for this employee, so there is nothing to give.",
    "nobody-to-pay": "A budget is to be handed out, and nobody in the group has a claim to any of it.",
    "outcome-undecided": "An outcome could not be decided, so it was not given.",
    "not-handed-in": "Data that a step of the cycle needs are missing for some people.",
    "versions": "The versions of a ruleset in a folder leave a gap, overlap, or are of different rulesets.",
    "history": "The earlier results lack something that is looked back at, do not reach up to the data, are provisional, or are computed anew.",
    "extension": "A package that adds checks, inputs or outputs to Appraise by an entry point cannot be used; the message names it. Nothing of Appraise itself is wrong.",
    "more-of-the-same": "More problems of a kind than are shown.",
})  # fmt: skip
