"""A key of the language, and the keys that may stand together in one mapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

from appraise.policy.keys.kinds import Kind, Part
from appraise.policy.keys.said import said
from appraise.policy.text.tree import Node
from appraise.texts.message import noted

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from appraise.diagnostics import Where
    from appraise.policy.keys.kinds import Shape
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Scalar
    from appraise.texts.message import Message

NAMES = r"^[^\s0-9!-/:-@\[-^`{-~（），：；“”‘’][^\s!-/:-@\[-^`{-~（），：；“”‘’]*$"  # that can be used in formulas
_ID, _KEYS = said("id"), said("keys")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Key(Generic[T_co]):
    """One key: what may stand under it, what it means, and what holds where it is not stated.

    It is an attribute of a class of `Keys`, from which it has its name (`from_` is `from`). Asked of the class it is
    the key itself, asked of an object it is what that mapping states, as it was read.
    """

    def __init__(self, kind: Kind[Any], about: Message | None, unit: Message | None,
                 absent: Callable[[Reading, Node], T_co] | None, default: Scalar = None, told: Message | None = None):  # fmt: skip
        self.name = ""
        self.kind, self.about, self.unit, self.default, self.told = kind, about, unit, default, told
        self.absent = absent

    def __set_name__(self, owner: type[Keys[Any]], name: str) -> None:
        name = name.removesuffix("_")
        if self.name not in ("", name):
            raise TypeError(f"the key {self.name} is called {name} in {owner.__name__}")
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[Keys[Any]]) -> Self: ...
    @overload
    def __get__(self, instance: Keys[Any], owner: type[Keys[Any]]) -> T_co: ...
    def __get__(self, instance: Keys[Any] | None, owner: type[Keys[Any]]) -> Self | T_co:
        return self if instance is None else self.read(instance.reading, instance.node)

    @property
    def required(self) -> bool:
        """Whether it must be stated."""
        return self.absent is None

    def of(self, node: Node | None) -> Node | None:
        """What is written under the key in a mapping, None where nothing is."""
        return node.mapping.get(self.name) if node is not None else None

    def read(self, reading: Reading, node: Node) -> T_co:
        """Read what a mapping states under the key, or what holds where it states nothing."""
        if self.absent is not None and self.name not in node.mapping:
            return self.absent(reading, node)
        found: T_co = self.kind.read(reading, node.mapping[self.name])
        return found


def required(kind: Kind[T], about: Message | None = None, unit: Message | None = None) -> Key[T]:
    """A key that must be stated."""
    return Key(kind, about, unit, None)


def optional(kind: Kind[T], about: Message | None = None, unit: Message | None = None) -> Key[T | None]:
    """A key that is None where it is not stated."""
    return Key(kind, about, unit, lambda _reading, _node: None)


def defaulted(kind: Kind[T], default: Scalar, about: Message | None = None, unit: Message | None = None) -> Key[T]:
    """A key that is read as the default, as if that were written, where it is not stated."""
    text = str(default).lower() if isinstance(default, bool) else str(default)
    return Key(kind, about, unit, lambda reading, node: kind.read(reading, Node(node.where, default, text)), default)


def assumed(kind: Kind[T], absent: Callable[[Reading, Node], T], about: Message | None = None, unit: Message | None = None,
            default: Scalar = None, told: Message | None = None) -> Key[T]:  # fmt: skip
    """A key for which something else says what holds where it is not stated; `told` says what, for the manual."""
    return Key(kind, about, unit, absent, default, told)


class Keys(Generic[T_co]):
    """The keys of one mapping and how it is read: made of a mapping whose shape has been checked.

    A class may be given the name under which its schema is shared (`ref`), what is said of it, and what the schema
    demands beyond its keys (`rules`).
    """

    ref: ClassVar[str] = ""
    about: ClassVar[Message | None] = None
    rules: ClassVar[Shape] = {}

    def __init_subclass__(cls, ref: str = "", about: Message | None = None, rules: Shape | None = None) -> None:
        cls.ref, cls.about, cls.rules = ref, about, rules or {}

    def __init__(self, reading: Reading, node: Node, id_: str = ""):
        self.reading, self.node, self.id = reading, node, id_

    def read(self) -> T_co:
        """Read the mapping."""
        raise NotImplementedError

    @property
    def where(self) -> Where:
        """Where the mapping stands."""
        return self.node.where

    @property
    def spot(self) -> Where:
        """Where the mapping is named: its key in the mapping that it stands in."""
        return self.node.key or self.node.where

    def written(self, key: Key[Any]) -> Node | None:
        """What is written under a key, None where nothing is."""
        return key.of(self.node)

    def at(self, key: Key[Any]) -> Node:
        """What is written under a key that is known to be stated."""
        return self.node.mapping[key.name]

    @classmethod
    def keys(cls) -> dict[str, Key[Any]]:
        """The keys by their names, in the order in which they are described."""
        found = {a: v for c in reversed(cls.__mro__) for a, v in vars(c).items() if isinstance(v, Key)}
        return {key.name: key for key in found.values()}

    @classmethod
    def shape(cls) -> Shape:
        """The JSON Schema of the mapping, in which kinds and keys stand for their own."""
        names = [key.name for key in cls.keys().values() if key.required]
        needed = {"required": names} if names else {}
        return {"type": "object", "properties": cls.keys(), **needed, "additionalProperties": False, **cls.rules}


class Section(Key[Mapping[str, Node]], Generic[T_co]):
    """A key under which elements stand by ids of the user's own; `element` reads one of them."""

    def __init__(self, kind: Kind[Any], element: Callable[[Reading, str, Node], T_co], about: Message,
                 rules: Shape, *, needed: bool):  # fmt: skip
        shape = {"type": "object", "additionalProperties": kind, **rules}
        called = noted("{{{id}: {kind}, …}}", id=_ID, kind=kind.called)
        whole = Kind(shape, lambda _, node: node.mapping, called, parts=kind.parts)
        super().__init__(whole, about, None, None if needed else lambda _reading, _node: {})
        self.element = element


NAMED: Shape = {"propertyNames": {"pattern": NAMES}}


def section(keys: type[Keys[T]], about: Message, rules: Shape = NAMED, *, needed: bool = False) -> Section[T]:
    """A key of elements that are mappings of keys; `rules` are what the schema says of the ids and their number."""
    kind = mapping(keys)
    return Section(kind, lambda reading, id_, node: keys(reading, node, id_).read(), about, rules, needed=needed)


def section_of(kind: Kind[T], about: Message, rules: Shape = NAMED, *, needed: bool = False) -> Section[T]:
    """A key of elements that are of a kind."""
    return Section(kind, lambda reading, _, node: kind.read(reading, node), about, rules, needed=needed)


def mapping(keys: type[Keys[T]]) -> Kind[T]:
    """The kind of a mapping of keys."""
    return Kind(keys.shape, lambda reading, node: keys(reading, node).read(), _KEYS, keys.ref, keys.about,
                parts=(Part(keys),))  # fmt: skip


def as_written(keys: type[Keys[Any]]) -> Kind[Node]:
    """The kind of a mapping of keys that is read by those who know more than the mapping itself says."""
    return Kind(keys.shape, lambda _, node: node, _KEYS, keys.ref, keys.about, parts=(Part(keys),))
