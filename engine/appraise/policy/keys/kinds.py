"""Kinds of values: what a value looks like in the JSON Schema, how it is read, and what the manual calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from appraise.policy.keys.said import said
from appraise.policy.text.tree import Node
from appraise.texts.message import Message, plain

if TYPE_CHECKING:
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.keys.reader import Reading
    from appraise.policy.values import Setting

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Word = TypeVar("Word", bound=str)
Shape = Mapping[str, Any]  # JSON Schema, in which kinds and classes of keys stand for their own


class Kind(NamedTuple, Generic[T_co]):
    """A kind of value.

    `shape` is its JSON Schema, or gives it; kinds may stand in it in place of what they look like themselves. `read` is
    given a value of that shape, and reports what the shape cannot say. One with a `ref` stands under `$defs`.
    """

    shape: Shape | Callable[[], Shape]
    read: Callable[[Reading, Node], T_co]
    called: Message
    ref: str = ""
    about: Message | None = None  # what is said of every value of the kind
    here: Message | None = None  # what is said of it at one place, such as of the items of a list
    parts: tuple[Part, ...] = ()  # the parts of the language that it consists of, for the manual


class Part(NamedTuple):
    """A mapping of keys as a part of the language: where the manual describes it; `keys` is its class."""

    keys: Any
    label: str = ""  # of the branch to which it belongs, such as "method: ratio"
    of: Message | None = None  # what the branches are called together


def meaning(kind: Kind[T], about: Message) -> Kind[T]:
    """A kind of which something is said at the place where it stands."""
    return kind._replace(here=about)


def written(shape: Shape | Callable[[], Shape], called: Message, ref: str = "", about: Message | None = None,
            parts: tuple[Part, ...] = ()) -> Kind[Node]:  # fmt: skip
    """A kind that is read by those who need to know more than the value itself; they are given the value as written."""
    return Kind(shape, lambda _, node: node, called, ref, about, parts=parts)


def _text(_: Reading, node: Node) -> str:
    return node.text


def _whole(_: Reading, node: Node) -> int:
    return int(cast("int", node.value))


_TEXT = said("text")
TEXT: Kind[str] = Kind({"type": "string"}, _text, _TEXT)
WORDS: Kind[str] = Kind({"type": "string", "minLength": 1}, _text, _TEXT)
DATE: Kind[Node] = written({"type": "string", "format": "date"}, said("date, such as 2026-01-31"))
NUMBER_OR_TEXT: Kind[Node] = written({"type": ["number", "string"]}, said("number or text"))
FLAG: Kind[bool] = Kind({"type": "boolean"}, lambda _, node: node.value is True, said("true or false"))

SETTING: Kind[Setting] = Kind(
    {"type": ["number", "string", "object"]},
    lambda reading, node: reading.setting(node),
    said("setting"),
    "setting",
    said(
        "A number; a percent in quotes or plain (95%); a formula; by cohort {{new: 1, senior: 2}}; by dates {{2026-01-01: 1.1}}; "
        "or a lookup {{by: grade, values: {{A: 2, B: 1}}}}.",
    ),
)
LIMIT: Kind[Setting | None] = Kind(
    {"type": ["number", "string", "object"]},
    lambda reading, node: None if node.text == "none" else reading.setting(node),
    said("limit"),
    "limit",
    said("A setting, or `none` for no limit."),
)
FORMULA: Kind[Formula] = Kind(
    {"type": ["string", "number"]},
    lambda reading, node: reading.formula(node),
    said("formula"),
    "formula",
    said(
        "A formula of names, numbers, quoted text, + - * /, comparisons, and or not, a if c else b, in, and the listed functions."
    ),
)


def choice(*words: Word) -> Kind[Word]:
    """The kind of one of some words."""
    called = plain(", ".join(f"`{word}`" for word in words))
    return Kind({"enum": list(words)}, lambda _, node: cast("Word", node.text), called)


def only(word: Word) -> Kind[Word]:
    """The kind of one word, by which a branch of the language is told apart."""
    return Kind({"const": word}, lambda _, node: cast("Word", node.text), plain(f"`{word}`"))


def count(least: int | None = None, most: int | None = None) -> Kind[int]:
    """The kind of a whole number between two others."""
    shape = {"type": "integer"} | {key: n for key, n in (("minimum", least), ("maximum", most)) if n is not None}
    ends = f"{'' if least is None else least}..{'' if most is None else most}"
    called = said("whole number, {ends}", ends=plain(ends)) if len(shape) > 1 else said("whole number")
    return Kind(shape, _whole, called)
