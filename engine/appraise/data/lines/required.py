"""What a source requires of its lines: those that do not keep it are named, a group of lines once."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from appraise.data.columns.cells import moment_text
from appraise.data.lines.algebra import LineFormulas
from appraise.data.lines.findings import empty_told
from appraise.data.lines.table import FIRST, full_columns
from appraise.diagnostics import MOST_PER_KIND, Diagnostic, listed, place_of
from appraise.formula.lines import OTHER_LINES
from appraise.formula.written_numbers import ten_digits
from appraise.texts import Listed, msg, msgs, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.data.lines.aggregate import Aggregation
    from appraise.formula.kinds import Type
    from appraise.policy.model import Requirement, Ruleset
    from appraise.texts import Message

_ROWS = 5  # rows that are named of a group of lines
_WHOLE = re.compile(r"\b([0-9]+)\.0\b")  # numbers of formulas are floats
_MOST = 10_000  # lines that are looked at


def unmet(work: Aggregation, ruleset: Ruleset, periods: Sequence[int]) -> list[Diagnostic]:
    """Hold the lines that may lie in some periods, by number, against what their source requires."""
    return [d for required in work.lines.source.require for d in _Check(work, ruleset, required).told(periods)]


def beyond_whole(work: Aggregation) -> list[Diagnostic]:
    """Warn of shares that add up to more than 100%, where the keys say that they are shares of one thing.

    Lines that are unique by their employee and something else are shares of that; nothing is said where the source
    requires something of them.
    """
    lines, source = work.lines, work.lines.source
    others = [name for name in source.unique if name != source.employee]
    summed = {n for m in work.measures if m.how == "sum" and m.of is not None for n in m.of.names}
    shares = [f for f in source.fields.values() if f.type == "percent" and f.id in summed]
    required = {name for r in source.require for name in r.check.names}
    if not others or source.employee not in source.unique or lines.once:
        return []
    found: list[Diagnostic] = []
    for field in shares:
        if field.id in required:
            continue
        by, share = [lines.columns[name] for name in others], lines.columns[field.id]
        rows = work.database.rows(
            f"SELECT {', '.join(by)}, sum({share}), list(line ORDER BY line)[:{_ROWS}], count(*) OVER () FROM {lines.table} "
            f"WHERE {work.who} IS NOT NULL GROUP BY {', '.join(by)} HAVING sum({share}) > 1 + 1e-9 ORDER BY min(line) LIMIT 1"
        )
        for *labels, total, some, count in rows:
            what = Listed(tuple(f"{lines.headings[n]} {label}" for n, label in zip(others, labels, strict=True)))
            at = lines.row_of(some)
            over = msg("The {heading} of {what} adds up to {percent}%, more than 100% (rows {rows}).")
            if count > 1:
                over = msg("The {heading} of {what} adds up to {percent}%, more than 100% (rows {rows}), "
                           "and of {more:,} more beyond 100%.", more=count - 1)  # fmt: skip
            check = (
                f"total({field.id}, within={others[0] if len(others) == 1 else f'({chr(44).join(others)})'}) == 100%"
            )
            found.append(
                Diagnostic(
                    "lines-require",
                    over.given(
                        heading=lines.headings[field.id],
                        what=what,
                        percent=ten_digits(total * 100),
                        rows=Listed(tuple(at)),
                    ),
                    source.where,
                    "warning",
                    msg(
                        "correct it; to have such lines refused, state in the source `require: {{shares: "
                        '{{check: "{check}"}}}}`',
                        check=check,
                    ),
                    place=place_of(lines.called, at[0], ""),
                )
            )
    return found


class _Check:
    def __init__(self, work: Aggregation, ruleset: Ruleset, required: Requirement):
        self.work, self.lines, self.required = work, work.lines, required
        self.formulas = LineFormulas(ruleset, self.lines, full_columns(self.lines, work.database))
        self.check = self.formulas.of(required.check)
        tree = required.check.tree
        self.left = tree.left if isinstance(tree, ast.Compare) and not isinstance(tree.left, ast.Constant) else None
        self.value = self.formulas.part(required.check, self.left) if self.left is not None else None

    def told(self, periods: Sequence[int]) -> list[Diagnostic]:
        """An error for each group of lines that fails."""
        lines, work = self.lines, self.work
        there = f"({work.who} IS NOT NULL AND {work.when} IS NOT NULL)" + (
            f" OR {lines.keyless}" if lines.keyless else ""
        )
        whole = lines.source.owners is not None and "employee" not in self.required.check.names
        there = f"({there}) AND {FIRST}" if whole else there  # a line that has a row for each owner
        value = f", {self.value.text} AS value_" if self.value is not None else ""
        unsure = " OR ".join(f"({text}) IS NULL" for text in dict.fromkeys(text for text, _ in self.formulas.asking))
        holds = f"(CASE WHEN {unsure} THEN NULL ELSE {self.check.text} END)" if unsure else f"({self.check.text})"
        columns = ", ".join(dict.fromkeys(lines.columns.values()))
        rows = work.database.table(
            f"SELECT line, {columns}, {holds} AS holds_{value} FROM {self.formulas.levels.query(lines.table)} "
            f"WHERE {work.among(f'({there})', periods)} AND {holds} IS NOT TRUE ORDER BY line LIMIT {_MOST}"
        ).to_pylist()
        groups: dict[Any, list[dict[str, Any]]] = {}
        for row in rows:
            together = tuple(row[lines.columns[name]] for name in self._within())
            groups.setdefault(together or row["line"], []).append(row)
        found = [self._said(group) for group in list(groups.values())[:MOST_PER_KIND]]
        if len(groups) > MOST_PER_KIND:
            message = msg(
                "{more:,} more do not keep {required} of {source}.",
                more=len(groups) - MOST_PER_KIND,
                required=self.required.id,
                source=lines.source.id,
            )
            found.append(Diagnostic("more-of-the-same", message, place=lines.called))
        return found

    def _within(self) -> list[str]:
        """The fields by which the check takes lines together."""
        names: list[str] = []
        for node in ast.walk(self.required.check.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OTHER_LINES:
                parts = [p for k in node.keywords if k.arg == "within" for p in ast.walk(k.value)]
                names += [p.id for p in parts if isinstance(p, ast.Name)]
        return [name for name in dict.fromkeys(names) if name in self.lines.columns]

    def _said(self, group: list[dict[str, Any]]) -> Diagnostic:
        required, lines = self.required, self.lines
        rows = lines.row_of([row["line"] for row in group[:_ROWS]])
        within = [f"{lines.headings.get(n, n)} {group[0][lines.columns[n]]}" for n in self._within()]
        where = msgs("row {rows}", "rows {rows}", len(group), rows=listed(rows, _ROWS, len(group)))
        names = sorted(n for n in required.check.names if n in lines.columns)
        check = required.check.text.strip()
        if group[0]["holds_"] is None:
            empty = [lines.headings.get(n, n) for n in names if any(row[lines.columns[n]] is None for row in group)]
            problem = msg("Whether {check} holds cannot be decided{why}", check=check, why=empty_told(empty))
        else:
            stated = (required.message or "").rstrip(".。")
            problem = self._with_found(plain(stated) if stated else msg("{check} does not hold", check=check), group[0])
        hint = msg("correct these lines in the file, or what the source {source} requires", source=lines.source.id)
        return Diagnostic(
            "lines-require",
            msg("{problem} ({lines}).", problem=problem, lines=Listed((*within, where))),
            required.where,
            "error",
            hint,
            (),
            place_of(lines.called, rows[0], ""),
        )

    def _with_found(self, problem: Message, row: dict[str, Any]) -> Message:
        """Add what a comparison found on its left side."""
        if self.left is None:
            return problem
        text = _WHOLE.sub(r"\1", ast.unparse(self.left))
        found = _shown(row["value_"], self.formulas.scope.part_type(self.left))
        return msg("{problem}: {formula} is {value}", problem=problem, formula=text, value=found)


def _shown(value: float | bool | str | None, kind: Type) -> str:
    """Write a value as it is meant: a day, a percent, yes or no."""
    if value is None:
        return msg("empty", "what a cell holds")
    if isinstance(value, bool):
        return msg("yes", "what a cell holds") if value else msg("no", "what a cell holds")
    if isinstance(value, str):
        return value
    if kind.kind == "date":
        return moment_text(value)
    return ten_digits(value, share=True) if kind.unit == "percent" else f"{value:,.12g}"
