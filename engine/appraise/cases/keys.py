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
_SCALAR = written({"type": ["string", "number", "boolean", "null"]}, said("value", "值"), "scalar")
_ROW = names_to(_SCALAR, name=said("field", "字段"))._replace(ref="row")
_ROWS = list_of(_ROW)
_PERIOD = written(
    {"type": ["string", "number"]},
    said("period", "考核期"),
    "period",
    said("The period that is appraised: 2026Q1, 2026-03, 2026H1 or 2026.", "考核期：2026Q1、2026-03、2026H1 或 2026。"),
)
_AS_OF = DATE._replace(
    ref="as_of",
    about=said("The day on which is looked, such as 2026-02-10: what came later is not known yet.",
               "以哪一天为准，如 2026-02-10：其后的数据视为未知。"),
)  # fmt: skip
_GIVEN = written(
    {"type": ["object", "array"], "additionalProperties": _SCALAR, "items": _ROW, "minItems": 1},
    said("{field: value, …}, or [{…}, …]", "{字段: 值, …}，或 [{…}, …]"),
)


def _expected() -> Shape:
    return RoomKeys.shape()  # in which promised values stand again


_EXPECTED = written(_expected, said("value", "值"), "expected")


class RoomKeys(
    Keys[Any],
    rules={
        "type": ["string", "number", "boolean", "array", "object", "null"],
        "items": TEXT,
        "additionalProperties": _EXPECTED,
    },
):
    """A promised number that need not be met exactly."""

    about_ = optional(_EXPECTED, said("A number that need not be met exactly.", "不要求完全相等的数值。"))
    within = optional(_EXPECTED, said("By how much the result may differ from `about`.", "与 about 相比允许的差距。"))


class DefaultsKeys(Keys[Any]):
    """What every case starts from."""

    period = optional(_PERIOD)
    as_of = optional(_AS_OF)
    given = optional(
        _ROW,
        said('Values by field id, as HR would type them: "95%", 是, 2026-01-05; measures as figures in place of lines.',
             '按字段编号给出的值，照人事录入的写法："95%"、是、2026-01-05；汇总指标可直接写数，代替明细。'),
    )  # fmt: skip
    lines = section_of(
        _ROW,
        said("By source, what each of its lines starts from; a case still says which lines there are.",
             "按数据源写出每行明细的起点；有哪些明细仍由算例写明。"),
        _ANY,
    )  # fmt: skip


class CaseKeys(Keys[Any], ref="case"):
    """One case."""

    note = optional(TEXT, said("Where the figures come from.", "数据出处。"))
    period = optional(_PERIOD)
    given = optional(
        _GIVEN,
        said("One employee: values by field id. Several employees or periods: a list of them, with `employee` and `period`.",
             "一名员工：按字段编号给出的值。多名员工或多个考核期：写成列表，用 employee 和 period 区分。"),
    )  # fmt: skip
    lines = section_of(
        _ROWS,
        said("Lines of sources, by the id of the source and its field ids.",
             "各明细数据源的行，按数据源编号和其字段编号。"),
        _ANY,
    )  # fmt: skip
    history = optional(
        _ROWS,
        said("Earlier results: one row for each employee and period.", "以前的考核结果：每名员工每个考核期一行。"),
    )
    as_of = optional(_AS_OF)
    expect = optional(
        written(
            {"type": "object", "minProperties": 1, "additionalProperties": _EXPECTED},
            said("{column: value, …}", "{列: 值, …}"),
            parts=(Part(RoomKeys, "{about: …, within: …}"),),
        ),
        said("The promised results by column: 100, A, none, {about: 333.33, within: 0.01}; `gates` and `outcomes` as lists of ids. "
             "Where `given` is a list: first the employee, `A` or `A 2026Q1`.",
             "按列给出的应得结果：100、A、none、{about: 333.33, within: 0.01}；gates 和 outcomes 写编号列表。"
             "given 为列表时先写员工，如 A 或 A 2026Q1。"),
    )  # fmt: skip
    error = optional(
        TEXT,
        said("The code of the error with which the data must be refused, such as data-value.",
             "数据应被拒绝时的错误代码，如 data-value。"),
    )  # fmt: skip


class FileKeys(Keys[Any]):
    """A file of cases."""

    ruleset = required(
        WORDS,
        said("The file of the policy, beside this one: basic-rep.yaml.",
             "本算例所属的制度文件，放在同一目录，如 basic-rep.yaml。"),
    )  # fmt: skip
    defaults = optional(
        as_written(DefaultsKeys),
        said("What every case starts from; a case says only what is different.", "每个算例的起点；算例只写不同之处。"),
    )
    cases = section_of(
        as_written(CaseKeys),
        said("The cases by their names, which say in words what is promised.",
             "各算例，名称用一句话说明所承诺的结果。"),
        {"minProperties": 1},
        needed=True,
    )  # fmt: skip


CASE_FILE = as_written(FileKeys)
