"""Keys that mean the same in several parts of the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.keys import unit
from appraise.policy.keys.gathered import list_of
from appraise.policy.keys.key import assumed, optional, required
from appraise.policy.keys.kinds import FORMULA, LIMIT, TEXT, WORDS, Kind, choice, meaning
from appraise.policy.keys.said import said

if TYPE_CHECKING:
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.keys.key import Key
    from appraise.policy.model import Boundary, Missing

_TITLE = said("Name for people; used as a heading in results.")
_WHEN = said("Condition: the element applies to those for whom it holds.")
_GROUPS = said("Groups: names of texts (fields, cohort, grade, derived texts); without it, everybody is one group.")
LEAST = said("No less than this.")
MOST = said("No more than this.")
CONVENTIONS = said("that of the conventions")  # what holds where nothing is stated
MISSING: Kind[Missing] = choice("error", "zero", "reweight", "full")
_EVERYBODY = said("everybody is one group")

TITLE = required(WORDS, _TITLE)
TITLE_OR_ID = optional(WORDS, _TITLE)
WHEN = required(FORMULA, _WHEN)
WHEN_STATED = optional(FORMULA, _WHEN)
GROUPS: Key[tuple[Formula, ...]] = assumed(
    list_of(FORMULA)._replace(shape={"type": "array", "items": TEXT}),
    lambda _reading, _node: (),
    _GROUPS,
    told=_EVERYBODY,
)
FLOOR = required(
    LIMIT,
    said("No score below this; `none` for no limit."),
    unit.SCORE,
)
CAP = required(
    LIMIT,
    said("No score above this; `none` for no limit."),
    unit.SCORE,
)
WITHIN: Key[tuple[Formula, ...]] = assumed(
    list_of(meaning(FORMULA, said("A field, cohort or derived text.")))._replace(
        ref="within",
        about=said(
            "Peer groups: names of texts (fields, cohort, derived texts); without it, everybody is one group. "
            "Only appraised people of one period are compared.",
        ),
    ),
    lambda _reading, _node: (),
    told=_EVERYBODY,
)
BOUNDARY: Key[Boundary] = assumed(
    choice("lower", "upper"),
    lambda reading, _: reading.conventions.boundary,
    said(
        "For this rule alone: a value exactly on a boundary belongs to the tier that starts there (lower) "
        "or to the one below (upper).",
    ),
    told=CONVENTIONS,
)
ENCODING = optional(
    choice(
        "utf-8",
        "utf-16",
        "gb18030",
        "gbk",
        "big5",
        "shift_jis",
        "euc-jp",
        "euc-kr",
        "windows-1252",
        "windows-1250",
        "windows-1251",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "windows-874",
        "iso-8859-1",
        "iso-8859-2",
        "iso-8859-5",
        "iso-8859-7",
        "iso-8859-15",
        "koi8-r",
        "koi8-u",
        "ibm437",
        "ibm850",
        "ibm852",
        "ibm866",
        "macintosh",
        "x-mac-cyrillic",
    ),
    said(
        "The encoding of a text file where the file itself does not tell: Excel's CSV UTF-8 is utf-8, its CSV in Western Europe "
        "windows-1252, in Central Europe windows-1250, in Russia windows-1251, in China gb18030, CSV (MS-DOS) ibm850, "
        "CSV (Macintosh) macintosh.",
    ),
)
DECIMAL = optional(
    choice("point", "comma"),
    said(
        "What marks the decimals in numbers written as text, where the cells do not tell: point (1,234.50) or comma (1.234,50)."
    ),
)
SHEET = optional(TEXT, said("The sheet of the workbook."))
NAMED_COLUMNS = said("The columns that are used, by id.")
