"""A ruleset file to a checked Ruleset: shape, then objects, then meaning; all problems at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.diagnostics import Diagnostic, Diagnostics, errors, in_order, suggest
from appraise.policy.allowing import Allowed, allowing
from appraise.policy.keywords.canonical import canonical
from appraise.policy.keywords.speaking import in_keywords
from appraise.policy.lint import check_meaning
from appraise.policy.lint.extension import check_by_extensions
from appraise.policy.reading.build import build
from appraise.policy.shape.schema import check_shape, ruleset_schema
from appraise.policy.text.document import parse_document
from appraise.policy.variants.merging import with_changes
from appraise.policy.variants.variants import as_changed, read_resolved
from appraise.texts import NOTHING, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.policy.model import Ruleset
    from appraise.policy.text.tree import Document, Node
    from appraise.policy.variants.merging import Change
    from appraise.policy.variants.variants import Resolved


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ruleset, None where it has errors; what was found; the text of each file, for messages; what the policy allows."""

    ruleset: Ruleset | None
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[Allowed, ...] = ()


def load(path: str | Path) -> Loaded:
    """Read and check a ruleset file.

    Never raises for bad input: `Loaded.ruleset` is None where `Loaded.diagnostics` holds an error.

    >>> from appraise.shipped import shipped_rulesets
    >>> loaded = load(shipped_rulesets()["published/ratio-score"])
    >>> loaded.ruleset.title, loaded.diagnostics
    ('比率法计分', ())
    """
    diagnostics = Diagnostics()
    resolved = read_resolved(Path(path), shown, diagnostics)
    opened = (Path(path).resolve(),)
    loaded = _load(resolved.document if resolved else None, diagnostics, opened=opened, linted=True)
    if resolved is None:
        return loaded
    return _spoken(_allowing(_by_the_variant(loaded, resolved, opened), resolved.document), resolved.document)


def _spoken(loaded: Loaded, document: Document) -> Loaded:
    """What was found, said in the keywords of each file."""
    if not document.keywords:
        return loaded
    return replace(loaded, diagnostics=tuple(in_keywords(loaded.diagnostics, document.keywords)))


def _by_the_variant(loaded: Loaded, resolved: Resolved, opened: tuple[Path, ...]) -> Loaded:
    """Tell at the changes of a variant what they bring about in its base."""
    if resolved.base is None or not resolved.changes:
        return loaded
    if loaded.ruleset is not None and not any(d.code == "unused" for d in loaded.diagnostics):
        return loaded
    base = _load(resolved.base, Diagnostics(), opened=opened, linted=True)
    if base.ruleset is None:  # the base is wrong by itself
        return loaded
    told = {d.message for d in base.diagnostics}
    found = [d if d.message in told else as_changed(d, resolved) for d in loaded.diagnostics]
    return replace(loaded, diagnostics=tuple(found))


def _allowing(loaded: Loaded, document: Document) -> Loaded:
    """Leave out the warnings that comments of the policy allow."""
    diagnostics = Diagnostics()
    texts = {name: text for name, text in loaded.texts.items() if not name.lower().endswith(".csv")}
    allowed = allowing(loaded.diagnostics, texts, (document.file,), diagnostics)
    if diagnostics.found == list(loaded.diagnostics):
        return loaded
    found = tuple(in_order(diagnostics.found))
    return Loaded(None if errors(found) else loaded.ruleset, found, loaded.texts, allowed)


def shown(path: Path) -> str:
    """The file's name as people see it: below the working directory, short."""
    here = Path.cwd()
    whole = path.resolve()
    return (whole.relative_to(here) if whole.is_relative_to(here) else path).as_posix()


def load_changed(base: Document, changes: Iterable[Change]) -> Loaded:
    """Check what becomes of a resolved policy with some changes."""
    document = replace(base, root=with_changes(base.root, changes))
    return _load(document, Diagnostics(), base.texts)


def load_text(text: str, name: str = "ruleset.yaml") -> Loaded:
    r"""Read and check a ruleset from text; `name` stands in messages.

    >>> loaded = load_text("ruleset: small\ntitle: Small\n")
    >>> loaded.ruleset is None, loaded.diagnostics[0].code, str(loaded.diagnostics[0].where)
    (True, 'missing-key', 'ruleset.yaml:1:1')
    """
    diagnostics = Diagnostics()
    document = parse_document(text, name, diagnostics)
    document = document and canonical(document, ruleset_schema(), "ruleset", diagnostics)
    loaded = _load(document, diagnostics, {name: text}, linted=True)
    return loaded if document is None else _spoken(_allowing(loaded, document), document)


def _load(document: Document | None, diagnostics: Diagnostics, texts: Mapping[str, str] | None = None,
          opened: tuple[Path, ...] = (), *, linted: bool = False) -> Loaded:  # fmt: skip
    """Check what was read; where it is `linted`, also by the checks of other packages."""
    if document is None:
        return Loaded(None, tuple(diagnostics.found), texts or shown_texts(diagnostics))
    ruleset: Ruleset | None = None
    texts = {document.file: document.text, **document.texts}
    if not document.root.mapping:
        diagnostics.error(
            "wrong-value", msg("A ruleset is a mapping of keys: `ruleset: …`, `title: …`."), document.root.where
        )
    else:
        document, broken = check_shape(document, diagnostics, ruleset_schema(), msg("the ruleset"))
        others = Others(diagnostics, opened)
        ruleset, names = build(document, broken, diagnostics, others.open)
        texts |= {**ruleset.texts, **others.texts}
        check_meaning(ruleset, names, diagnostics)
        if linted and not errors(diagnostics.found):
            check_by_extensions(ruleset, diagnostics)
    found = tuple(in_order(diagnostics.found))
    return Loaded(None if errors(found) else ruleset, found, texts)


class Others:
    """Loads the rulesets that one names; `opened` are the files that lead to it, which it may not name."""

    def __init__(self, diagnostics: Diagnostics, opened: tuple[Path, ...]):
        self.diagnostics, self.opened = diagnostics, opened
        self.texts: dict[str, str] = {}

    def open(self, path: Path, node: Node) -> Ruleset | None:
        """Load one; None after an error, which is in `diagnostics`."""
        path = path.resolve()
        if path in self.opened:
            way = " → ".join(p.name for p in (*self.opened[self.opened.index(path) :], path))
            self.diagnostics.error(
                "cycle", msg("A ruleset uses its own results: {way}.", way=way), node.where, msg("name another ruleset")
            )
            return None
        if not path.is_file():
            near = suggest(path.name, [p.name for p in path.parent.glob("*.yaml")]) if path.parent.is_dir() else NOTHING
            self.diagnostics.error(
                "unknown-reference",
                msg("There is no ruleset {file!r} beside this one.", file=node.text),
                node.where,
                near,
            )
            return None
        own = Diagnostics()
        resolved = read_resolved(path, shown, own)
        loaded = _load(resolved.document if resolved else None, own, opened=(*self.opened, path))
        for diagnostic in loaded.diagnostics:
            self.diagnostics.add(diagnostic)
        self.texts.update(loaded.texts)
        return loaded.ruleset


def shown_texts(diagnostics: Diagnostics) -> dict[str, str]:
    """The text of files that could not be parsed, as far as it can be shown."""
    files = {d.where.file for d in diagnostics.found if d.where}
    return {f: Path(f).read_bytes().decode("utf-8-sig", errors="replace") for f in files}
