"""`如果 A 则 B 否则 C`, which Chinese says in another order than Python."""

from __future__ import annotations

import ast

import pytest

from appraise.formula.syntax.text import BadText, normalise
from appraise.policy.keywords.words import formula_words

WORDS = formula_words("zh")


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("如果 a > 1 则 b 否则 c", "b if a > 1 else c"),
        ("b 如果 a > 1 否则 c", "b if a > 1 else c"),
        ("（如果 a > 1 则 b 否则 c）* 2", "(b if a > 1 else c) * 2"),
        ("2 * (如果 a 则 b 否则 c)", "2 * (b if a else c)"),
        ("1 + 如果 a 则 b 否则 c", "1 + (b if a else c)"),
        ("如果 a 则 b 否则 如果 d 则 e 否则 f", "b if a else (e if d else f)"),
        ("如果 a 则 如果 d 则 e 否则 f 否则 c", "(e if d else f) if a else c"),
        ("如果 (如果 a 则 b 否则 c) 则 d 否则 e", "d if (b if a else c) else e"),
        ("最大(如果 a 则 b 否则 c, 3)", "max(b if a else c, 3)"),
        ("如果 a 且 非 b 或 c 属于 (d, e) 则 1 否则 0", "1 if a and not b or c in (d, e) else 0"),
        ("销售.得分 + 得分", "销售.score + 得分"),
        ("连续期数(等级 >= 'A', 含本期=是) >= 3", "streak(grade >= 'A', including_this=True) >= 3"),
    ],
)
def test_is_the_same_formula(chinese: str, english: str) -> None:
    typed = normalise(chinese, WORDS)
    assert ast.dump(ast.parse(typed.python, mode="eval")) == ast.dump(ast.parse(english, mode="eval"))
    assert len(typed.origin) == len(typed.python) + 1
    assert all(0 <= at <= len(chinese) for at in typed.origin)


@pytest.mark.parametrize("text", ["如果 a 则 b", "1 + (如果 a 则 b) 否则 c", "最大(如果 a 则 b, 3)"])
def test_what_holds_otherwise_must_be_said(text: str) -> None:
    with pytest.raises(BadText) as bad:
        normalise(text, WORDS)
    assert text[bad.value.begin : bad.value.end] == "如果"
