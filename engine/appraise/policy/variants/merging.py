"""What a variant states merged into its base, as RFC 7396 (JSON Merge Patch), and what differs between two policies.

Mappings whose keys are names merge; a table whose keys are bounds (see bounds.py) is one whole: where a variant states
a bound that the base does not have, its table stands in place of the base's. Anything else replaces, null removes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.formula.written_dates import are_dates
from appraise.policy.text.flow import flow
from appraise.policy.text.tree import Node
from appraise.policy.variants.bounds import bound, bounds, by_bound, in_rising_order
from appraise.policy.variants.removing import meant_to_remove
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.diagnostics import Diagnostics
    from appraise.policy.variants.bounds import Path

_CHOSEN = (("by",), ("keys", "match"))  # what a mapping of `values` is chosen by


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a variant changes: where it stands, what it was (None: new), what it is (None: removed)."""

    path: tuple[str, ...]
    old: Node | None
    new: Node | None
    null: Node | None = None  # what a variant states to remove it

    @property
    def stated(self) -> Node | None:
        """What a variant states to make this change."""
        return self.new if self.new is not None else self.null

    @property
    def whole(self) -> bool:
        """Whether a table stands in place of another, which is not merged with it."""
        return bool(self.old is not None and self.new is not None and self.old.mapping and self.new.mapping)


def differences(old: Node, new: Node) -> list[Change]:
    """Every value that differs between two resolved policies, in the order of the new one, then what is gone."""
    return _differences(old, new, (), (old, new))


def _differences(old: Node, new: Node, path: Path, roots: tuple[Node, Node]) -> list[Change]:
    if not (isinstance(old.value, dict) and isinstance(new.value, dict)):
        return [] if old.plain() == new.plain() else [Change(path, old, new)]
    same = {key: key for key in old.mapping}
    if any(by_bound(path, node, root) for node, root in zip((old, new), roots, strict=True)):
        before, after = bounds(old.mapping), bounds(new.mapping)
        if before.keys() != after.keys() or _other_form(old, new):
            return [Change(path, old, new)]
        same = {after[at]: key for at, key in before.items()}
    elif _other_form(old, new):
        return [Change(path, old, new)]
    found: list[Change] = []
    for key, value in new.mapping.items():
        at, was = (*path, same.get(key, key)), old.mapping.get(same.get(key, key))
        if was is not None and key == "values" and _chosen_otherwise(old, new):
            found += [Change(at, was, value)] if was.plain() != value.plain() else []
        else:
            found += [Change(at, None, value)] if was is None else _differences(was, value, at, roots)
    kept = {same.get(key, key) for key in new.mapping}
    return found + [Change((*path, key), value, None) for key, value in old.mapping.items() if key not in kept]


def with_changes(root: Node, changes: Iterable[Change]) -> Node:
    """A policy with some changes, which name values and mappings that are there."""
    for change in changes:
        root = changed(root, change)
    return root


def changed(root: Node, change: Change) -> Node:
    """A policy with one change."""
    return _changed(root, change.path, change.new)


def _changed(node: Node, path: Path, new: Node | None) -> Node:
    head, rest = path[0], path[1:]
    items = dict(node.mapping)
    if rest:
        items[head] = _changed(items[head], rest, new)
    elif new is None:
        items.pop(head)
    else:
        items[head] = new
    return replace(node, value=in_order(items))


