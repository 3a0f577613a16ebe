"""Variants: a ruleset that `extends` another and states only what differs, merged as RFC 7396 (JSON Merge Patch).

Mappings merge, anything else replaces, null removes. Every value keeps the place it was written at, so that the
resolved policy knows of each figure which file it comes from.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.diagnostics import suggest
from engine.policy.reading import as_number
from engine.policy.source import Node, Source, read_source
from engine.shipped import RULESETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from engine.diagnostics import Diagnostic, Report

_OWN = ("extends", "title", "reason")  # what a variant states itself
_IDS = (
    "sources", "measures", "tables", "parameters", "derive", "functions", "scales", "eligible", "cohorts", "categories",
    "indicators", "adjustments", "gates", "rewards", "budgets", "outcomes", "cycle",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a variant changes: where it stands, what it was (None: new), what it is (None: removed)."""

    path: tuple[str, ...]
    old: Node | None
    new: Node | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A ruleset with what it extends (`base`, if anything) merged in, and what it changes; `texts` are those of all files."""

    source: Source
    changes: tuple[Change, ...]
    texts: Mapping[str, str]
    base: Source | None = None


def read_resolved(
    path: Path, shown: Callable[[Path], str], report: Report, opened: tuple[Path, ...] = ()
) -> Resolved | None:
    """Read a file and what it extends; None, with the reason in the report, where something cannot be read."""
    source = read_source(path, shown(path), report)
    if source is None:
        return None
    extends = source.root.get("extends")
    if extends is None:
        return Resolved(source, (), {source.file: source.text})
    base_path = _base_of(path, extends, (*opened, path.resolve()), report)
    if base_path is None:
        return None
    for key in _OWN:
        stated = source.root.get(key)
        if stated is None or not stated.text.strip():
            report.error("missing-key", f"A variant states its own `{key}`.", extends.key or extends.where,
                         "say what this variant is called (title) and why it is tried (reason)")  # fmt: skip
    base = read_resolved(base_path, shown, report, (*opened, path.resolve()))
    if base is None:
        return None
    changes: list[Change] = []
    over = {k: v for k, v in source.root.mapping.items() if k != "extends"}
    over = _known_ids(base.source.root, over, report)
    root = _Merging(report, changes).merged(base.source.root, replace(source.root, value=over), ())
    texts = {**base.texts, source.file: source.text}
    whole = replace(source, root=replace(root, where=source.root.where), texts=texts)
    return Resolved(whole, tuple(changes), texts, base.source)


def as_changed(diagnostic: Diagnostic, resolved: Resolved) -> Diagnostic:
    """Put an error that a variant's changes make in its base at the change that stands nearest to it there."""
    at, own = diagnostic.where, resolved.source.root.where.file
    if diagnostic.severity != "error" or at is None or at.file == own:
        return diagnostic
    near = [
        (abs(c.old.where.line - at.line), i)
        for i, c in enumerate(resolved.changes)
        if c.path[0] not in _OWN and c.old and c.new and (c.old.where.file, c.new.where.file) == (at.file, own)
    ]
    stated = resolved.changes[min(near)[1]].new if near else None
    if stated is None:
        return diagnostic
    return replace(diagnostic, where=stated.where, also=((at, "in the base, changed here"), *diagnostic.also))


def differences(old: Node, new: Node, path: tuple[str, ...] = ()) -> list[Change]:
    """Give every value that differs between two resolved policies, in the order of the new one, then what is gone."""
    if not (isinstance(old.value, dict) and isinstance(new.value, dict)):
        return [] if old.plain() == new.plain() else [Change(path, old, new)]
    found: list[Change] = []
    for key, value in new.value.items():
        before = old.value.get(key)
        at = (*path, key)
        found += [Change(at, None, value)] if before is None else differences(before, value, at)
    return found + [Change((*path, key), value, None) for key, value in old.value.items() if key not in new.value]


def with_changes(root: Node, changes: Iterable[Change]) -> Node:
    """Give a policy with some changes, which name values and mappings that are there."""
    for change in changes:
        root = changed(root, change)
    return root


def changed(root: Node, change: Change) -> Node:
    """Give a policy with one change."""
    return _changed(root, change.path, change.new)


def _changed(node: Node, path: tuple[str, ...], new: Node | None) -> Node:
    head, rest = path[0], path[1:]
    items = dict(node.mapping)
    if rest:
        items[head] = _changed(items[head], rest, new)
    elif new is None:
        items.pop(head)
    else:
        items[head] = new
    return replace(node, value=_in_order(items))


