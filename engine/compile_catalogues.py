"""Compiles the catalogues of texts, when the package is built and after they were edited.

python engine/compile_catalogues.py
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = Path(__file__).parent / "appraise" / "texts" / "locale"


def compile_all() -> list[Path]:
    """Write every .mo file beside its .po file."""
    written: list[Path] = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        with compiled.open("wb") as file:
            write_mo(file, catalogue)
        written.append(compiled)
    return written


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles them before the package is put together, also for one that is edited in place."""

    PLUGIN_NAME = "custom"

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Compile, and put the files into the package though they are not kept in the repository."""
        compile_all()
        build_data["artifacts"].append("engine/appraise/texts/locale/*/LC_MESSAGES/*.mo")


if __name__ == "__main__":
    for path in compile_all():
        print(path)
