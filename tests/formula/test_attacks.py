"""The formula language is an allow-list: nothing else is parsed, and nothing takes long."""

from __future__ import annotations

import time

import numpy as np
import pytest

from appraise.diagnostics import Diagnostics, Where
from appraise.formula.columns import ColumnAlgebra
from appraise.formula.kinds import NUMBER, TEXT, YES_NO, Type
from appraise.formula.syntax.grammar import FormulaError, parse
from appraise.formula.types import TypeAlgebra
from appraise.formula.walker import Walker

NAMES = {"销售额": NUMBER, "目标": NUMBER, "岗位": TEXT, "在岗": YES_NO, "a": NUMBER}


def place(begin: int, end: int) -> Where:
    return Where("f", 1, begin + 1, max(1, end - begin))


def look_up(name: str, node: object) -> Type:
    if name not in NAMES:
        raise FormulaError("unknown-name", name, node)
    return NAMES[name]


def refused(text: str) -> str | None:
    """The code with which a formula is refused, None where it is accepted."""
    diagnostics = Diagnostics()
    formula = parse(text, place, diagnostics)
    if formula is None:
        assert len(diagnostics.found) == 1
        return diagnostics.found[0].code
    try:
        Walker(TypeAlgebra(look_up, lambda *_: None), {}).walk(formula)
    except FormulaError as problem:
        return problem.code
    return None


ATTACKS = [
    # reaching for Python objects
    "销售额.tofile('pwned')", "销售额.__class__", "().__class__.__bases__", "a.b.c", "a.__init__.__globals__", "'x'.format(a)",
    "(1).real", "True.__class__", "a.dump('/tmp/x')", "销售额.T", "''.join(岗位)", "a.values.tolist()",
    # running code
    "lambda: 1", "(lambda x: x)(1)", "__import__('os').system('id')", "import os", "open('/etc/passwd')", "eval('1')", "exec('1')",
    "getattr(a, 'x')", "globals()", "print(1)", "rand()", "randint(5)", "int(a)", "str(a)", "breakpoint()", "type(a)", "vars()",
    # loops, containers, statements
    "[i for i in 销售额]", "[1 for a in (1,2) for b in (1,2)]", "{1: 2}", "{1, 2}", "(x for x in a)", "销售额[0]", "a[0:1]",
    "(b := 1)", "x = 1", "1; 2", "1\n2", "min(*销售额)", "min(**a)", "floor(1, x=2)", "f'{a}'", "f'{1:>1000000000}'", "await x",
    "yield", "...", "b'x'", "1j", "None", "a, b", "(1, 2)", "[1]", "()", "a if 1", "del a", "assert a", "a @ a",
    # bombs
    "'a' * 10**9", "'%1000000000d' % 1", "'x' * 销售额", "9**9**9", "1 << 9999", "~1", "销售额 & 1", "a | a", "a ^ a", "a // 2", "a % 2",
    "1e999", "9" * 400, "9" * 1990, "9" * 100_000, "'" + "x" * 1000 + "'", "'" + "x" * 10**6 + "'",
    "(" * 10_000 + "1" + ")" * 10_000, "(" * 300 + "1" + ")" * 300, "-" * 10_000 + "1", "-" * 1900 + "1", "not " * 490 + "在岗",
    "1" + "+1" * 10_000, "1" + "+1" * 900, "min(" * 300 + "1", "a if 在岗 else " * 200 + "a", "a" * 5000, "1e308 * 10 ** 5",
    # what does not fit together
    "岗位 * 目标", "岗位 + 岗位", "岗位 < 3", "销售额 and 目标", "1 if 销售额 else 2", "1 if 在岗 else 'a'", "在岗 + 1", "-岗位", "not a",
    "min", "min(1)", "min()", "abs(1, 2)", "未知列", "sqrt(4)", "销售额 is 目标", "'新' in 岗位", "a in 岗位", "a in ()", "a / 0",
    # not a formula at all
    "", "   ", "1 if", "(", ")", "'", "“a", "\x00", "a b", "a = 1", "a ? 1 : 2", "a && 在岗", "!在岗", "50 % a", "％", "1,000", "a..b", "\\",
    "#", "a # 说明", "@a", "$a", "`a`",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS, ids=lambda t: t[:24])
def test_refused_at_once(text: str) -> None:
    begin = time.perf_counter()
    assert refused(text) is not None
    assert time.perf_counter() - begin < 0.5


def test_no_power_explodes() -> None:
    diagnostics = Diagnostics()
    formula = parse("power(power(9, 9), power(9, 9))", place, diagnostics)
    assert formula is not None
    with np.errstate(all="ignore"):
        assert np.isnan(Walker(ColumnAlgebra({}), {}).walk(formula))


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("销售额 + 目标额", "unknown-name", 7),
        ("（销售额 ＋ 岗位）", "type-mismatch", 8),
        ("1 + 'é' + 未知", "type-mismatch", 5),
        ("a + sqrt（4）", "unknown-function", 5),
    ],
)
def test_the_caret_counts_characters(text: str, code: str, column: int) -> None:
    diagnostics = Diagnostics()
    formula = parse(text, place, diagnostics)
    assert formula is not None
    with pytest.raises(FormulaError) as caught:
        Walker(TypeAlgebra(look_up, lambda *_: None), {}).walk(formula)
    assert caught.value.code == code
    assert formula.where_of(caught.value.node).column == column
