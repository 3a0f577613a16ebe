"""The policy as objects: frozen, ids to elements, every element with the place it was written at.

A Ruleset that was loaded without errors has nothing left to check. It knows nothing of data.
"""

from engine.policy.model.data import (
    Boundary,
    Condition,
    Conventions,
    Data,
    Field,
    FieldType,
    Function,
    Missing,
    PeriodKind,
    Rounding,
)
from engine.policy.model.grading import Bands, Gate, Grades, Outcome
from engine.policy.model.pay import Prorate, Reward, Tiers
from engine.policy.model.ruleset import Ruleset
from engine.policy.model.scoring import (
    Adjustment,
    AttainmentFormula,
    ByFormula,
    Category,
    Indicator,
    Linear,
    Pass,
    PerStep,
    PerUnit,
    Rating,
    Ratio,
    Rule,
    Scoring,
    Steps,
    StepSide,
)
from engine.policy.model.tables import Table

__all__ = [
    "Adjustment",
    "AttainmentFormula",
    "Bands",
    "Boundary",
    "ByFormula",
    "Category",
    "Condition",
    "Conventions",
    "Data",
    "Field",
    "FieldType",
    "Function",
    "Gate",
    "Grades",
    "Indicator",
    "Linear",
    "Missing",
    "Outcome",
    "Pass",
    "PerStep",
    "PerUnit",
    "PeriodKind",
    "Prorate",
    "Rating",
    "Ratio",
    "Reward",
    "Rounding",
    "Rule",
    "Ruleset",
    "Scoring",
    "StepSide",
    "Steps",
    "Table",
    "Tiers",
]
