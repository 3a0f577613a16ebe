"""Options that are given once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from appraise.console.wrong import WrongUse
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Mapping


class Once(click.Option):
    """An option that takes one value, and says so where it is given twice, instead of silently taking the last."""

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        self.help = more.get("help")  # click would make a plain text of a message

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Let the parser keep every value."""
        self.multiple = True
        try:
            super().add_to_parser(parser, ctx)
        finally:
            self.multiple = False

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> tuple[Any, Any]:
        """Take the only value."""
        name = self.name or ""
        given = opts.get(name)
        if isinstance(given, list):
            if len(given) > 1:
                values = Listed(tuple(given), "and")
                raise WrongUse(
                    msg("{option} is given twice: {values}. It takes one value.", option=self.opts[-1], values=values)
                    if len(given) == 2
                    else msg("{option} is given {n} times: {values}. It takes one value.", option=self.opts[-1],
                             n=len(given), values=values), ctx)  # fmt: skip
            opts = {**opts, name: given[0]}
        return super().consume_value(ctx, opts)
