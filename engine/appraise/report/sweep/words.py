"""The words of sweeps and of what is solved,."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.texts import Texts

if TYPE_CHECKING:
    pass

say = Texts("sweep", {
    "sweep": "Settings tried",
    "grids": "Grids",
    "setting": "Setting",
    "setting_of": "{name}: {path}, {now} as it is ({place})",
    "others_stay": "The lines of {source} are the results of {title} ({file}), which stay as they are.",
    "scaled": "What stands beside it is scaled, so that all add up as before.",
    "untold": "Figures are left out where fewer than {fewest} people stand behind them, or behind what changes from one setting to another.",
    "all_untold": "This setting changes the figures of fewer than {fewest} people; with --anonymous it is not told.",
    "as_it_is": "as it is",
    "not_sound": "not possible",
    "problem": "Problem",
    "scale": "Each mark stands between the lowest (left) and the highest (right) of its column; {mark} is the policy as it is.",
    "grid": "{low} lowest, {high} highest, [ ] the policy as it is",
    "grid_of": "{of}: {down} down, {across} across",
    "thinned": "{shown} of {all} settings are shown; a file has them all: --out sweep.xlsx (or .html, .csv, .json)",
    "no_difference": "No figure differs: nothing asked for depends on this number here.",
    "more_problems": "{n} more are not possible for such reasons.",
    "try_keep_sum": "Weights must add up to 100: with --keep-sum those beside are scaled.",
    # the page
    "page": "{title}: {names}",
    "figures": "Figures by setting",
    "now": "{now} as it is",
    "currency": "Currency",
    "present": "the policy as it is",
    "each": "each setting",
    "point": "Lowest {low} at {at_low}, highest {high} at {at_high}; {now} as it is.",
    # figures
    "cost": "Cost",
    "cost_mean": "Cost per head",
    "total": "{of}, total",
    "mean": "{of}, mean",
    "median": "{of}, median",
    "lowest": "{of}, lowest",
    "highest": "{of}, highest",
    "share": "Share of {of}",
    "count": "Number of {of}",
    "where": "{of} where {whom}",
    # what was solved
    "and": " and ",
    "solved": "{name} {at} keeps {goals}; it is {now} now.",
    "kept_now": "The policy keeps {goals} as it is: {name} {now}.",
    "figure_now": "{of}: {now} now, {at} then.",
    "figure_only": "{of}: {now} now.",
    "unsolved": "No setting of {name} from {low} to {high} keeps {goals}.",
    "unsolved_tried": "None of the {tried} settings of {name} that were run, from {low} to {high}, keeps {goals}.",
    "nearest": "{at} comes nearest: {of} is {value}; the figures are from {least} to {most}.",
    "unsolved_none": "No setting of {name} from {low} to {high} makes a sound policy.",
    "kept": "Kept by: {stretches}",
    "stretch": "{low} to {high}",
    "tried_all": "All {n} settings were run.",
    "tried_some": "{tried} of {n} settings were run: evenly spread ones, then all beside the best of them.",
    "not_possible": "{n} of them are not possible, such as {at}: {why}",
    "shape_level": "{of} is the same for all of them.",
    "shape_rises": "{of} never falls while the setting rises.",
    "shape_falls": "{of} never rises while the setting rises.",
    "shape_neither": "{of} rises and falls while the setting rises.",
    "title": "{name} {at} (was {now})",
    "reason": "Found by appraise solve so that {goals}",
    "not_written": "{file} is not written: there is no change to compare.",
    "copy": "As a variant, in a file beside the policy:",
})  # fmt: skip
