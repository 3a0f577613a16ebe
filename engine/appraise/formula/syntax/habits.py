"""What people write in formulas out of the habit of spreadsheets, other languages and plain speech, and what to write."""

from __future__ import annotations

import ast
import re

from appraise.texts import Message, msg, plain

_EITHER = msg("write: a if condition else b")
_WORDS = {
    "AND": "and", "And": "and", "且": "and", "并且": "and", "而且": "and", "同时": "and", "OR": "or", "Or": "or", "或": "or",
    "或者": "or", "NOT": "not", "Not": "not", "非": "not", "IN": "in", "ELSE": "else", "MAX": "max", "MIN": "min",
    "ROUND": "round", "TRUE": "True", "true": "True", "FALSE": "False", "false": "False",
}  # fmt: skip
_FORMS = {"SUM": "a + b", "AVERAGE": "(a + b) / 2", "DATEDIF": "months_between(from, to)"}
WORDS: dict[str, Message] = {
    **{word: msg("write `{plain}`", plain=meant) for word, meant in _WORDS.items()},
    **{word: msg("write: {form}", form=form) for word, form in _FORMS.items()},
    **dict.fromkeys(("IF", "then", "THEN", "如果", "若", "那么", "则", "否则"), _EITHER),
}
SIGNS = {  # which stand between two values
    "大于": ">", "高于": ">", "超过": ">", "多于": ">", "小于": "<", "低于": "<", "少于": "<", "不足": "<", "不满": "<",
    "等于": "==", "是": "==", "为": "==", "不等于": "!=", "不是": "!=", "大于等于": ">=", "不小于": ">=", "不低于": ">=",
    "不少于": ">=", "至少": ">=", "小于等于": "<=", "不大于": "<=", "不高于": "<=", "不超过": "<=", "至多": "<=",
    "乘": "*", "乘以": "*", "除以": "/", "加": "+", "加上": "+", "减": "-", "减去": "-", "x": "*", "X": "*",
    "times": "*", "plus": "+", "minus": "-", "is": "==", "equals": "==",
}  # fmt: skip
COMPARISONS = {
    "<>": "!=", "=>": ">=", "=<": "<=", "===": "==", "!==": "!=", "><": "!=", "&&": "and", "||": "or",
    "≧": ">=", "≦": "<=", "＜＞": "!=", "＝＞": ">=", "＝＜": "<=", "< =": "<=", "> =": ">=", "! =": "!=", "= =": "==",
}  # fmt: skip
COMPARISON = re.compile("|".join(re.escape(sign) for sign in sorted(COMPARISONS, key=len, reverse=True)))
AND_MORE = {"以上": ">=", "以下": "<=", "以内": "<=", "及以上": ">=", "及以下": "<="}


def sign_in_words(kind: type[ast.AST]) -> Message:
    """Name what Python has and formulas have not."""
    return _SIGNS_OF_PYTHON.get(kind) or plain(f"“{kind.__name__}”")


_SIGNS_OF_PYTHON: dict[type[ast.AST], Message] = {
    **{kind: plain(sign) for kind, sign in (
        (ast.Lambda, "lambda"), (ast.Pow, "**"), (ast.Mod, "%"), (ast.FloorDiv, "//"), (ast.NamedExpr, ":="),
        (ast.Is, "`is`"), (ast.BitXor, "^"), (ast.BitAnd, "&"), (ast.BitOr, "|"), (ast.Dict, "{ }"), (ast.Set, "{ }"),
    )},
    ast.Subscript: msg("square brackets after a name"),
    ast.JoinedStr: msg("formatted texts"),
    ast.ListComp: msg("loops"),
    ast.Starred: msg("`*`-arguments"),
}  # fmt: skip
