"""The words of the page itself,."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.texts import Texts

if TYPE_CHECKING:
    pass

say = Texts("page", {
    "html_lang": "en",
    "summary": "Summary",
    "contents": "Contents",
    "sort": "Sort by this column",
    "too_long": "The table has {n} rows, too many for a page; they stand in a workbook: --out report.xlsx",
    "legend": "Key",
    "figures": "The figures",
})  # fmt: skip
