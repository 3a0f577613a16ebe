"""Brings the catalogues of texts up to date with the code: new texts are added empty, what is gone is left out.

python -m docs.make_catalogues        update and compile every catalogue
python -m docs.make_catalogues ja     begin one for Japanese
"""

from __future__ import annotations

import ast
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from appraise.codes import CODES, TITLES
from appraise.policy.keys.said import CONTEXT
from appraise.policy.keywords.words import every_keyword
from appraise.policy.shape.schema import cases_schema, ruleset_schema
from appraise.texts.catalogues import DOMAIN, LOCALE
from engine.compile_catalogues import compile_all

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = Path(__file__).parents[1] / "engine" / "appraise"
UNSEEN = ("_winconsole.py", "shell_completion.py")  # files of click whose words nobody meets here
KEYWORDS = "policy/keywords/words.py"
Found = tuple[int, str, Any, list[str]]


def extract(file: IO[bytes], _keywords: object, _tags: object, options: object) -> Iterator[Found]:  # noqa: ARG001 - as Babel calls it
    """Find the texts of a file: what `msg`, `msgs`, `mark`, `said`, `Texts` and the command line are given."""
    tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.FunctionDef) and any(_is_command(d) for d in node.decorator_list):
            yield node.lineno, "pgettext", ("help", ast.get_docstring(node) or ""), []


def _of_call(call: ast.Call) -> Iterator[Found]:
    called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    given = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
    match called, given:
        case "msg" | "mark", [str(text)]:
            yield call.lineno, "gettext", text, []
        case "msg" | "mark", [str(text), str(context)]:
            yield call.lineno, "pgettext", (context, text), []
        case "said", [str(text)]:
            yield call.lineno, "pgettext", (CONTEXT, text), []
        case "msgs", [str(one), str(many), *_]:
            yield call.lineno, "ngettext", (one, many, None), []
        case "translated", [str(text), None, str(context)]:
            yield call.lineno, "pgettext", (context, text), []
        case "Texts", [str(name), None] if isinstance(call.args[1], ast.Dict):
            yield from _of_table(name, call.args[1])
    for keyword in call.keywords:
        if keyword.arg in ("help", "short_help", "metavar") and isinstance(keyword.value, ast.Constant):
            yield call.lineno, "pgettext", ("help", keyword.value.value), []


def _of_table(name: str, table: ast.Dict) -> Iterator[Found]:
    for key, text in zip(table.keys, table.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(text, ast.Constant) and text.value:
            yield text.lineno, "pgettext", (f"{name}.{key.value}", text.value), []
            if name == CODES.name:
                yield text.lineno, "pgettext", (TITLES, str(key.value).replace("-", " ")), []


def _is_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return getattr(called, "attr", getattr(called, "id", "")) in ("command", "group")


def template() -> Catalog:
    """The catalogue of all texts of the code, with nothing translated."""
    catalogue = Catalog(project="appraise", charset="utf-8")
    of_click = Path(click.__file__).parent  # whose own words are said in every language too
    for folder, method in ((ENGINE, extract), (of_click, "python")):
        for file, _, message, comments, context in extract_from_dir(folder, [("**.py", method)]):
            if file not in UNSEEN:
                catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    for context, word in sorted(set(every_keyword((ruleset_schema(), cases_schema())))):
        catalogue.add(word, None, [(KEYWORDS, 0)], context=context)
    return catalogue


def updated(path: Path, of_code: Catalog) -> Catalog:
    """A catalogue with the texts that the code has now."""
    with path.open("rb") as text:
        catalogue = read_po(text, locale=path.parts[-3])
    catalogue.update(of_code, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue, in the order of the files that the texts stand in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # so that no run changes it
    for message in catalogue:
        message.locations = sorted(message.locations)  # Babel sorts by the first, before it sorts them
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, sort_by_file=True, include_lineno=False, omit_header=False)


def main() -> None:
    """Update all catalogues, and begin those that are named."""
    of_code = template()
    for language in sys.argv[1:]:
        path = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        if not path.exists():
            begun = Catalog(locale=language, project="appraise", charset="utf-8")
            begun.update(of_code)
            write(path, begun)
    for path in sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        catalogue = updated(path, of_code)
        write(path, catalogue)
        empty = sum(1 for message in catalogue if message.id and not all(_strings(message.string or "")))
        print(f"{path.parts[-3]}: {len(catalogue)} texts, {empty} not translated")
    compile_all()


def _strings(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else string


if __name__ == "__main__":
    main()
