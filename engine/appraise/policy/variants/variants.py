"""Variants: a ruleset that `extends` another and states only what differs (how both are merged: merging.py).

Every value keeps the place it was written at, so that the resolved policy knows of each figure which file it comes from.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import suggest
from appraise.policy.keywords.canonical import canonical
from appraise.policy.shape.keys import nearest
from appraise.policy.shape.schema import ruleset_schema
from appraise.policy.text.document import read_document
from appraise.policy.text.flow import flow, place
from appraise.policy.text.rawtext import slip_of_key, stuck
from appraise.policy.text.tree import Document, Node
from appraise.policy.variants.merging import Merging
from appraise.shipped import RULESETS
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appraise.diagnostics import Diagnostic, Diagnostics, Where
    from appraise.policy.variants.merging import Change

_OWN = ("extends", "title", "reason")  # what a variant states itself
_IDS = (
    "sources", "measures", "tables", "parameters", "derive", "functions", "scales", "eligible", "cohorts", "categories",
    "indicators", "adjustments", "gates", "rewards", "budgets", "outcomes", "cycle",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resolved:
    """A ruleset with what it extends (`base`, if anything) merged in, and what it changes; `texts` are those of all files."""

    document: Document
    changes: tuple[Change, ...]
    texts: Mapping[str, str]
    base: Document | None = None


def read_resolved(
    path: Path, shown: Callable[[Path], str], diagnostics: Diagnostics, opened: tuple[Path, ...] = ()
) -> Resolved | None:
    """Read a file and what it extends; None, with the reason in `diagnostics`, where something cannot be read."""
    document = read_document(path, shown(path), diagnostics)
    if document is None:
        return None
    document = canonical(document, ruleset_schema(), "ruleset", diagnostics)
    document, extends = _extending(document, diagnostics)
    if extends is None:
        return Resolved(document, (), {document.file: document.text})
    base_path = _base_of(path, extends, (*opened, path.resolve()), diagnostics)
    if base_path is None:
        return None
    for key in _OWN:
        stated = document.root.get(key)
        if stated is None or not stated.text.strip():
            diagnostics.error(
                "missing-key",
                msg("A variant states its own `{key}`.", key=key),
                extends.key or extends.where,
                msg("say what this variant is called (title) and why it is tried (reason)"),
            )
    base = read_resolved(base_path, shown, diagnostics, (*opened, path.resolve()))
    if base is None:
        return None
    changes: list[Change] = []
    over = {k: v for k, v in document.root.mapping.items() if k != "extends"}
    over = _known_ids(base.document.root, over, diagnostics)
    root = Merging(base.document.root, replace(document.root, value=over), diagnostics, changes).whole()
    texts = {**base.texts, document.file: document.text}
    keywords = {**base.document.keywords, **document.keywords}
    whole = replace(document, root=replace(root, where=document.root.where), texts=texts, keywords=keywords)
    return Resolved(whole, tuple(changes), texts, base.document)


def _extending(document: Document, diagnostics: Diagnostics) -> tuple[Document, Node | None]:
    """What a ruleset extends, None if nothing; a key that somebody wrote in place of `extends` is told, and read as it."""
    own = document.root.mapping
    if "extends" in own or "data" in own:
        return document, own.get("extends")
    for key, node in own.items():
        slip = slip_of_key(key, node)
        if slip is not None and slip.meant == "extends":
            code, message, hint, _ = slip
        elif isinstance(node.value, str) and nearest(key, ["extends"]):
            code, message = "unknown-key", msg("There is no key `{key}` here.", key=key)
            hint = suggest("extends", ["extends"])
        else:
            continue
        diagnostics.error(code, message, node.key or node.where, hint)
        mended = {("extends" if k == key else k): (stuck(k, v) if k == key else v) for k, v in own.items()}
        return replace(document, root=replace(document.root, value=mended)), mended["extends"]
    return document, None


def as_changed(diagnostic: Diagnostic, resolved: Resolved) -> Diagnostic:
    """Put an error that a variant's changes make in its base at the change that stands nearest to it there.

    What only the variant leaves unused is told at the change that no longer uses it.
    """
    at, own = diagnostic.where, resolved.document.root.where.file
    if diagnostic.code == "unused" and at is not None and at.file != own:
        return _left_unused(diagnostic, at, resolved)
    if diagnostic.severity != "error" or at is None or at.file == own:
        return diagnostic
    near = [
        (not _is_named(c, diagnostic), c.new is None, abs(c.old.where.line - at.line), i)
        for i, c in enumerate(resolved.changes)
        if c.path[0] not in _OWN and c.old and c.stated and (c.old.where.file, c.stated.where.file) == (at.file, own)
    ]
    change = resolved.changes[min(near)[3]] if near else None
    if change is None or change.stated is None:
        return diagnostic
    stated, key = change.stated, change.path[-1]
    if change.new is not None:
        return replace(diagnostic, where=stated.where, also=((at, msg("in the base, changed here")), *diagnostic.also))
    hint = msg("`{key}: null` removes {key} from the base", key=key)
    if diagnostic.hint:
        hint = msg("{hint}; `{key}: null` removes {key} from the base", hint=diagnostic.hint, key=key)
    if _is_named(change, diagnostic):
        hint = msg(
            "`{key}: null` removes {key} from the base, and {at} still needs it: leave this line "
            "out, write what {key} is to be in place of null, or change that place here too",
            key=key,
            at=place(at),
        )
    return replace(
        diagnostic, where=stated.key or stated.where, hint=hint, also=((at, msg("in the base")), *diagnostic.also)
    )


def _is_named(change: Change, diagnostic: Diagnostic) -> bool:
    """Whether something is removed, and an error is about it, or about what stood in it, being absent."""
    if change.new is not None or change.old is None:
        return False
    gone = "|".join(map(re.escape, (change.path[-1], *change.old.mapping)))
    return re.search(rf"(?<!\w)({gone})(?!\w)", f"{diagnostic.message} {diagnostic.hint}") is not None


def _left_unused(diagnostic: Diagnostic, at: Where, resolved: Resolved) -> Diagnostic:
    mention = re.compile(rf"\b{re.escape(diagnostic.about)}\b")
    users = [c for c in resolved.changes if diagnostic.about and c.old and mention.search(flow(c.old))]
    stated = users[0].stated if users else None
    where = stated.where if stated is not None else replace(resolved.document.root.where, length=1)
    hint = msg("this variant no longer uses it, and its base does; where that is meant, nothing need be done")
    return replace(diagnostic, where=where, hint=hint, also=((at, msg("described in the base")), *diagnostic.also))


def _base_of(path: Path, extends: Node, opened: tuple[Path, ...], diagnostics: Diagnostics) -> Path | None:
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
        diagnostics.error(
            "unknown-reference",
            msg("There is no ruleset {name!r} to extend.", name=name),
            extends.where,
            near or msg("name a file from here, such as ../base.yaml, or a shipped ruleset"),
        )
        return None
    if not any(
        found.is_relative_to(folder) for folder in (path.resolve().parent.parent, Path.cwd(), RULESETS.resolve())
    ):
        diagnostics.error(
            "unknown-reference",
            msg("{name} lies outside the folder of the policies.", name=name),
            extends.where,
            msg("keep a variant and what it extends in one folder, or one below the other"),
        )
        return None
    if found in opened:
        way = " → ".join(p.name for p in (*opened[opened.index(found) :], found))
        diagnostics.error(
            "cycle", msg("A ruleset extends itself: {way}.", way=way), extends.where, msg("extend another ruleset")
        )
        return None
    return found


def _known_ids(base: Node, over: dict[str, Node], diagnostics: Diagnostics) -> dict[str, Node]:
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
                diagnostics.error(
                    "unknown-reference",
                    msg("The base has no {id!r} under {section}, so it cannot be changed.", id=id_, section=section),
                    node.key or node.where,
                    suggest(id_, known) or msg("state all of it, if it is new"),
                )
                left = {k: v for k, v in sound[section].mapping.items() if k != id_}
                sound[section] = replace(sound[section], value=left)
        if section in sound and stated is not None and stated.mapping and not sound[section].mapping:
            del sound[section]  # all of it was told
    return sound
