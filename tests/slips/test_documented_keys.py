"""A misspelt key is an error at its line in every example of the documentation too."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.slips.keys import MISSPELT, Copies, Place, each_key, misspelt, of_cases, one_of_a_kind
from tests.test_docs import BLOCK, LANGUAGE, merged, tree

CASES = LANGUAGE.parent / "cases.md"
SMALLEST = "shop.yaml"  # the example that the page on cases is about


class Documented:
    """The examples as files, with the keys that stand in them (and not in the base that they are parts of)."""

    def __init__(self, folder: Path):
        self.keys: list[Place] = []
        written, original = folder / "part", folder / "documented"
        written.mkdir()
        original.mkdir()
        for page in (LANGUAGE, CASES):
            text = page.read_text(encoding="utf-8")
            for block in BLOCK.finditer(text):
                part = tree(block["text"])
                line = text.count("\n", 0, block.start("text"))
                name = f"{page.stem}-{line}.{'cases.' if page == CASES else ''}yaml"
                (written / name).write_text(block["text"], encoding="utf-8")
                whole = part if block["part"] is None else merged(block["text"])
                (original / name).write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
                self.keys += [(original / name, at) for _, at in each_key([written / name])]
                if re.search("^currency:", block["text"], re.MULTILINE) and not (original / SMALLEST).exists():
                    (original / SMALLEST).write_text(block["text"], encoding="utf-8")
        self.copies = Copies(original, folder / "copies")


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Documented:
    return Documented(tmp_path_factory.mktemp("examples"))


def test_the_examples_are_found(documented: Documented) -> None:
    files = {path for path, _ in documented.keys}
    assert len(files) > 40
    assert any(of_cases(path) for path in files)


@pytest.mark.parametrize("how", MISSPELT)
def test_a_misspelt_key_of_each_kind_is_an_error_at_its_line(how: str, documented: Documented) -> None:
    for path, at in one_of_a_kind(documented.keys)[list(MISSPELT).index(how) :: len(MISSPELT)]:
        misspelt(documented.copies, path, at, how)


@pytest.mark.fuzz
@pytest.mark.parametrize("how", MISSPELT)
def test_every_misspelt_key_is_an_error_at_its_line(how: str, documented: Documented) -> None:
    for path, at in documented.keys:
        misspelt(documented.copies, path, at, how)
