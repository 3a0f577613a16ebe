"""Settings that were tried as data: CSV and JSON, one row for each."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from appraise.data.files.guards import guard
from appraise.formula.written_numbers import digits_of, figure_as_written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appraise.report.about import About
    from appraise.report.sweep.view import View


def in_json(view: View, about: About) -> str:
    """Everything as data; a percent is a share, null where there is no figure."""
    settings = [
        {"path": axis.path, "place": axis.place, "unit": axis.unit, "now": float(axis.now)} for axis in view.axes
    ]
    measures = [{"measure": text, "unit": unit} for text, unit in zip(view.texts, view.units, strict=True)]
    whole = {"about": asdict(about), "settings": settings, "measures": measures, "rows": list(_rows(view))}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _rows(view: View) -> Iterator[dict[str, Any]]:
    for line in view.lines:
        yield {
            "at": [float(at) for at in line.at],
            "as_it_is": line.now,
            "figures": [figure_as_written(x) if math.isfinite(x) else None for x in line.figures],
            "problem": line.problem.message if line.problem else None,
        }


def write_csv(view: View, path: Path) -> None:
    """Write settings as the policy does, figures with all their digits; `as_it_is` marks the policy as it is."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(guard(text) for text in (*(a.path for a in view.axes), *view.texts)), "as_it_is", "problem"])
        for line in view.lines:
            figures = [digits_of(figure_as_written(x)) if math.isfinite(x) else "" for x in line.figures]
            told = guard(line.problem.message) if line.problem else ""
            at = [axis.shown(value).replace(",", "") for axis, value in zip(view.axes, line.at, strict=True)]
            writer.writerow([*at, *figures, "yes" if line.now else "", told])