@dataclass
class Merging:
    """Merges what a variant states (`over`) into its base, and notes what that changes."""

    base: Node
    over: Node
    diagnostics: Diagnostics
    changes: list[Change]

    def whole(self) -> Node:
        """The policy with everything that the variant states."""
        return self._merged(self.base, self.over, ())

    def _merged(self, old: Node, new: Node, path: Path) -> Node:
        """One value after the other has been merged into it."""
        if not (isinstance(old.value, dict) and isinstance(new.value, dict)) or _other_form(old, new):
            return self._replaced(old, new, path)
        same = {key: key for key in old.mapping}
        if new.mapping and any(
            by_bound(path, *pair) for pair in ((old, self.base), (old, self.over), (new, self.over))
        ):
            there = bounds(old.mapping)
            same = {key: there.get(bound(key) or key, key) for key in new.mapping}
            self._told_apart(new)
            if any(at not in there for at in bounds(new.mapping) if not isinstance(at, str)):
                return self._in_place(old, new, path)
            self._tell_of_rest(old, new)
        result = dict(old.value)
        for stated, value in new.value.items():
            key = same.get(stated, stated)
            before = result.get(key)
            if value.value is None:
                if self._may_be_removed(key, value, result):
                    self.changes.append(Change((*path, key), before, None, value))
                    del result[key]
            elif before is not None and meant_to_remove((*path, key), before, value):
                self.diagnostics.error(
                    "wrong-value",
                    msg("`{text}` changes nothing here and removes nothing.", text=f"{stated}: {flow(value)}"),
                    value.key or value.where,
                    msg("write `{key}: null` to remove it from the base", key=stated),
                )
            elif before is None:
                result[key] = self._complete(value)
                self.changes.append(Change((*path, key), None, value))
            elif key == "values" and _chosen_otherwise(old, new):
                result[key] = self._replaced(before, value, (*path, key))
            else:
                result[key] = self._merged(before, value, (*path, key))
        return replace(old, value=in_order(result))

    def _replaced(self, old: Node, new: Node, path: Path) -> Node:
        if old.plain() != new.plain():
            self.changes.append(Change(path, old, new))
        return self._complete(new)

    def _in_place(self, old: Node, new: Node, path: Path) -> Node:
        """Put a table with a new bound in place of the base's, and see that it is a whole one."""
        gone = [(key, value) for key, value in new.mapping.items() if value.value is None]
        added = [
            k for at, k in bounds(new.mapping).items() if at not in bounds(old.mapping) and not isinstance(at, str)
        ]
        both = {bounds(old.mapping).get(at, key): new.mapping[key] for at, key in bounds(new.mapping).items()}
        meant = {key: value for key, value in {**old.mapping, **both}.items() if value.value is not None}
        whole = replace(old, value=in_rising_order(meant))
        hint = msg("state the whole table: {table}", table=flow(whole))
        if gone:
            key, value = gone[0]
            self.diagnostics.error(
                "table-in-part",
                msg(
                    "The base has no bound {added} here, so this table stands in place of the base's, and there is "
                    "nothing to remove at {key}.",
                    added=added[0],
                    key=key,
                ),
                value.key or value.where,
                hint,
            )
            return self._replaced(old, whole, path)
        if len(new.mapping) == 1 and len(old.mapping) > 1:
            self.diagnostics.error(
                "table-in-part",
                msg(
                    "The base has no bound {added} here, so this table stands in place of the base's, and {added} "
                    "alone is no table.",
                    added=added[0],
                ),
                new.mapping[added[0]].key or new.where,
                hint,
            )
            return self._replaced(old, whole, path)
        if (first := _first(new)) > (least := _first(old)) and first in bounds(new.mapping):
            self.diagnostics.warn(
                "table-in-part",
                msg(
                    "The base has no bound {added} here, so this table stands in place of the base's; it begins at "
                    "{begins}, where the base begins at {base}.",
                    added=added[0],
                    begins=bounds(new.mapping)[first],
                    base=bounds(old.mapping).get(least, ""),
                ),
                new.key or new.where,
                hint,
            )
        return self._replaced(old, new, path)

    def _told_apart(self, new: Node) -> None:
        """See that no bound is stated twice, once as 80% and once as 0.8."""
        for key, value in new.mapping.items():
            same = bounds(new.mapping)[bound(key) or key]
            if same != key:
                self.diagnostics.error(
                    "duplicate-key",
                    msg("{key} and {other} are the same bound.", key=key, other=same),
                    value.key or value.where,
                    msg("keep one of them"),
                )

    def _tell_of_rest(self, old: Node, new: Node) -> None:
        """Warn where some of a table's bounds are stated anew, and it may have been meant for the whole table."""
        stated = bounds(new.mapping)
        left = [key for at, key in bounds(old.mapping).items() if at not in stated and bound(key) is not None]
        if (
            sum(not isinstance(at, str) for at in stated) > 1
            and left
            and all(value.value is not None for value in new.mapping.values())
        ):
            rest = Listed(tuple(f"{key}: {flow(old.mapping[key])}" for key in left))
            self.diagnostics.warn(
                "table-in-part",
                msg("No bound here is new, so the rest of the base's table stays: {rest}.", rest=rest),
                new.key or new.where,
                msg("state what is to stay too, and remove what is not: `{key}: null`", key=left[0]),
            )

    def _complete(self, node: Node) -> Node:
        """A value that is new as it is, without what is null in it."""
        if not isinstance(node.value, dict):
            return node
        for key, value in node.value.items():
            if value.value is None and not value.text:
                self._empty(key, value)
        return replace(node, value={k: self._complete(v) for k, v in node.value.items() if v.value is not None})

    def _may_be_removed(self, key: str, value: Node, there: Mapping[str, Node]) -> bool:
        if not value.text:
            self._empty(key, value, there)
        elif key not in there:
            self.diagnostics.error(
                "unknown-reference",
                msg("The base has no {key!r} here, so it cannot be removed.", key=key),
                value.key or value.where,
                suggest(key, there),
            )
        return bool(value.text) and key in there

    def _empty(self, key: str, value: Node, there: Mapping[str, Node] = {}) -> None:
        """Say that nothing stands behind a key: a slip more often than the wish to remove it, which `null` says."""
        colon = next((c for c in "：:" if c in key), "")
        if colon:
            plain = key.replace(colon, ": ", 1)
            hint = msg("write the colon of the English keyboard and a space: `{plain}`", plain=plain)
        elif key in there:
            hint = msg("write what it is to be, or `{key}: null` to remove it from the base", key=key)
        else:
            hint = suggest(key, there) if there else msg("write what it is to be, or leave the key out")
        self.diagnostics.error(
            "wrong-value", msg("Nothing stands behind `{key}`.", key=key), value.key or value.where, hint
        )


def in_order(items: dict[str, Node]) -> dict[str, Node]:
    """Put what takes the rest (`otherwise`, `lowest`) at the end."""
    if "lowest" in items:  # the first tier of a table
        return items
    rest = {k: v for k, v in items.items() if v.text in ("otherwise", "lowest") or k == "otherwise"}
    return {**{k: v for k, v in items.items() if k not in rest}, **rest}


def _other_form(old: Node, new: Node) -> bool:
    """Whether two settings choose their values in other ways: by dates, by a name, by cohort."""
    if not (old.mapping and new.mapping):
        return False
    dated = [are_dates(node.mapping) for node in (old, new)]
    looked_up = [{"by", "values"} <= node.mapping.keys() for node in (old, new)]
    strange = any(not {"by", "values"} & node.mapping.keys() for node in (old, new))
    return dated[0] != dated[1] or (looked_up[0] != looked_up[1] and strange)


def _chosen_otherwise(old: Node, new: Node) -> bool:
    """Whether `values` are of other names or keys than before."""
    return any(
        (stated := new.get(key)) is not None and ((was := old.get(key)) is None or was.plain() != stated.plain())
        for keys in _CHOSEN for key in keys
    )  # fmt: skip


def _first(table: Node) -> tuple[str, float, float]:
    found = [at for at in bounds(table.mapping) if not isinstance(at, str)]
    return min(found, default=("", 0.0, 0.0))
