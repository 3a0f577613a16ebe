"""The names of columns. Each is made here, both by the compiler and by whoever asks a plan, a worksheet or an explanation.

Names that formulas may use are words of the language (`sales.score`, `bonus.balance`). All others are steps on the way
there: they have a blank or a stroke in them, so that no policy can have a name of its own that is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NewType, get_args

if TYPE_CHECKING:
    from appraise.policy.model.method import By

Column = NewType("Column", str)

IndicatorPart = Literal["value", "target", "attainment", "score", "weight", "points", "due", "projection"]
IndicatorStep = Literal[
    "stated", "attainment/exact", "score/rule", "score/filled", "score/rounded", "target/whole", "due/share",
    "weight/stated", "weight/own", "weight/present", "weight/there",
]  # fmt: skip
RewardPart = Literal["factor", "place", "claimed", "accrued", "earned", "recovered", "balance", "banked"]
PayStep = Literal[
    "each", "factored", "prorated", "share", "with banked", "limited", "true-up", "carried", "when", "entered", "takes part",
    "entrants", "tied", "prize", "paid before", "taken back", "guaranteed", "draw", "at least", "after recovery",
]  # fmt: skip
PaySetting = Literal[
    "amount", "each", "count", "base", "tiers", "from", "to", "min", "max", "when", "by", "share", "draw", "draw when",
    "recover share", "recover when",
]  # fmt: skip
GradeStep = Literal[
    "by", "group", "own size", "size", "place", "tied", "first", "shares", "shares in percent", "best of all", "at most",
    "standing", "last of ties", "ranked", "above the least", "small", "graded", "under ceilings", "left", "held back",
    "entering", "last above", "bands", "after gates",
]  # fmt: skip
OfGrade = Literal["share", "last place", "demand", "places"]
ScoreStep = Literal["points", "adjusted", "limited", "exact"]
CategoryPart = Literal["category_score", "category_points"]
AdjustmentSetting = Literal["points", "min", "max"]

PARTS: tuple[IndicatorPart, ...] = get_args(IndicatorPart)[:6]
PACE: tuple[IndicatorPart, ...] = get_args(IndicatorPart)[6:]  # as of a day: the share due, and the value to expect
CATEGORY_PARTS: tuple[CategoryPart, ...] = get_args(CategoryPart)
REWARD_PARTS: tuple[RewardPart, ...] = get_args(RewardPart)[1:]  # beside its factor
ADJUSTMENT = "adjustment"
STATUS = Column("status")  # whether somebody is appraised; the column `reason` says why not


def named(name: str) -> Column:
    """The column of a name that a policy itself states: of a field, a derived value, a parameter, a reward."""
    return Column(name)


def exact(name: str) -> Column:
    """The value of a name before it was rounded."""
    return Column(f"{name}/exact")


def indicator(id_: str, part: IndicatorPart | IndicatorStep) -> Column:
    """A figure of an indicator, or a step on the way to one."""
    return Column(f"{id_}.{part}")


def standing(rule: str, figure: By | Literal["peers"]) -> Column:
    """What a score by standing goes by, and how many peers there are; `rule` is the column of the scoring rule."""
    return Column(f"{rule} {figure}")


def score(step: ScoreStep) -> Column:
    """A step on the way to the total score."""
    return Column(f"score/{step}")


def category(id_: str) -> Column:
    """The stated weight of a category."""
    return Column(f"category {id_}")


def of_category(id_: str, part: CategoryPart) -> Column:
    """A figure of a category, called as no part of an indicator is, since the two may have the same id."""
    return Column(f"{id_}.{part}")


def adjustment(id_: str) -> Column:
    """The points of an adjustment, within its limits."""
    return Column(f"adjustment {id_}")


def of_adjustment(id_: str) -> Column:
    """The same by the name that formulas use."""
    return Column(f"{id_}.{ADJUSTMENT}")


def adjustment_setting(id_: str, setting: AdjustmentSetting) -> Column:
    """A setting of an adjustment."""
    return Column(f"adjustment {id_} {setting}")


def gate(id_: str) -> Column:
    """Whether a gate holds."""
    return Column(f"gate {id_}")


def gate_of(name: str) -> str:
    """The id of the gate whose column a name is, blank for other names."""
    return name.removeprefix("gate ") if name.startswith("gate ") else ""


def grade(step: GradeStep) -> Column:
    """A step on the way to the grade."""
    return Column(f"grade/{step}")


def of_grade(what: OfGrade, label: str) -> Column:
    """What a ranking has for one grade, or for some grades together ("A+B")."""
    return Column(f"grade/{what} {label}")


def share_of(name: str) -> str:
    """The grade whose share in a ranking a name is, blank for other names."""
    return name.removeprefix("grade/share ") if name.startswith("grade/share ") else ""


def reward(id_: str, part: RewardPart) -> Column:
    """A figure of a reward beside the money itself."""
    return Column(f"{id_}.{part}")


def pay(id_: str, step: PayStep) -> Column:
    """A step on the way to a reward."""
    return Column(f"{id_}/{step}")


def pay_setting(id_: str, setting: PaySetting) -> Column:
    """A setting of a reward."""
    return Column(f"{id_} {setting}")


def prize(id_: str, place: int) -> Column:
    """What the place (the first of several) is worth in a contest."""
    return Column(f"{id_} prize of place {place}")


def draw(id_: str) -> Column:
    """What the draw of a reward is made of."""
    return Column(f"draw {id_}")


def budget(id_: str) -> Column:
    """What a budget has to give."""
    return Column(f"budget {id_}")


def budget_named(name: str) -> str:
    """The id of the budget whose amount a name is, blank for other names."""
    return name.removeprefix("budget ") if name.startswith("budget ") else ""


def claimed_of(id_: str) -> Column:
    """What is claimed out of a budget in one group."""
    return Column(f"budget {id_} claimed")


def group_of(id_: str, at: int) -> Column:
    """One of the texts that make the groups of a budget."""
    return Column(f"budget {id_} group {at}")


def outcome(id_: str) -> Column:
    """Whether an outcome is given."""
    return Column(f"outcome {id_}")


def everyone(id_: str) -> Column:
    """Whether somebody must have lines in a source."""
    return Column(f"everyone {id_}")
