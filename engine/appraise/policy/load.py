"""A ruleset file to a checked Ruleset: shape, then objects, then meaning; all problems at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.diagnostics import Diagnostic, Report, errors, in_order, suggest
from appraise.policy.allowing import Allowed, allowing
from appraise.policy.lint import check_meaning
from appraise.policy.lint.extension import check_by_extensions
from appraise.policy.reading.build import build
from appraise.policy.shape.schema import check_shape, ruleset_schema
from appraise.policy.text.source import parse_source
from appraise.policy.variants.merging import with_changes
from appraise.policy.variants.variants import as_changed, read_resolved
from appraise.texts import NOTHING, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.policy.model import Ruleset
    from appraise.policy.text.tree import Node, Source
    from appraise.policy.variants.merging import Change
    from appraise.policy.variants.variants import Resolved


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ruleset, None where it has errors; what was found; the text of each file, for messages; what the policy allows."""

    ruleset: Ruleset | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[Allowed, ...] = ()


def load(path: str | Path) -> Loaded:
    """Read and check a ruleset file.

    Never raises for bad input: `Loaded.ruleset` is None where `Loaded.diagnostics` holds an error.
    """
    report = Report()
    resolved = read_resolved(Path(path), shown, report)
    opened = (Path(path).resolve(),)
    loaded = _load(resolved.source if resolved else None, report, opened=opened, linted=True)
    return loaded if resolved is None else _allowing(_by_the_variant(loaded, resolved, opened), resolved.source)


def _by_the_variant(loaded: Loaded, resolved: Resolved, opened: tuple[Path, ...]) -> Loaded:
    """Tell at the changes of a variant what they bring about in its base."""
    if resolved.base is None or not resolved.changes:
        return loaded
    if loaded.ruleset is not None and not any(d.code == "unused" for d in loaded.diagnostics):
        return loaded
    base = _load(resolved.base, Report(), opened=opened, linted=True)
    if base.ruleset is None:  # the base is wrong by itself
        return loaded
    told = {d.message for d in base.diagnostics}
    found = [d if d.message in told else as_changed(d, resolved) for d in loaded.diagnostics]
    return replace(loaded, diagnostics=tuple(found))


def _allowing(loaded: Loaded, source: Source) -> Loaded:
    """Leave out the warnings that comments of the policy allow."""
    report = Report()
    texts = {name: text for name, text in loaded.sources.items() if not name.lower().endswith(".csv")}
    allowed = allowing(loaded.diagnostics, texts, (source.file,), report)
    if report.found == list(loaded.diagnostics):
        return loaded
    found = tuple(in_order(report.found))
    return Loaded(None if errors(found) else loaded.ruleset, found, loaded.sources, allowed)


def shown(path: Path) -> str:
    """Give the file's name as people see it: below the working directory, short."""
    here = Path.cwd()
    whole = path.resolve()
    return (whole.relative_to(here) if whole.is_relative_to(here) else path).as_posix()


def load_changed(base: Source, changes: Iterable[Change]) -> Loaded:
    """Check what becomes of a resolved policy with some changes."""
    source = replace(base, root=with_changes(base.root, changes))
    return _load(source, Report(), base.texts)


def load_text(text: str, name: str = "ruleset.yaml") -> Loaded:
    """Read and check a ruleset from text; `name` stands in messages."""
    report = Report()
    source = parse_source(text, name, report)
    loaded = _load(source, report, {name: text}, linted=True)
    return loaded if source is None else _allowing(loaded, source)


def _load(source: Source | None, report: Report, sources: Mapping[str, str] | None = None,
          opened: tuple[Path, ...] = (), *, linted: bool = False) -> Loaded:  # fmt: skip
    """Check what was read; where it is `linted`, also by the checks of other packages."""
    if source is None:
        return Loaded(None, tuple(report.found), sources or shown_texts(report))
    ruleset: Ruleset | None = None
    texts = {source.file: source.text, **source.texts}
    if not source.root.mapping:
        report.error("wrong-value", msg("A ruleset is a mapping of keys: `ruleset: …`, `title: …`."), source.root.where)
    else:
        source, broken = check_shape(source, report, ruleset_schema(), msg("the ruleset"))
        others = Others(report, opened)
        ruleset, names = build(source, broken, report, others.open)
        texts |= {**ruleset.sources, **others.texts}
        check_meaning(ruleset, names, report)
        if linted and not errors(report.found):
            check_by_extensions(ruleset, report)
    found = tuple(in_order(report.found))
    return Loaded(None if errors(found) else ruleset, found, texts)


class Others:
    """Loads the rulesets that one names; `opened` are the files that lead to it, which it may not name."""

    def __init__(self, report: Report, opened: tuple[Path, ...]):
        self.report, self.opened = report, opened
        self.texts: dict[str, str] = {}

    def open(self, path: Path, node: Node) -> Ruleset | None:
        """Load one; None after an error, which is in the report."""
        path = path.resolve()
        if path in self.opened:
            way = " → ".join(p.name for p in (*self.opened[self.opened.index(path) :], path))
            self.report.error(
                "cycle", msg("A ruleset uses its own results: {way}.", way=way), node.where, msg("name another ruleset")
            )
            return None
        if not path.is_file():
            near = suggest(path.name, [p.name for p in path.parent.glob("*.yaml")]) if path.parent.is_dir() else NOTHING
            self.report.error(
                "unknown-reference",
                msg("There is no ruleset {file!r} beside this one.", file=node.text),
                node.where,
                near,
            )
            return None
        own = Report()
        resolved = read_resolved(path, shown, own)
        loaded = _load(resolved.source if resolved else None, own, opened=(*self.opened, path))
        for diagnostic in loaded.diagnostics:
            self.report.add(diagnostic)
        self.texts.update(loaded.sources)
        return loaded.ruleset


def shown_texts(report: Report) -> dict[str, str]:
    """Give the text of files that could not be parsed, as far as it can be shown."""
    files = {d.where.file for d in report.found if d.where}
    return {f: Path(f).read_bytes().decode("utf-8-sig", errors="replace") for f in files}
