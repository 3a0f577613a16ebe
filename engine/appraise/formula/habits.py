"""What people write in formulas out of the habit of spreadsheets, other languages and plain speech, and what to write."""

from __future__ import annotations

import ast
import re

_EITHER = "write: a if condition else b"
WORDS = {
    "AND": "write `and`", "OR": "write `or`", "NOT": "write `not`", "IF": _EITHER, "then": _EITHER, "THEN": _EITHER,
    "ELSE": "write `else`", "IN": "write `in`", "And": "write `and`", "Or": "write `or`", "Not": "write `not`",
    "且": "write `and`", "并且": "write `and`", "而且": "write `and`", "同时": "write `and`", "或": "write `or`",
    "或者": "write `or`", "非": "write `not`", "如果": _EITHER, "若": _EITHER, "那么": _EITHER, "则": _EITHER,
    "否则": _EITHER, "SUM": "write: a + b", "AVERAGE": "write: (a + b) / 2", "MAX": "write `max`", "MIN": "write `min`",
    "ROUND": "write `round`", "DATEDIF": "write: months_between(from, to)", "TRUE": "write `True`",
    "FALSE": "write `False`", "true": "write `True`", "false": "write `False`",
}  # fmt: skip
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


def sign_in_words(node: ast.AST) -> str:
    """Name what Python has and formulas have not."""
    words = {
        ast.Lambda: "lambda", ast.Subscript: "square brackets after a name", ast.Pow: "**", ast.Mod: "%",
        ast.FloorDiv: "//", ast.JoinedStr: "formatted texts", ast.NamedExpr: ":=", ast.ListComp: "loops",
        ast.Is: "`is`", ast.BitXor: "^", ast.BitAnd: "&", ast.BitOr: "|", ast.Starred: "`*`-arguments", ast.Dict: "{ }",
        ast.Set: "{ }",
    }  # fmt: skip
    return words.get(type(node), f"“{type(node).__name__}”")
