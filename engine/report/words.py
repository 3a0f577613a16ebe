"""The words of the reports in the two languages a ruleset may be in."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]

# English, Chinese
_WORDS: dict[str, tuple[str, str]] = {
    "employee": ("Employee", "员工"),
    "period": ("Period", "考核期"),
    "cohort": ("Cohort", "分组"),
    "reason": ("Not appraised because", "不考核原因"),
    "value": ("value", "实际值"),
    "target": ("target", "目标"),
    "attainment": ("attainment", "完成率"),
    "score_of": ("score", "得分"),
    "weight": ("weight", "权重"),
    "points": ("points", "加权得分"),
    "score": ("Total score", "总分"),
    "grade": ("Grade", "等级"),
    "total_reward": ("Total pay", "奖金合计"),
    "gates": ("Gates", "触发的限制"),
    "outcomes": ("Outcomes", "后续措施"),
    "everyone": ("everyone", "全体"),
    "people": ("People", "人数"),
    "distribution": ("Grades", "等级分布"),
    "pay": ("Pay", "奖金"),
    "per_head": ("Per head", "人均"),
    "best": ("Highest scores", "得分最高"),
    "last": ("Lowest scores", "得分最低"),
    "appraised": ("Appraised", "参加考核"),
    "not_appraised": ("Not appraised", "不参加考核"),
    "average_score": ("Average score", "平均分"),
    "total": ("Total", "合计"),
}


def word(key: str, language: Language) -> str:
    """Give one word of the reports."""
    english, chinese = _WORDS[key]
    return chinese if language == "zh" else english


def heading(name: str, titles: dict[str, str], language: Language) -> str:
    """Give the heading of a result column: `sales.score` is "销售额 得分", a field is called as in HR's file."""
    if name in titles:
        return titles[name]
    head, dot, part = name.partition(".")
    if dot:
        return f"{titles.get(head + '.', head)} {word('score_of' if part == 'score' else part, language)}"
    return word(name, language) if name in _WORDS else name
