"""What is written to files, and in which kinds of files: each ending is stated once, with what writes it.

Help texts, the check of `--out` before anything is computed, and its messages come from here. Nothing that writes is
imported before a file is written, so that `--help` may ask which endings there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from appraise.extensions import Extension, extensions
from appraise.texts import NOTHING, Listed, Message, msg
from appraise.writing import TooManyRowsError, replacing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.compare.people import People
    from appraise.compare.tables import Compared
    from appraise.execution.worksheet import Worksheet
    from appraise.policy.model import Ruleset
    from appraise.report.about import About
    from appraise.report.sweep.view import View

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Results:
    """Results as they are written: the worksheet, and what it was made from."""

    worksheet: Worksheet
    about: About


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison as it is written. `people` is None where nobody is named; `rulesets` are the base and the variants.

    `policies` says by title what the results of each policy were made from, one entry for each version of it.
    """

    compared: Compared
    people: People | None
    rulesets: Sequence[Ruleset]
    policies: Mapping[str, Sequence[About]]


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings that were tried as they are written, and what the figures were made from."""

    view: View
    about: About


@dataclass(frozen=True, slots=True)
class Writer(Generic[T]):
    """One kind of file: `write` writes to a new path; `note` says in help texts what is in it."""

    ending: str
    write: Callable[[T, Path], None]
    note: Message = NOTHING


@dataclass(frozen=True, slots=True)
class Writers(Generic[T]):
    """All kinds of files that one thing is written to; `kind` is its name in the entry points of other packages."""

    kind: str
    own: tuple[Writer[T], ...]

    @property
    def endings(self) -> tuple[str, ...]:
        """List all endings, those that other packages write last."""
        return tuple(dict.fromkeys((*(writer.ending for writer in self.own), *self._more())))

    @property
    def listed(self) -> Listed:
        """List the endings of our own for a help text: ".html (with charts), .xlsx, .json"."""
        return Listed(tuple(_noted(writer) for writer in self.own))

    def find(self, path: Path) -> Writer[T] | None:
        """Find what writes a file of this name, ready to write; None where nothing does.

        Raises ExtensionError where the package that writes it is broken.
        """
        ending = path.suffix.lower()
        own = next((writer for writer in self.own if writer.ending == ending), None)
        extension = None if own is not None else self._more().get(ending)
        return Writer(ending, _by(extension)) if extension is not None else own

    def write(self, content: T, path: Path) -> None:
        """Write a file whole or not at all; the same content always gives the same bytes.

        Raises ValueError for an ending that nothing writes, TooManyRowsError, ExtensionError, and OSError (a
        PermissionError where the file is open in Excel) if it cannot be written; what was there before then stays.
        """
        writer = self.find(path)
        if writer is None:
            raise ValueError(
                f"{self.kind} are written to a file ending in {', '.join(self.endings)}, not to {path.name!r}"
            )
        with replacing(path) as temporary:
            writer.write(content, temporary)

    def _more(self) -> Mapping[str, Extension]:
        found = extensions("appraise.writers")
        return {
            f".{name.removeprefix(f'{self.kind}.')}": e for name, e in found.items() if name.startswith(f"{self.kind}.")
        }


def _noted(writer: Writer[Any]) -> str:
    return msg("{ending} ({note})", ending=writer.ending, note=writer.note) if writer.note else writer.ending


def _by(extension: Extension) -> Callable[[Any, Path], None]:
    """Import the writer of another package; what goes wrong while it writes names that package."""
    write = extension.load()
    if not callable(write):
        raise extension.failed(msg("is no function but {found}", found=repr(write)))

    def writing(content: Any, path: Path) -> None:
        extension.calling(msg("has failed"), lambda: write(content, path), own=(OSError, TooManyRowsError))
        if not path.is_file():
            raise extension.failed(msg("has written no file"))

    return writing


def _results_workbook(results: Results, path: Path) -> None:
    from appraise.report.results.workbook import write_workbook  # noqa: PLC0415 - only workbooks pay for xlsxwriter

    write_workbook(results.worksheet, path, results.about)


def _results_csv(results: Results, path: Path) -> None:
    from appraise.report.results.tables import write_csv  # noqa: PLC0415 - nor others for pyarrow

    write_csv(results.worksheet, path)


def _results_parquet(results: Results, path: Path) -> None:
    from appraise.report.results.tables import write_parquet  # noqa: PLC0415 - as above

    write_parquet(results.worksheet, path, results.about)


def _results_json(results: Results, path: Path) -> None:
    from appraise.report.results.tables import write_json  # noqa: PLC0415 - as above

    write_json(results.worksheet, path, results.about)


def _comparison_page(comparison: Comparison, path: Path) -> None:
    from appraise.report.comparison.page import comparison_page  # noqa: PLC0415 - only pages pay for jinja2
    from appraise.report.page.page import in_html  # noqa: PLC0415

    _text(in_html(comparison_page(comparison.compared, comparison.rulesets, comparison.policies)), path)


def _comparison_workbook(comparison: Comparison, path: Path) -> None:
    from appraise.report.comparison.workbook import write_comparison  # noqa: PLC0415 - as above

    write_comparison(comparison.compared, comparison.people, comparison.rulesets[0], path)


def _comparison_json(comparison: Comparison, path: Path) -> None:
    from appraise.report.comparison.tables import in_json  # noqa: PLC0415 - as above

    _text(in_json(comparison.compared, comparison.policies, comparison.people), path)


def _settings_page(settings: Settings, path: Path) -> None:
    from appraise.report.page.page import in_html  # noqa: PLC0415 - as above
    from appraise.report.sweep.page import sweep_page  # noqa: PLC0415

    _text(in_html(sweep_page(settings.view, settings.about)), path)


def _settings_workbook(settings: Settings, path: Path) -> None:
    from appraise.report.sweep.workbook import write_workbook  # noqa: PLC0415 - as above

    write_workbook(settings.view, path, settings.about)


def _settings_csv(settings: Settings, path: Path) -> None:
    from appraise.report.sweep.tables import write_csv  # noqa: PLC0415 - as above

    write_csv(settings.view, path)


def _settings_json(settings: Settings, path: Path) -> None:
    from appraise.report.sweep.tables import in_json  # noqa: PLC0415 - as above

    _text(in_json(settings.view, settings.about), path)


def _text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


_PAGE = msg("a page with charts, to read and print")
RESULTS = Writers("results", (
    Writer(".xlsx", _results_workbook),
    Writer(".csv", _results_csv),
    Writer(".parquet", _results_parquet),
    Writer(".json", _results_json),
))  # fmt: skip
COMPARISON = Writers("comparison", (
    Writer(".html", _comparison_page, _PAGE),
    Writer(".xlsx", _comparison_workbook),
    Writer(".json", _comparison_json),
))  # fmt: skip
SETTINGS = Writers("sweep", (
    Writer(".html", _settings_page, _PAGE),
    Writer(".xlsx", _settings_workbook, msg("with charts")),
    Writer(".csv", _settings_csv),
    Writer(".json", _settings_json),
))  # fmt: skip


def write_results(worksheet: Worksheet, path: str | Path, engine_version: str) -> None:
    """Write the results in the kind of file that the ending says; errors as of `Writers.write`."""
    from appraise.report.about import about  # noqa: PLC0415 - starting fast

    RESULTS.write(Results(worksheet, about(worksheet, engine_version)), Path(path))
