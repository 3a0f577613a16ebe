"""What a step can do: frozen records without arithmetic; engine/execution/kernels.py computes each on columns.

Two operations that compare equal compute the same from the same inputs, which is how steps are shared.
Every operation is row-wise (a row's result needs that row alone) unless its `across` says otherwise.
"""

from engine.plan.operations.base import (
    Choose,
    Clamp,
    Compute,
    FirstThat,
    FirstThatFails,
    InForce,
    IsInForce,
    IsInTier,
    IsLabel,
    Minus,
    Operation,
    Rounded,
    Sum,
    Times,
)
from engine.plan.operations.beyond import Earlier, OfLast, PeerFigure, Peers, Reading, Streak
from engine.plan.operations.checks import Check, Test
from engine.plan.operations.pay import AtMostWhere, DayShare, FactorWhere, Marginal, OnlyWhere
from engine.plan.operations.scoring import (
    Attain,
    Due,
    Fill,
    LinearScore,
    MarkScore,
    PassScore,
    Quotient,
    RatioScore,
    StepScore,
    TierValue,
    UnitScore,
)
from engine.plan.operations.tables import FindRow, RowValue
from engine.plan.operations.total import Band, Count, GradeGate, Points, Present, Product, Spread

__all__ = [
    "AtMostWhere",
    "Attain",
    "Band",
    "Check",
    "Choose",
    "Clamp",
    "Compute",
    "Count",
    "DayShare",
    "Due",
    "Earlier",
    "FactorWhere",
    "Fill",
    "FindRow",
    "FirstThat",
    "FirstThatFails",
    "GradeGate",
    "InForce",
    "IsInForce",
    "IsInTier",
    "IsLabel",
    "LinearScore",
    "Marginal",
    "MarkScore",
    "Minus",
    "OfLast",
    "OnlyWhere",
    "Operation",
    "PassScore",
    "PeerFigure",
    "Peers",
    "Points",
    "Present",
    "Product",
    "Quotient",
    "RatioScore",
    "Reading",
    "Rounded",
    "RowValue",
    "Spread",
    "StepScore",
    "Streak",
    "Sum",
    "Test",
    "TierValue",
    "Times",
    "UnitScore",
]
