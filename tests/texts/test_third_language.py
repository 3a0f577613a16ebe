"""A third language is one catalogue: nothing that a person reads is left in the code."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from appraise.cli import main
from appraise.codes import CODES
from appraise.diagnostics import as_text
from appraise.policy.shape import schema
from appraise.texts import catalogues
from tests.test_bad import found_in
from tests.texts import made_up

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NAMES = [
    "appraise",
    "xlsx",
    "csv",
    "json",
    "html",
    "yaml",
    "sha",
    "xml",
    "help",
    "lang",
    "keyaccount",
    "eo",
    "team",
    "out",
    "com",
    "org",
    "http",
    "https",
    "www",
    "nan",
    "utf",
    "parquet",
    "check",
    "codes",
    "compare",
    "diff",
    "explain",
    "run",
    "schema",
    "show",
    "solve",
    "strict",
    "sweep",
    "test",
    "true",
    "false",
    "none",
    "yes",
    "and",
    "not",
    "for",
    "score",
    "indicators",
    "rewards",
]
COMMANDS = [
    ("run", "POLICY", "--data", "DATA", "--period", "2026Q3", "--out", "OUT.xlsx"),
    ("explain", "POLICY", "--data", "DATA", "--employee", "00292", "--period", "2026Q3"),
    ("show", "POLICY"),
    ("diff", "POLICY", "VARIANT"),
    ("compare", "POLICY", "VARIANT", "--data", "DATA", "--out", "OUT.html"),
    ("compare", "POLICY", "VARIANT", "--data", "DATA", "--out", "OUT.xlsx"),
    ("sweep", "POLICY", "--data", "DATA", "--vary", "indicators.sales.weight=30..60/15", "--keep-sum", "--out", "OUT.html"),
    ("solve", "POLICY", "--data", "DATA", "--vary", "rewards.bonus.max=30000..60000/10000", "--goal", "cost <= 900000"),
    ("check", "POLICY", "VARIANT"),
    ("--help",),
    ("run", "--help"),
    ("run", "nowhere"),
    ("run", "POLICY"),
    ("compare", "POLICY"),
    ("run", "POLICY", "--data", "DATA", "--out", "x.doc"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a policy in the made-up language, a variant, and data."""
    folder = tmp_path_factory.mktemp("third")
    shutil.copytree(catalogues.LOCALE, folder / "locale")
    made_up.write(folder / "locale")
    text = (ROOT / "rulesets" / "key-account-quarterly-en.yaml").read_text(encoding="utf-8")
    (folder / "policy.yaml").write_text(
        re.sub(r"^language: .*\n", "", text, flags=re.M) + f"\nlanguage: {made_up.LANGUAGE}\n", encoding="utf-8"
    )
    (folder / "variant.yaml").write_text(
        "extends: policy.yaml\nversion: v2\nindicators:\n  sales: {weight: 50}\n", encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "LOCALE", folder / "locale")
        patch.setenv("APPRAISE_LANG", made_up.LANGUAGE)
        patch.chdir(folder)
        known = schema.ruleset_schema()
        patch.setitem(known["properties"], "language", {"enum": list(catalogues.languages())})
        catalogues.languages.cache_clear()
        catalogues.catalogue.cache_clear()
        yield folder
    catalogues.languages.cache_clear()
    catalogues.catalogue.cache_clear()


def own_words(folder: Path) -> set[str]:
    """The words of the policy, its data and the keys of the language, which are no text of the code."""
    texts = [path.read_text(encoding="utf-8") for path in (*folder.glob("*.yaml"), *folder.glob("*.csv"))]
    texts += [(ROOT / "schemas" / "ruleset.schema.json").read_text(encoding="utf-8").partition('"description"')[0]]
    found = {word.casefold() for text in texts for word in made_up.WORD.findall(text)}
    return found | {part for code in CODES for part in code.split("-")} | set(NAMES)


def told(file: Path) -> str:
    """All texts of a file that was written."""
    if file.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(str(file))
        cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
        return "\n".join([*book.sheet_names, *(cell for cell in cells if isinstance(cell, str))])
    text = re.sub(r"<(style|script)\b.*?</\1>", "", file.read_text(encoding="utf-8"), flags=re.S)
    titles = re.findall(r'(?:title|aria-label|data-sort)="([^"]*)"', text)
    return "\n".join([*titles, re.sub(r"<[^>]*>", "\n", text)])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_says_nothing_that_no_catalogue_has(command: tuple[str, ...], folder: Path, tmp_path: Path) -> None:
    data = ROOT / "examples" / "team.csv"
    shutil.copy(data, folder / "team.csv")
    at = {"POLICY": "policy.yaml", "VARIANT": "variant.yaml", "DATA": "team.csv"}
    given = [at.get(word, str(tmp_path / word) if word.startswith("OUT") else word) for word in command]
    done = CliRunner().invoke(main, given, prog_name="appraise")
    written = [told(file) for file in tmp_path.iterdir()]
    own = own_words(folder) | {w.casefold() for w in made_up.WORD.findall(f"{tmp_path} {' '.join(given)}")}
    assert made_up.OPEN in done.output
    for text in (done.output, *written):
        assert made_up.words_left(text, own) == set()


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_diagnostic_says_nothing_that_no_catalogue_has(code: str, folder: Path, tmp_path: Path) -> None:
    found, _ = found_in(code, tmp_path)
    for one in found:
        lines = as_text(one, {}, made_up.LANGUAGE).splitlines()
        assert made_up.words_left("\n".join(lines[1:]), set()) == set()
        assert made_up.outside(lines[0]).rstrip().endswith(code) or one.code != code
