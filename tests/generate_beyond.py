"""Random rulesets that look at peers and at earlier periods, with people who come and go over several periods."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.generate import Case, Maker
from tests.generate_formulas import CONSTANTS, DATA, NEAR, TOTAL, Name, Writer
from tests.generate_rules import within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.generate_formulas import Names, Unit

PERIODS = {"month": ("2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"),
           "quarter": ("2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"),
           "half-year": ("2025H1", "2025H2", "2026H1", "2026H2"), "year": ("2025", "2026")}  # fmt: skip
_LATER = {"score": 80, "i0.score": 60, "i0.points": 20, "scored_indicators": 1}  # there in every ruleset


def case(seed: int, people: int = 7) -> Case:
    """One random ruleset with several periods of so many people."""
    return FarMaker(random.Random(seed)).case(people)


class FarWriter(Writer):
    """Writes formulas in which calls to peers and earlier periods stand here and there."""

    def __init__(self, rng: random.Random, names: Names, days: Sequence[str]):
        super().__init__(rng, names, days)
        self.peers, self.share, self.inside = True, 0.3, False

    def number(self, stage: int, depth: int = 2, *, small: bool = False, unit: Unit | None = None) -> str:
        if not self.chance(self.share if not self.inside else 0.08):
            return super().number(stage, depth, small=small, unit=unit)
        in_: Unit = self.some_unit(stage, small=small) if unit is None else unit
        far = self._peer if self.peers and self.chance(0.5) else self._history
        text = far(stage, in_, small=small)
        return (
            f"coalesce({text}, {self.rng.choice(CONSTANTS.get(in_, ['0', '1', '50']))})" if self.chance(0.7) else text
        )

    def condition(self, stage: int, depth: int = 1) -> str:
        if self.chance(self.share / 2 if not self.inside else 0.05):
            return self._far_condition(stage)
        return super().condition(stage, depth)

    def _own(self, stage: int, unit: Unit | None, *, small: bool) -> str:
        """The value that is looked at: usually a name."""
        in_: Unit = self.some_unit(stage, small=small) if unit is None else unit
        if self.chance(0.6):
            return self._leaf(stage, in_, small=small)
        self.inside, was = True, self.inside
        text = self.number(stage, 1, small=small, unit=in_)
        self.inside = was
        return text

    def _asked(self, stage: int) -> str:
        self.inside, was = True, self.inside
        text = self.condition(stage, self.rng.choice([0, 0, 1]))
        self.inside = was
        return text

    def _peer(self, stage: int, unit: Unit, *, small: bool) -> str:
        """A figure of peers; a place is a count, and a percentile and a share are percents, whatever they are of."""
        kinds = ["mean", "median", "lowest", "highest", "quantile"] + ["total"] * (not small)
        shares = ["percentile", "percentile", *(["share"] if not small else [])]
        own = {"percent": shares * 2, "points": shares, "": ["rank"] * 3 + shares, "count": ["rank"] * 6}.get(unit, [])
        kind = self.rng.choice(kinds + own)
        call = self._own(stage, None if kind in own else unit, small=small)
        if kind == "quantile":
            call += f", {self.rng.choice(['25%', '75%', '50%', '90%', '10%', '33.3%', '0.6'])}"
        texts = [n for n, (at, _, _) in self.names.texts.items() if at <= stage]
        if self.chance(0.5):
            chosen = self.rng.sample(texts, min(len(texts), self.rng.choice([1, 1, 1, 2])))
            call += f", within={chosen[0]}" if len(chosen) == 1 else f", within=({', '.join(chosen)})"
        if self.chance(0.3):
            call += f", where={self._asked(stage)}"
        return f"{kind}({call}) * 100" if kind in shares and unit != "percent" else f"{kind}({call})"

    def _looked_back_at(self, stage: int, unit: Unit, *, small: bool) -> str:
        """A value that may be of a later stage, since it is of an earlier period."""
        later = [n for n in _LATER if unit in (("", "count") if n == "scored_indicators" else ("points",))]
        return self.rng.choice(later) if later and self.chance(0.6) else self._own(stage, unit, small=small)

    def _history(self, stage: int, unit: Unit, *, small: bool) -> str:
        if self.peers and not self.inside and self.chance(0.15):
            return self._of_group(stage, unit, small=small)
        kinds = ["previous", "previous", "last_known", "mean_of_last"] + ["sum_of_last", "year_to_date"] * (not small)
        kinds += ["streak"] * (2 if unit == "" else 4 if unit == "count" else 0)
        kinds += ["change"] * ({"percent": 4, "": 2, "points": 2}.get(unit, 0) if not small else 0)
        kind = self.rng.choice(kinds)
        if kind == "streak":
            return f"streak({self._asked(stage)})"
        if kind == "year_to_date":
            return f"year_to_date({self._own(stage, unit, small=small)})"
        if kind == "change":
            return f"change({self._own(stage, None, small=small)})" + (" * 100" if unit != "percent" else "")
        call, periods = self._looked_back_at(stage, unit, small=small), self.rng.randint(1, 4)
        if kind == "previous":
            return f"previous({call}{self.rng.choice(['', '', ', 2', ', 3'])})"
        if kind == "last_known":
            return f"last_known({call}{self.rng.choice(['', '', ', 1', ', 2'])})"
        if self.chance(0.3):
            call = self._own(stage, unit, small=small)
            keywords = ", including_this=True"
        else:
            keywords = ", including_this=False" if self.chance(0.1) else ""
        if self.chance(0.6):
            keywords += f", at_least={self.rng.randint(1, periods)}"
        return f"{kind}({call}, {periods}{keywords})"

    def _of_group(self, stage: int, unit: Unit, *, small: bool) -> str:
        """What a group had before, whoever was in it."""
        figure = self.rng.choice(["mean", "highest", *(["total"] if not small else [])])
        texts = [n for n, (at, _, _) in self.names.texts.items() if at <= stage]
        chosen = self.rng.choice(["", *(f", within={t}" for t in texts)])
        call = f"{figure}({self._leaf(stage, unit, small=small)}{chosen})"
        form = self.rng.choice(["previous({})", "last_known({})", "mean_of_last({}, 2, at_least=1)", "previous({}, 2)",
                                *(["year_to_date({})", "sum_of_last({}, 2)"] if not small else [])])  # fmt: skip
        return form.format(call)

    def _far_condition(self, stage: int) -> str:
        rng, form = self.rng, self.rng.randrange(6)
        if form == 0:
            return f"streak({self._asked(stage)}) {self._sign()} {rng.choice([0, 1, 2, 3])}"
        if form == 1:
            return f"previous({rng.choice(self.names.flags)}) == {rng.choice(['True', 'False'])}"
        if form == 2:
            name = rng.choice([n for n, (at, _, _) in self.names.texts.items() if at <= stage])
            return f"previous({name}) {rng.choice(['==', '!='])} {name}"
        if form == 3:
            return f"previous(hired) {self._sign()} {rng.choice(['hired', 'period_start'])}"
        if form == 4 and self.peers:
            name = self.some_name(stage)
            return f"{name} {self._sign()} {rng.choice(['mean', 'median', 'highest', 'lowest'])}({name})"
        asked = self.rng.choice(list(_LATER))
        return f"coalesce(previous({asked}), {_LATER[asked]}) {self._sign()} {_LATER[asked]}"


class FarMaker(Maker):
    """Says first who is appraised, from what does not depend on who is appraised."""

    writer: type[Writer] = FarWriter

    def __init__(self, rng: random.Random):
        super().__init__(rng)
        assert isinstance(self.write, FarWriter)
        self.write.peers = False
        self.stated = super()._eligible()
        if rng.random() < 0.3:
            self.stated["wanted"] = {"when": self.write.condition(DATA), "reason": "不适用"}
        if rng.random() < 0.2:
            self.stated["proven"] = {"when": "coalesce(previous(score), 80) >= 50", "reason": "上期不合格"}
        self.stated.pop("measured", None)
        self.write.peers = True

    def _eligible(self) -> dict[str, object]:
        return self.stated

    def _head(self) -> dict[str, object]:
        head = super()._head()
        head["data"] = {"employee": "employee_id", "period": "when", "fields": head["data"]["fields"]}
        return head

    def _derive(self, stage: int, letter: str) -> dict[str, object]:
        """Balances beside the others: values made of themselves, one period before."""
        made = super()._derive(stage, letter)
        if self.rng.random() < 0.25:
            own, name = f"{letter}own", self.write.some_name(DATA if stage < TOTAL else stage, small=True)
            unit = self.names.numbers[name].unit
            ten, five = ("10%", "5%") if unit == "percent" else ("10", "5")
            forms = [f"max(0, coalesce(previous({own}), 0) + {ten} - {name})", f"coalesce(previous({own}), {name}) * 50% + {name} * 50%",
                     f"max(coalesce(previous({own}), 0), coalesce({name}, 0))", f"coalesce(previous({own}, 2), 1) + {name}",
                     f"coalesce(mean_of_last({own}, 3, at_least=1), {five}) + {name}", f"coalesce(last_known({own}), 0) + {name}"]  # fmt: skip
            made[own] = self.rng.choice(forms)
            if self.rng.random() < 0.3:
                made[own] = f"max(0, coalesce(previous({own}b), 0) + {name})"
                made[f"{own}b"] = f"{own} * 0.5"
            self.names.numbers[own] = Name(stage, NEAR.get(unit, [0, 5, 10, 50]), small=True, unit=unit)
        return made

    def _grades(self) -> dict[str, object]:
        """Bands, and often a ranking: of groups of few people, so that many are tied, alone or too few."""
        made = super()._grades()
        if not made or self.rng.random() < 0.5:
            return made
        rng, labels = self.rng, list(self.names.grades)
        ranking = within(self.write, TOTAL) | {"ties": rng.choice(["better", "worse"])}
        if rng.random() < 0.3:
            by = [self.write.some_name(TOTAL) for _ in range(rng.choice([1, 2]))]
            ranking["ties"] = {"by": [f"coalesce({n}, 0)" for n in by], "then": ranking["ties"]}
        if rng.random() < 0.3:
            ranking["by"] = f"coalesce({self.write.some_name(TOTAL)}, 0)"
        if rng.random() < 0.4 and len(labels) > 1:
            last = rng.randint(1, len(labels) - 1)
            sets = {labels[0], "+".join(labels[:last]), labels[last - 1]}
            at_most = {s: f"{rng.choice([0, 10, 25, 33.3, 50, 100])}%" for s in sorted(sets)}
            return made | {"ranking": ranking | {"at_most": at_most, "counts": rng.choice(["down", "up", "nearest"])}}
        return self._shared(made, ranking, labels)

    def _shared(self, made: dict[str, object], ranking: dict[str, object], labels: list[str]) -> dict[str, object]:
        rng = self.rng
        ends = [0, *sorted(rng.sample([5, 10, 20, 25, 30, 33.3, 50, 66.6, 75, 90], len(labels) - 1)), 100]
        shares = {g: f"{round(b - a, 1)}%" for g, a, b in zip(labels, ends, ends[1:], strict=False)}
        ranking |= {"shares": shares, "counts": rng.choice(["down", "nearest", "largest-remainder"])}
        if rng.random() < 0.5:
            texts = ranking.get("within", [])
            wider = rng.sample(texts, rng.randrange(len(texts))) if texts else None
            ranking["min_group"] = (
                2 if wider is None or rng.random() < 0.3 else {"size": rng.choice([2, 3]), "with": wider}
            )
        if rng.random() < 0.4:
            ranking["require"] = {rng.choice(labels[:-1]): self.write.condition(TOTAL)}
        small = ranking.get("min_group")
        return (
            {"ranking": ranking}
            if small is None or (isinstance(small, dict) and rng.random() < 0.3)
            else made | {"ranking": ranking}
        )

    def _rows(self, text: str, people: int) -> Case:
        """People who are there in most periods; the rows in any order."""
        made = super()._rows(text, 1)
        records = []
        for i in range(people):
            there = self.rng.choice([1.0, 0.85, 0.85, 0.5])
            steady = {k: c.cell(self.rng) for k, c in self.columns.items() if self.rng.random() < 0.4}
            for period in PERIODS[self.kind]:
                if self.rng.random() < there:
                    record = {"employee_id": f"E{(i * 7919) % 997:04}"} | {
                        k: c.cell(self.rng) for k, c in self.columns.items()
                    }
                    records.append(record | steady | {"when": period})
        self.rng.shuffle(records)
        return Case(made.text, made.headings, records, ())
