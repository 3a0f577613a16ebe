"""What the columns of the tables are, so that every rendering writes them alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from appraise.policy.variants.clauses import Clause

Unit = Literal[
    "text", "grade", "kind", "count", "money", "money_change", "score", "score_change", "share", "share_change", "ratio",
    "number", "number_change", "percent", "percent_change", "count_change", "name", "unit", "clauses",
    "reasons", "figures",
]  # fmt: skip

Label = Annotated[str, "text"]  # a title, a name, a period
Policy = Annotated[str | None, "text"]  # its title; None: every policy
GradeLabel = Annotated[str, "grade"]
Kind = Annotated[str, "kind"]  # one of a few words: "all", "period", "pay", a field's id
GroupLabel = Annotated[str | None, "text"]  # None: those that are not named, together
Count = Annotated[int, "count"]
CountOrNone = Annotated[float, "count"]  # a count, NaN where there is none
Money = Annotated[float, "money"]
MoneyChange = Annotated[float, "money_change"]
Points = Annotated[float, "score"]
PointsChange = Annotated[float, "score_change"]
Share = Annotated[float, "share"]  # 0.25 is 25%
ShareChange = Annotated[float, "share_change"]
Ratio = Annotated[float, "ratio"]  # 1 is the same
Number = Annotated[float, "number"]  # in the unit of what is counted, which a column `unit` may say
NumberChange = Annotated[float, "number_change"]
Name = Annotated[str, "name"]  # what the policy calls a figure, such as sales.attainment
FigureUnit = Annotated[str, "unit"]  # in what the numbers of a row are: as fields ("money", "percent", ...), or "score"
Clauses = Annotated[tuple[Clause, ...], "clauses"]  # changed clauses that are one change


@dataclass(frozen=True, slots=True)
class Reason:
    """What a change (the paths of its clauses) moved somebody by; blank: what the changes do together beyond each alone."""

    change: str
    amount: float


@dataclass(frozen=True, slots=True)
class FigureMove:
    """A figure that policies ask for, under the base and under a variant: numbers or texts, NaN or blank without one."""

    name: str
    title: str
    unit: Unit
    before: float | str
    after: float | str


Figures = Annotated[tuple[FigureMove, ...], "figures"]
Reasons = Annotated[tuple[Reason, ...], "reasons"]
