"""Cases as JUnit XML, which build servers show; no times, so that the same cases give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from appraise.diagnostics import as_text
from appraise.report.cases.values import gap, promised, value_words
from appraise.report.cases.words import case_word
from appraise.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.cases.files import Tested
    from appraise.cases.running import Result
    from appraise.texts import Language


def junit(tested: Sequence[Tested]) -> bytes:
    """One suite for each file; a file that could not be read is a suite with one error."""
    root = ET.Element("testsuites", name="appraise")
    for one in tested:
        say = one.plan.ruleset.language if one.plan is not None else "en"
        broken = one.plan is None
        suite = ET.SubElement(
            root, "testsuite", name=one.loaded.file, tests=str(len(one.results) or int(broken)),
            failures=str(one.failed), errors=str(int(broken)), skipped="0",
        )  # fmt: skip
        if broken:
            case = ET.SubElement(suite, "testcase", classname=one.loaded.file, name=one.loaded.file)
            problem = ET.SubElement(case, "error", message=one.loaded.diagnostics[0].message)
            problem.text = "\n".join(as_text(d, one.loaded.texts) for d in one.loaded.diagnostics)
        for result in one.results:
            where = result.case.where
            case = ET.SubElement(suite, "testcase", classname=one.loaded.file, name=result.case.name,
                                 file=where.file, line=str(where.line))  # fmt: skip
            if not result.passed:
                told = _told(one, result, say)
                ET.SubElement(case, "failure", message=told.partition("\n")[0]).text = told
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return visible(written.decode()).encode() + b"\n"


def _told(tested: Tested, result: Result, say: Language) -> str:
    if result.case.error and result.worksheet is not None:
        return case_word("not_refused", say, code=result.case.error)
    if result.refused:
        return "\n".join(as_text(d, tested.loaded.texts) for d in result.refused)
    lines = []
    for d in result.differences:
        given = result.case.given[d.promise.at]
        who = f"{given.employee} {given.period} " if len(result.case.given) > 1 else ""
        told = case_word("differs", say, who=who, column=d.promise.column, expected=promised(d.promise, say),
                         got=value_words(d.got, d.promise.type, say), by=f" ({gap(d)})" if gap(d) else "")  # fmt: skip
        lines.append(f"{told} [{d.promise.node.where}]")
    return "\n".join(lines)
