"""What every table of a comparison says of itself: how it is made, how it is hidden, what it is called, how it is shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison
    from appraise.compare.hiding import Hiding


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows of a table that are shown as one: those of the field `rows`.

    `key`: by which charts and texts name them; title and note are the texts `table_KEY` and `note_KEY`. `long`: for a
    file rather than a window; such tables stand behind all others.
    """

    key: str
    rows: str = "rows"
    long: bool = False


class ComparisonTable(ABC):
    """A frozen dataclass of rows, whose fields say their units (figures/units.py).

    `words`: title, note, and the headings of its columns by their names, where they are not among those that several
    tables share (report/comparison/words.py). `shown`: what is shown of it.
    """

    __slots__ = ()
    words: ClassVar[Texts]
    shown: ClassVar[tuple[Shown, ...]]

    def __init_subclass__(cls) -> None:
        """See that a table has words and says what is shown of it. Raises TypeError."""
        super().__init_subclass__()
        for name in ("words", "shown"):
            if name not in vars(cls):
                raise TypeError(f"{cls.__name__} does not state `{name}`, see ComparisonTable")

    @classmethod
    @abstractmethod
    def computed(cls, comparison: Comparison, attributions: Sequence[Attribution]) -> Self:
        """Compute it; `attributions` are those of the variants in their order, none where nothing was attributed."""

    @abstractmethod
    def hidden(self, hiding: Hiding) -> Self:
        """Leave out what tells single people's figures; a table that tells none says so, and gives itself."""
