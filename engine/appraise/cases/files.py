"""Files of cases: finding them, running them, each ruleset compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.cases.coverage import reached
from appraise.cases.load import Rulesets, load_cases
from appraise.cases.running import Plans, Result, plans_of, run_case
from appraise.diagnostics import suggest
from appraise.shipped import CASES, shipped_rulesets
from appraise.texts import MessageError, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from appraise.cases.coverage import Coverage
    from appraise.cases.load import LoadedCases
    from appraise.cases.model import Case
    from appraise.plan.steps import Plan


class NoCases(MessageError):  # noqa: N818 - said of a path, and the caller's to report
    """What was named is neither a file of cases, nor a folder, nor a ruleset with cases."""


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """A file of cases and what became of each; no plan and no results where the file has errors."""

    loaded: LoadedCases
    plan: Plan | None
    results: tuple[Result, ...]

    @property
    def failed(self) -> int:
        """How many cases failed."""
        return sum(not r.passed for r in self.results)

    @property
    def sound(self) -> bool:
        """Whether the file could be read and all of its cases passed."""
        return self.plan is not None and not self.failed


def case_files(path: Path) -> list[Path]:
    """Find the files of cases that a path means: itself, those under a folder, that of a ruleset.

    A path that does not exist is the name of what ships: one ruleset, or a folder of them such as `published`.
    Folders whose names begin with a point are passed over. Raises NoCases, with a hint, where nothing is meant.
    """
    if path.is_dir():
        found = (p for p in path.rglob(f"*{CASES}") if p.is_file())
        return sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(path).parts))
    if path.is_file() and path.name.endswith(CASES):
        return [path]
    if path.is_file():
        beside = path.with_name(path.stem + CASES)
        if beside.is_file():
            return [beside]
        raise NoCases(msg("{path} has no cases: there is no {file} beside it", path=path, file=beside.name))
    shipped = {name: p.with_name(p.stem + CASES) for name, p in shipped_rulesets().items()}
    name = path.as_posix()
    found_by_name = [p for n, p in shipped.items() if (n == name or n.startswith(f"{name}/")) and p.is_file()]
    if found_by_name:
        return found_by_name
    raise NoCases(
        msg(
            "there is no {path}, and no shipped ruleset of that name with cases ({near})",
            path=path,
            near=suggest(name, shipped),
        )
    )


def run_files(paths: Iterable[Path], name: str = "") -> list[Tested]:
    """Run the cases of some files; `name` chooses those whose names contain it."""
    rulesets = Rulesets()
    loaded = [load_cases(path, rulesets) for path in dict.fromkeys(paths)]
    chosen: dict[Path, list[Case]] = {}
    for one in loaded:
        if one.cases is not None:
            chosen.setdefault(one.cases.ruleset, []).extend(one.cases.cases)
    plans: dict[Path, Plans] = {}
    for path, cases in chosen.items():
        ruleset = rulesets.get(path).ruleset
        assert ruleset is not None  # noqa: S101 - a file whose ruleset has errors has no cases
        plans[path] = plans_of(ruleset, cases)
    return [_tested(one, plans, name.casefold()) for one in loaded]


def _tested(loaded: LoadedCases, plans: dict[Path, Plans], name: str) -> Tested:
    if loaded.cases is None:
        return Tested(loaded, None, ())
    mine = plans[loaded.cases.ruleset]
    cases = [case for case in loaded.cases.cases if name in case.name.casefold()]
    return Tested(loaded, mine.whole, tuple(run_case(mine, case) for case in cases))


def coverage_of(tested: Sequence[Tested]) -> list[tuple[Plan, Coverage]]:
    """Tell for each ruleset which of its clauses its cases reach, those of all files together."""
    plans = {id(t.plan): t.plan for t in tested if t.plan is not None}
    found: list[tuple[Plan, Coverage]] = []
    for plan in plans.values():
        results = [r for t in tested if t.plan is plan for r in t.results]
        found.append((plan, reached(plan, (r.worksheet for r in results if r.worksheet is not None))))
    return found
