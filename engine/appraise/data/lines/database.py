"""One DuckDB in memory, with a bound on its memory and a folder to spill into."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MEMORY = "2GB"  # beyond it, what is sorted and grouped is kept in files for a while


class Database:
    """A connection, and a folder for files that live as long as it."""

    def __init__(self, connection: Any, folder: Path):
        self.connection, self.folder = connection, folder

    def run(self, query: str) -> None:
        """Run a statement."""
        self.connection.execute(query)

    def table(self, query: str) -> Any:
        """The result of a query as an Arrow table."""
        return self.connection.sql(query).to_arrow_table()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a small result."""
        found: list[tuple[Any, ...]] = self.connection.execute(query).fetchall()
        return found

    def register(self, name: str, table: Any) -> None:
        """Let queries read an Arrow table under a name."""
        self.connection.register(name, table)


@contextmanager
def database() -> Iterator[Database]:
    """Open one; its files are removed at the end."""
    import duckdb  # noqa: PLC0415 - starting fast

    with tempfile.TemporaryDirectory(prefix="appraise-") as folder:
        connection = duckdb.connect(config={
            "memory_limit": MEMORY, "temp_directory": folder,
            "autoinstall_known_extensions": False, "autoload_known_extensions": False,
        })  # fmt: skip
        try:
            connection.execute("SET enable_progress_bar = false")  # it would be printed among the results
            yield Database(connection, Path(folder))
        finally:
            connection.close()


def column(name: str) -> str:
    """Write the name of a column as SQL does."""
    return '"' + name.replace('"', '""') + '"'
