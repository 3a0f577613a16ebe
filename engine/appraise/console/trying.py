"""What sweep and solve share: the policy and its data, how they fail, and the comparison with what was found."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from appraise import __version__
from appraise.console.comparing import show_warnings, write_compared
from appraise.console.working import check_sheet, fail, resolved_policy, runs_of, tell_written, working, writing
from appraise.console.wrong import Refusal, WrongUse
from appraise.texts import SOURCE, msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from appraise.compare.anonymous_names import Names
    from appraise.compare.varying.settings import Vary
    from appraise.compare.varying.solve import Solution
    from appraise.execution.worksheet import Worksheet
    from appraise.plan.steps import Plan
    from appraise.policy.model import Ruleset
    from appraise.policy.text.tree import Document, Node
    from appraise.report.about import About
    from appraise.sweeping.policy_cache import RunPlans
    from appraise.texts import Language


@dataclass
class Trial:
    """A policy whose numbers are to vary, and what runs it; `sheet` is what it gives as it is, once it has begun."""

    document: Document
    meant: Ruleset
    plan: Plan
    run: RunPlans
    texts: Mapping[str, str]
    anonymous: bool
    sheet: Worksheet | None = None

    @classmethod
    def of(cls, ruleset: Path, data: Path, out: Path | None, *, anonymous: bool = False, **given: Any) -> Trial:
        """Load; exit where the policy has errors or the command is used wrongly."""
        from appraise.data.files.formats import is_workbook  # noqa: PLC0415 - starting fast
        from appraise.plan.compile import compile_plan  # noqa: PLC0415
        from appraise.policy.reading.data.source_files import wrong_sources  # noqa: PLC0415

        if out is not None and out.exists() and (out.samefile(data) or out.samefile(ruleset)):
            raise WrongUse(msg("{out} is what is read; write to another file", out=out))
        check_sheet(data, given["sheet"])
        resolved, meant = resolved_policy(ruleset, anonymous=anonymous)
        wrong = wrong_sources([meant], given["sources"], workbook=is_workbook(data))
        if wrong:
            raise WrongUse(wrong)
        plan = compile_plan(meant)
        return cls(resolved.document, meant, plan, runs_of(data, **given), resolved.texts, anonymous)

    @property
    def keywords(self) -> Language:
        """The language of the keywords of the policy."""
        return self.document.language_of_keywords

    def vary(self, text: str, *steps: int) -> Vary:
        """What is to vary, by a path in the keywords of the policy. Raises WrongSetting."""
        from appraise.compare.varying.settings import vary  # noqa: PLC0415 - starting fast
        from appraise.policy.keywords.paths import path_over  # noqa: PLC0415

        typed, sign, given = text.rpartition("=")
        path = typed if sign else given
        varied = vary(self.root, path_over(path, self.keywords, SOURCE) + (sign + given if sign else ""), *steps)
        return replace(varied, spot=replace(varied.spot, name=path.strip()))

    @property
    def root(self) -> Node:
        """The policy as it is written."""
        return self.document.root

    @property
    def about(self) -> About:
        """What the figures were made from."""
        from appraise.report.about import about, naming_nobody  # noqa: PLC0415 - starting fast

        assert self.sheet is not None  # noqa: S101 - it has begun
        made_from = about(self.sheet, __version__)
        return naming_nobody(made_from, self.names) if self.anonymous else made_from

    @property
    def names(self) -> Names:
        """Those of people that are hidden in what is told, nobody's where everybody may be named."""
        from appraise.compare.anonymous_names import NOBODY, Names  # noqa: PLC0415 - starting fast

        assert self.sheet is not None  # noqa: S101 - it has begun
        return Names.of([self.sheet]) if self.anonymous else NOBODY

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Turn what cannot be varied or measured into wrong use of the command."""
        from appraise.compare.varying.paths import WrongSetting  # noqa: PLC0415 - starting fast
        from appraise.policy.keywords.speaking import in_words  # noqa: PLC0415

        try:
            yield
        except WrongSetting as wrong:
            raise WrongUse(in_words(wrong.message, self.keywords)) from None

    def begin(self) -> None:
        """Run the policy as it is; show what was found in the data, and exit with 1 where there are errors."""
        (run,) = self.run([self.plan], None)
        if run.worksheet is None:
            fail(run.diagnostics, self.texts)
        show_warnings({d.message: d for d in run.diagnostics}, self.texts, anonymous=self.anonymous)
        self.sheet = run.worksheet


def compare_with(trial: Trial, found: Solution, by: Sequence[str], out: Path | None, screen: Console, *,
                 keep_sum: bool) -> None:  # fmt: skip
    """Compare the policy as it is with the setting that was found: the tables of `appraise compare`.

    Where the goals are kept already nothing changes, and the file says that: whoever asked for it finds no older one there.
    """
    from appraise.compare.attribution import attribution  # noqa: PLC0415 - starting fast
    from appraise.compare.compared import compare  # noqa: PLC0415
    from appraise.compare.comparison import align  # noqa: PLC0415
    from appraise.compare.people import people  # noqa: PLC0415
    from appraise.plan.compile import compile_plan  # noqa: PLC0415
    from appraise.policy.load import load_changed  # noqa: PLC0415
    from appraise.policy.variants.merging import with_changes  # noqa: PLC0415
    from appraise.report.comparison.terminal import show_comparison  # noqa: PLC0415
    from appraise.report.sweep.solution import changes_of  # noqa: PLC0415
    from appraise.sweeping.changing import Changing  # noqa: PLC0415

    changes = () if found.kept_now else changes_of(found, trial.meant, trial.root, keep_sum=keep_sum)
    loaded = load_changed(trial.document, changes)
    assert loaded.ruleset is not None  # noqa: S101 - it was run
    assert trial.sheet is not None  # noqa: S101 - as above
    with working(msg("comparing")):
        (run,) = trial.run([compile_plan(loaded.ruleset)], None)
        assert run.worksheet is not None  # noqa: S101 - as above
        for goal in found.goals:  # what is shown is what was found
            if not goal.met(goal.measure.of_run(run.worksheet)):
                raise Refusal(
                    msg("{goal} is not kept when the policy is run alone; please report this", goal=goal.text)
                )
        comparison = align([trial.sheet], [[run.worksheet]], by)
        variant = replace(trial.document, root=with_changes(trial.root, changes))
        attributions = [attribution(Changing(trial.document), variant, comparison, comparison.variants[0], trial.run)]
        compared = compare(comparison, attributions, anonymous=trial.anonymous)
    if out is not None:
        with writing(out):
            everybody = None if trial.anonymous else people(comparison, attributions)
            write_compared(compared, everybody, [[trial.sheet], [run.worksheet]], out)
    if not found.kept_now:
        screen.print()
        show_comparison(screen, compared, trial.meant, only=("cost", "movement", "winners", "moves"))
    if out is not None:
        tell_written(out)
