"""What is said of cases and of their coverage, in the two languages."""

from __future__ import annotations

from appraise.report.words import Language

# English, Chinese; the braces are filled in by cases.py
_WORDS: dict[str, tuple[str, str]] = {
    "passed": ("pass", "通过"),
    "failed": ("FAIL", "不符"),
    "note": ("note: {note}", "出处：{note}"),
    "column": ("result", "结果"),
    "expected": ("expected", "应为"),
    "got": ("got", "实得"),
    "by": ("difference", "相差"),
    "place": ("promised in", "算例出处"),
    "differs": ("{who}{column}: expected {expected}, got {got}{by}", "{who}{column}：应为 {expected}，实得 {got}{by}"),
    "about": ("{value} ± {within}", "{value} ± {within}"),
    "none": ("none", "无"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "not_refused": (
        "expected the error {code}, but results were computed",
        "应报错 {code}，却算出了结果",
    ),
    "refused_else": ("expected the error {code}, but got {found}", "应报错 {code}，实为 {found}"),
    "refused": ("the data was refused", "数据未被接受"),
    "warning": ("warning: {message}", "提醒：{message}"),
    "why": ("How it came about", "计算经过"),
    "sum_all": ("{cases} in {files}: all pass", "{files}{cases}：全部通过"),
    "sum_some": (
        "{cases} in {files}: {passed} pass, {failed} FAIL",
        "{files}{cases}：通过 {passed} 个，不符 {failed} 个",
    ),
    "sum_broken": ("{broken} not run: see the errors above", "{broken}未运行：见上面的错误"),
    "case": ("1 case", " 1 个算例"),
    "cases": ("{n} cases", " {n} 个算例"),
    "file": ("1 file", "1 个文件"),
    "files": ("{n} files", "{n} 个文件"),
    "chosen_none": ("No case has {name!r} in its name.", "没有名称含“{name}”的算例。"),
    # coverage
    "coverage": (
        "Coverage of {title}: {percent}% ({reached} of {all} clauses)",
        "《{title}》的条款覆盖：{percent}%（{all} 条中的 {reached} 条）",
    ),
    "too_low": ("Coverage is below {least}%.", "覆盖率低于 {least}%。"),
    "missed_cohort": ("nobody belongs to {label}", "没有人属于“{label}”"),
    "missed_reason": ("nobody is left out because of: {label}", "没有人因“{label}”不参加考核"),
    "missed_grade": ("nobody is graded {label}, before gates", "没有人评为 {label}（限制之前）"),
    "missed_row": ("table {title}: nobody meets the row {label}", "表 {title}：没有人用到“{label}”一行"),
    "missed_gate": ("{title}: the gate never holds", "“{title}”从未触发"),
    "missed_outcome": ("{title}: the outcome is never given", "“{title}”从未出现"),
    "missed_when": ("{title}: the condition of this pay never holds", "“{title}”的发放条件从未满足"),
    "missed_own": ("{title}: nobody meets {label}", "{title}：没有人用到 {label}"),
    "missed": ("{title}: nobody meets {label} ({subject})", "{title}：没有人用到 {label}（{subject}）"),
    # rewriting
    "change": ("{where}  {column}: {old} -> {new}", "{where}  {column}：{old} -> {new}"),
    "beyond": ("{where}  cannot be rewritten: {name}", "{where}  无法改写：{name}"),
    "nothing": ("Nothing can be rewritten.", "没有可以改写的内容。"),
    "written": ("{n} expected values rewritten.", "已改写 {n} 个应得结果。"),
    "kept": ("Nothing was written.", "未作任何改动。"),
    "ask": (
        "Rewrite {n} expected values? Only do so if the new ones are right",
        "改写这 {n} 个应得结果？请确认新值正确",
    ),
    "edited": (
        "{file} was not rewritten: it has been edited meanwhile, or the new text would not be read as it should.",
        "{file} 未改写：文件已被他人修改，或改写后无法按原意读取。",
    ),
}


def case_word(key: str, language: Language, **parts: object) -> str:
    """Give one sentence with its parts filled in."""
    english, chinese = _WORDS[key]
    return (chinese if language == "zh" else english).format(**parts)


def counted(what: str, n: int, language: Language) -> str:
    """Count cases or files: "1 case", "2 files"."""
    return case_word(what if n == 1 else f"{what}s", language, n=n)
