"""A file of cases to objects: its shape, its ruleset, then names and values; all problems at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.cases.keys import FileKeys
from appraise.cases.model import CaseFile
from appraise.cases.reading import read_cases
from appraise.diagnostics import Diagnostics, errors, in_order, suggest
from appraise.policy.allowing import allowing
from appraise.policy.keywords.canonical import canonical
from appraise.policy.keywords.speaking import in_keywords
from appraise.policy.load import load, shown, shown_texts
from appraise.policy.shape.schema import cases_schema, check_shape
from appraise.policy.text.document import read_document
from appraise.shipped import CASES
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.diagnostics import Diagnostic
    from appraise.policy.load import Loaded
    from appraise.policy.text.tree import Document


@dataclass
class Rulesets:
    """The rulesets that files of cases name, each loaded once."""

    loaded: dict[Path, Loaded] = field(default_factory=dict)

    def get(self, path: Path) -> Loaded:
        """A ruleset, sound or not."""
        if path not in self.loaded:
            self.loaded[path] = load(path)
        return self.loaded[path]


@dataclass(frozen=True, slots=True)
class LoadedCases:
    """The cases, None where the file (or its ruleset) has errors; what was found; the texts, for messages."""

    file: str
    cases: CaseFile | None
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]


def load_cases(path: Path, rulesets: Rulesets) -> LoadedCases:
    """Read and check a file of cases. Never raises for bad input, as `appraise.policy.load.load`."""
    diagnostics = Diagnostics()
    name = shown(path)
    document = read_document(path, name, diagnostics)
    texts = {name: document.text} if document is not None else shown_texts(diagnostics)
    cases = None
    if document is not None:
        document = canonical(document, cases_schema(), "cases", diagnostics)
        document, broken = check_shape(document, diagnostics, cases_schema(), msg("the file of cases"))
        beside = _ruleset(document, path, diagnostics) if not broken & {(), ("ruleset",)} else None
        loaded = rulesets.get(beside) if beside else None
        if loaded is not None and beside is not None:
            texts = {**texts, **loaded.texts}
            if loaded.ruleset is None:
                diagnostics.found += errors(loaded.diagnostics)
            else:
                cases = CaseFile(path, document, beside, read_cases(document, loaded.ruleset, broken, diagnostics))
    told = Diagnostics()
    allowing(diagnostics.found, {name: document.text} if document is not None else {}, (name,), told)
    said = in_keywords(told.found, document.keywords) if document is not None else told.found
    found = tuple(in_order(said))
    return LoadedCases(name, None if errors(found) else cases, found, texts)


def _ruleset(document: Document, path: Path, diagnostics: Diagnostics) -> Path | None:
    """Find the ruleset that the cases are about."""
    node = document.root.mapping[FileKeys.ruleset.name]
    beside = path.parent / node.text
    if not beside.is_file():
        diagnostics.error(
            "data-file",
            msg("There is no ruleset {file} beside this file.", file=node.text),
            node.where,
            suggest(node.text, (p.name for p in path.parent.glob("*.yaml") if not p.name.endswith(CASES)))
            or msg("write the name of the ruleset's file, such as basic-rep.yaml"),
        )
        return None
    return beside.resolve()
