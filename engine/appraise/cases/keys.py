"""The keys of files of cases, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.policy.keys.gathered import list_of, names_to
from appraise.policy.keys.key import Keys, as_written, optional, required, section_of
from appraise.policy.keys.kinds import DATE, TEXT, WORDS, Part, written
from appraise.policy.keys.said import said

if TYPE_CHECKING:
    from appraise.policy.keys.kinds import Shape

_ANY: dict[str, Any] = {}  # ids of any spelling
_SCALAR = written({"type": ["string", "number", "boolean", "null"]}, said("value"), "scalar")
_ROW = names_to(_SCALAR, name=said("field"))._replace(ref="row")
_ROWS = list_of(_ROW)
_PERIOD = written(
    {"type": ["string", "number"]},
    said("period"),
    "period",
    said("The period that is appraised: 2026Q1, 2026-03, 2026H1 or 2026."),
)
_AS_OF = DATE._replace(
    ref="as_of",
    about=said("The day on which is looked, such as 2026-02-10: what came later is not known yet."),
)
_GIVEN = written(
    {"type": ["object", "array"], "additionalProperties": _SCALAR, "items": _ROW, "minItems": 1},
    said("{{field: value, …}}, or [{{…}}, …]"),
)


def _expected() -> Shape:
    return RoomKeys.shape()  # in which promised values stand again


_EXPECTED = written(_expected, said("value"), "expected")


class RoomKeys(
    Keys[Any],
    rules={
        "type": ["string", "number", "boolean", "array", "object", "null"],
        "items": TEXT,
        "additionalProperties": _EXPECTED,
    },
):
    """A promised number that need not be met exactly."""

    about_ = optional(_EXPECTED, said("A number that need not be met exactly."))
    within = optional(_EXPECTED, said("By how much the result may differ from `about`."))


class DefaultsKeys(Keys[Any]):
    """What every case starts from."""

    period = optional(_PERIOD)
    as_of = optional(_AS_OF)
    given = optional(
        _ROW,
        said(
            'Values by field id, as HR would type them: "95%", yes, 2026-01-05; measures as figures in place of lines.'
        ),
    )
    lines = section_of(
        _ROW,
        said("By source, what each of its lines starts from; a case still says which lines there are."),
        _ANY,
    )


class CaseKeys(Keys[Any], ref="case"):
    """One case."""

    note = optional(TEXT, said("Where the figures come from."))
    period = optional(_PERIOD)
    given = optional(
        _GIVEN,
        said(
            "One employee: values by field id. Several employees or periods: a list of them, with `employee` and `period`."
        ),
    )
    lines = section_of(
        _ROWS,
        said("Lines of sources, by the id of the source and its field ids."),
        _ANY,
    )
    history = optional(
        _ROWS,
        said("Earlier results: one row for each employee and period."),
    )
    as_of = optional(_AS_OF)
    expect = optional(
        written(
            {"type": "object", "minProperties": 1, "additionalProperties": _EXPECTED},
            said("{{column: value, …}}"),
            parts=(Part(RoomKeys, "{about: …, within: …}"),),
        ),
        said(
            "The promised results by column: 100, A, none, {{about: 333.33, within: 0.01}}; `gates` and `outcomes` as lists of "
            "ids. Where `given` is a list: first the employee, `A` or `A 2026Q1`."
        ),
    )
    error = optional(
        TEXT,
        said("The code of the error with which the data must be refused, such as data-value."),
    )


class FileKeys(Keys[Any]):
    """A file of cases."""

    ruleset = required(
        WORDS,
        said("The file of the policy, beside this one: basic-rep.yaml."),
    )
    defaults = optional(
        as_written(DefaultsKeys),
        said("What every case starts from; a case says only what is different."),
    )
    cases = section_of(
        as_written(CaseKeys),
        said("The cases by their names, which say in words what is promised."),
        {"minProperties": 1},
        needed=True,
    )


CASE_FILE = as_written(FileKeys)
