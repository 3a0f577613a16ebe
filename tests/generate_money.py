"""Random pay that is settled with others and with earlier periods: contests, budgets, draws, banks, true-ups, clawbacks."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.generate_beyond import FarMaker, FarWriter
from tests.generate_data import REGIONS
from tests.generate_formulas import DATA, GRADE, TOTAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.generate import Case


def case(seed: int, people: int = 7) -> Case:
    """One random ruleset with several periods of so many people."""
    return MoneyMaker(random.Random(seed)).case(people)


class MoneyMaker(FarMaker):
    """Rewards of the kinds that look at others or back; formulas do so less often."""

    def __init__(self, rng: random.Random):
        super().__init__(rng)
        assert isinstance(self.write, FarWriter)
        self.write.share = 0.08
        self.kind = rng.choice(["month", "quarter", "half-year"])
        self.columns["region"].yaml["missing"] = REGIONS[0]

    def _rewards(self, indicators: Sequence[str]) -> tuple[dict[str, object], dict[str, object]]:
        plain, _ = super()._rewards(indicators)
        kinds = [self._contest, self._drawn, self._banked, self._trued_up, self._plain]
        made = {f"z{i}": self.rng.choice(kinds)() for i in range(self.rng.randint(1, 4))}
        for id_, reward in made.items():
            reward["title"] = f"{reward['title']} {id_}"
        made |= {id_: reward for id_, reward in plain.items() if self.rng.random() < 0.4}
        if self.rng.random() < 0.5:
            of = self.rng.sample(list(made), self.rng.randint(1, len(made)))
            back = {"of": of, "share": self.rng.choice(["100%", "50%", "33.3%"]), "periods": self.rng.randint(1, 4)}
            made["back"] = {"title": "追回", "clawback": back} | self._when(0.9)
        return made, self._budgets(made)

    def _money(self) -> str:
        """An amount that is there for everybody."""
        name = self.write.some_name(self.rng.choice([DATA, TOTAL]), unit="money")
        return self.rng.choice([f"coalesce({name}, 0)", f"clip(coalesce({name}, 0), 0, 5000)", f"coalesce({name}, 0) * 12.5%",
                                f"clip(coalesce({name}, 0), -300, 900)"])  # fmt: skip

    def _changing(self) -> str:
        """An amount that now lies above some hundreds, now below."""
        return self.rng.choice([self._money(), "coalesce(r0, 3) * 250", "coalesce(r0, 2) * 333.33 - 300", "coalesce(c0, 1) * 150.5",
                                "coalesce(i0.score, 0) * 10"])  # fmt: skip

    def _when(self, share: float, key: str = "when") -> dict[str, object]:
        return {key: self.write.condition(self.rng.choice([DATA, GRADE]))} if self.rng.random() < share else {}

    def _one(self, *plain: object) -> object:
        return self.write.setting(lambda: self.rng.choice(plain), GRADE, 1, 0.05)

    def _plain(self) -> dict[str, object]:
        return {"title": "普通", "amount": self._money()} | self._when(0.3)

    def _contest(self) -> dict[str, object]:
        rng = self.rng
        prizes: dict[str, object] = {"1": rng.choice([500, 1000, 100.5])}
        if rng.random() < 0.8:
            prizes["2"] = 300
            prizes[rng.choice(["3", "3..4", "4", "3..10"])] = rng.choice([100, 50.25, 7])
        contest: dict[str, object] = {"by": self._money(), "best": rng.choice(["highest", "lowest"]), "prizes": prizes,
                                      "ties": rng.choice(["share", "repeat"])}  # fmt: skip
        if rng.random() < 0.5:
            contest["within"] = [rng.choice(["region", "region", *(["cohort"] if self.names.cohorts else [])])]
        factor = {"factor": self._one(1, 0.5, 1.5)} if rng.random() < 0.3 else {}
        return {"title": "竞赛", "contest": contest} | self._when(0.5) | factor | self._prorate(0.2)

    def _prorate(self, share: float) -> dict[str, object]:
        return {"prorate": {"from": "hired", "places": 2}} if self.rng.random() < share else {}

    def _drawn(self) -> dict[str, object]:
        draw: dict[str, object] = {"amount": self._one(500, 1000, 250.5), "recoverable": self.rng.random() < 0.7}
        draw |= self._when(0.5)
        if draw["recoverable"]:
            draw["recover"] = {"share": self.rng.choice(["100%", "50%", "33.3%"])} | self._when(0.4)
        return {"title": "预支", "amount": self._changing(), "draw": draw} | self._when(0.3)

    def _banked(self) -> dict[str, object]:
        made = {"title": "留存", "amount": self._changing(), "max": self._one(300, 1000), "above_max": "bank"}
        return (
            made
            | self._when(0.3)
            | ({"min": self._one(0, 100)} if self.rng.random() < 0.4 else {})
            | self._prorate(0.2)
        )

    def _trued_up(self) -> dict[str, object]:
        name = self.write.some_name(DATA, unit="money")
        amount = self.rng.choice([f"year_to_date(coalesce({name}, 0)) * 10%", self._money()])
        made = {
            "title": "清算",
            "amount": amount,
            "true_up": {"in": "year", "below_zero": self.rng.choice(["take_back", "carry"])},
        }
        return made | self._when(0.3) | ({"max": self._one(300, 1000)} if self.rng.random() < 0.3 else {})

    def _budgets(self, rewards: dict[str, object]) -> dict[str, object]:
        free = [id_ for id_, r in rewards.items() if not {"draw", "true_up", "clawback"} & r.keys()]
        made: dict[str, object] = {}
        while free and self.rng.random() < 0.6 and len(made) < 2:
            covers = self.rng.sample(free, self.rng.randint(1, len(free)))
            free = [id_ for id_ in free if id_ not in covers]
            budget: dict[str, object] = {"covers": covers, "mode": self.rng.choice(["cap", "hand_out"]),
                                         "amount": self.rng.choice([1000, 333, 5000, 100])}  # fmt: skip
            if self.rng.random() < 0.5:
                budget["within"] = ["region"]
                if self.rng.random() < 0.5:
                    budget["amount"] = {"by": "region", "values": {REGIONS[0]: 700, "otherwise": 250}}
            made[f"pool{len(made)}"] = {"title": f"奖金包 {len(made)}"} | budget
        return made
