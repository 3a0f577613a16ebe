"""The screen that tables and texts are printed on: nothing of a policy or of data reaches it that it would obey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.segment import Segment

from appraise.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import ConsoleOptions, RenderableType
    from rich.text import Text


class Screen(Console):
    """A console on which hidden characters are written out, as `visible` does; rich's own colours are not texts."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render, whatever it is made of."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)

    def render_str(self, text: str, **how: Any) -> Text:
        """The cell of a table, written out before it is measured."""
        return super().render_str(visible(text), **how)
