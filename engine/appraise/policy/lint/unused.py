"""What is described and used nowhere was forgotten, or is misspelled where it should be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import Diagnostic, errors
from appraise.policy.meaning.uses import uses
from appraise.policy.model import Shares
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics, Where
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Field, LineSource, Ruleset
    from appraise.texts import Message

_MEND = msg("use it, or remove it")


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:  # noqa: ARG001 - checks share one form
    """Look for numbers and dates, parameters, derived values and functions that nothing mentions.

    Text fields such as a name are shown in the results and so are always of use.
    """
    if errors(diagnostics.found):
        return  # what is broken may be what uses it
    names: set[str] = set()
    called: set[str] = set()
    tables: set[str] = set()
    formulas = [use.formula for use in uses(ruleset)] + [f.body for f in ruleset.functions.values()]
    over_lines = [f for m in ruleset.measures.values() for f in (m.of, m.condition) if f is not None]
    for formula in formulas:
        names |= formula.names
        called |= formula.called
        tables |= formula.tables
    over_lines += [formula for source in ruleset.line_sources.values() for formula in source.formulas]
    called |= {name for formula in over_lines for name in formula.called}
    names |= set(ruleset.results)
    names |= {need for step in ruleset.cycle.values() for need in step.needs}
    keys = {ruleset.data.employee, ruleset.data.period}
    for field in ruleset.data.fields.values():
        if field.id not in names | keys and field.type != "text":
            _unused(field.id, msg("The field {field} is used nowhere.", field=field.id), field.where, diagnostics)
    _sources(ruleset, names, diagnostics)
    grades = ruleset.grades
    ranking = grades.ranking if grades is not None else None
    if grades is not None and grades.bands is not None and isinstance(ranking, Shares) and ranking.small is None:
        diagnostics.warn(
            "unused",
            msg("No group is graded by the bands: all of them are ranked."),
            grades.bands.where,
            msg("add `min_group`, or remove the bands"),
        )
    for name, setting in ruleset.parameters.items():
        if name not in names:
            _unused(name, msg("The parameter {name} is used nowhere.", name=name), setting.where, diagnostics)
    for name, formula in ruleset.derive.items():
        if name not in names:
            _unused(name, msg("The derived value {name} is used nowhere.", name=name), formula.where, diagnostics)
    for id_, table in ruleset.tables.items():
        if id_ not in tables:
            _unused(id_, msg("The table {table} is used nowhere.", table=id_), table.where, diagnostics)
    for id_, function in ruleset.functions.items():
        if id_ not in called:
            _unused(id_, msg("The function {function} is used nowhere.", function=id_), function.where, diagnostics)


def _unused(about: str, message: Message, where: Where, diagnostics: Diagnostics, hint: Message = _MEND) -> None:
    diagnostics.add(Diagnostic("unused", message, where, "warning", hint, about=about))


def _sources(ruleset: Ruleset, names: set[str], diagnostics: Diagnostics) -> None:
    """Look for measures that nothing mentions, and for sources and their fields that no measure reads."""
    for id_, measure in ruleset.measures.items():
        if id_ not in names:
            _unused(id_, msg("The measure {measure} is used nowhere.", measure=id_), measure.where, diagnostics)
    for source in ruleset.line_sources.values():
        mine = [m for m in ruleset.measures.values() if m.source == source.id]
        read = {n for m in mine for f in (m.of, m.condition) if f is not None for n in f.names}
        read |= {*source.named_by, source.date or "", source.period or "", *source.unique}
        read |= {m.weights.by for m in mine if m.weights is not None}
        read |= {name for formula in source.formulas for name in formula.names}
        if not mine:
            unread = msg("The source {source} is used nowhere.", source=source.id)
            _unused(source.id, unread, source.where, diagnostics)
        for field in source.fields.values() if mine else ():
            if field.id not in read:
                unread = msg("The field {field} of {source} is used nowhere.", field=field.id, source=source.id)
                _unused(field.id, unread, field.where, diagnostics, _unused_field(field, source))


def _unused_field(field: Field, source: LineSource) -> Message:
    """Say what to do with a field; one that may tell the lines apart is better made to do so."""
    if source.unique or field.type not in ("text", "count"):
        return _MEND
    return msg(
        "if it tells the lines apart, state `unique: [{field}]`, so that a line that stands twice is an error; "
        "otherwise use or remove it",
        field=field.id,
    )