def _base_of(path: Path, extends: Node, opened: tuple[Path, ...], report: Report) -> Path | None:
    """Find the file that a variant extends: beside it, below the folder above, or a shipped ruleset by its name."""
    name = extends.text
    found = (path.parent / name).resolve()
    if not found.is_file() and (RULESETS / f"{name}.yaml").is_file():
        found = (RULESETS / f"{name}.yaml").resolve()
    elif not found.is_file():
        beside = (
            [p for p in found.parent.glob("*.yaml") if p.resolve() != path.resolve()] if found.parent.is_dir() else []
        )
        whole = Path(name).suffix == ".yaml"
        names = [p.name if whole else p.stem for p in (*sorted(RULESETS.glob("*.yaml")), *sorted(beside))]
        near = suggest(Path(name).name, [n for n in names if ".cases" not in n])
        report.error("unknown-reference", f"There is no ruleset {name!r} to extend.", extends.where,
                     near or "name a file from here, such as ../base.yaml, or a shipped ruleset")  # fmt: skip
        return None
    if not any(
        found.is_relative_to(folder) for folder in (path.resolve().parent.parent, Path.cwd(), RULESETS.resolve())
    ):
        report.error("unknown-reference", f"{name} lies outside the folder of the policies.", extends.where,
                     "keep a variant and what it extends in one folder, or one below the other")  # fmt: skip
        return None
    if found in opened:
        way = " → ".join(p.name for p in (*opened[opened.index(found) :], found))
        report.error("cycle", f"A ruleset extends itself: {way}.", extends.where, "extend another ruleset")
        return None
    return found


@dataclass
class _Merging:
    """Merges what a variant states into its base, and notes what that changes."""

    report: Report
    changes: list[Change]

    def merged(self, old: Node, new: Node, path: tuple[str, ...]) -> Node:
        """Give one value after the other has been merged into it."""
        if not (isinstance(old.value, dict) and isinstance(new.value, dict)):
            if old.plain() != new.plain():
                self.changes.append(Change(path, old, new))
            return self._whole(new)
        result = dict(old.value)
        for key, value in new.value.items():
            before = result.get(key)
            if value.value is None:
                if self._may_be_removed(key, value, result):
                    self.changes.append(Change((*path, key), before, None))
                    del result[key]
            elif before is None:
                result[key] = self._whole(value)
                self.changes.append(Change((*path, key), None, value))
            else:
                result[key] = self.merged(before, value, (*path, key))
        return replace(old, value=_in_order(result))

    def _whole(self, node: Node) -> Node:
        """Give a value that is new as it is, without what is null in it."""
        if not isinstance(node.value, dict):
            return node
        for key, value in node.value.items():
            if value.value is None and not value.text:
                self._empty(key, value)
        return replace(node, value={k: self._whole(v) for k, v in node.value.items() if v.value is not None})

    def _may_be_removed(self, key: str, value: Node, there: Mapping[str, Node]) -> bool:
        if not value.text:
            self._empty(key, value, there)
        elif key not in there:
            self.report.error("unknown-reference", f"The base has no {key!r} here, so it cannot be removed.",
                              value.key or value.where, suggest(key, there))  # fmt: skip
        return bool(value.text) and key in there

    def _empty(self, key: str, value: Node, there: Mapping[str, Node] = {}) -> None:
        """Say that nothing stands behind a key: a slip more often than the wish to remove it, which `null` says."""
        colon = next((c for c in "：:" if c in key), "")
        if colon:
            hint = f"write the colon of the English keyboard and a space: `{key.replace(colon, ': ', 1)}`"
        elif key in there:
            hint = f"write what it is to be, or `{key}: null` to remove it from the base"
        else:
            hint = suggest(key, there) if there else "write what it is to be, or leave the key out"
        self.report.error("wrong-value", f"Nothing stands behind `{key}`.", value.key or value.where, hint)


def _in_order(items: dict[str, Node]) -> dict[str, Node]:
    """Put tiers that were added in rising order, and what takes the rest (`otherwise`, `lowest`) at the end."""
    numbers = [as_number(key) for key in items]
    if len(items) > 1 and all(n is not None or key == "lowest" for n, key in zip(numbers, items, strict=True)):
        return dict(sorted(items.items(), key=lambda item: float("-inf") if (n := as_number(item[0])) is None else n))
    rest = {k: v for k, v in items.items() if v.text in ("otherwise", "lowest") or k == "otherwise"}
    return {**{k: v for k, v in items.items() if k not in rest}, **rest}


def _known_ids(base: Node, over: dict[str, Node], report: Report) -> dict[str, Node]:
    """See that what a variant changes is there to be changed, unless it is a whole new element; give what is sound."""
    sound = dict(over)
    for section in _IDS:
        there, stated = base.get(section), over.get(section)
        known: Mapping[str, Any] = there.mapping if there is not None else {}
        for id_, node in (stated.mapping if stated is not None else {}).items():
            if id_ in known:
                continue
            near = difflib.get_close_matches(id_, known, n=1, cutoff=0.75)
            whole = bool(node.mapping) and bool(
                set(node.mapping) & {"title", "when", "from", "keys", "employee", "method"}
            )
            if node.value is None or (near and not whole) or (node.mapping and not whole):
                report.error("unknown-reference", f"The base has no {id_!r} under {section}, so it cannot be changed.",
                             node.key or node.where, suggest(id_, known) or "state all of it, if it is new")  # fmt: skip
                left = {k: v for k, v in sound[section].mapping.items() if k != id_}
                sound[section] = replace(sound[section], value=left)
    return sound
