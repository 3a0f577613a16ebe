"""What people type wrongly: the slip, where it must be blamed, and how it is mended as the hint says."""

from __future__ import annotations

from typing import NamedTuple

from tests.slips.policies import CHINESE, ENGLISH


class Slip(NamedTuple):
    """A sound text in a policy and what was typed in place of it.

    at: what stands in the line that must be blamed; the first line of what was typed where it is empty.
    says: a word of the message or the hint.
    mend: what the hint says to replace by what, where it does not say it as "write `…`" or "did you mean …?".
    most: diagnostics that one slip may give.
    """

    name: str
    sound: str
    typed: str
    says: str
    mend: tuple[str, str] | None = None
    at: str = ""
    most: int = 1
    policy: str = ENGLISH


def zh(name: str, sound: str, typed: str, says: str, mend: tuple[str, str] | None = None, at: str = "") -> Slip:
    """A slip in the Chinese policy."""
    return Slip(name, sound, typed, says, mend, at, policy=CHINESE)


KEYS = [
    Slip("a key misspelt", "    weight: 60", "    weigth: 60", "weight"),
    Slip("a key in capitals", "    weight: 60", "    Weight: 60", "weight"),
    Slip("a key of another tool", "    target: quota", "    goal: quota", "target"),
    Slip("a key with a space", "grade_at_most: C", "grade at most: C", "grade_at_most"),
    Slip("a key with a hyphen", "reward_factor: 50%", "reward-factor: 50%", "reward_factor"),
    Slip("a key in camel case", "reward_factor: 50%", "rewardFactor: 50%", "reward_factor"),
    Slip("a top-level key misspelt", "indicators:\n", "indicator:\n", "indicators"),
    Slip("a section misspelt", "rewards:\n", "reward:\n", "rewards"),
    Slip("by misspelt", "{by: grade, values: {A: 2,", "{bye: grade, values: {A: 2,", "by"),
    Slip("values misspelt", "{by: grade, values: {A: 2,", "{by: grade, value: {A: 2,", "values"),
    Slip("method misspelt", "{method: ratio, floor", "{metod: ratio, floor", "method"),
    Slip("a key twice", "currency: USD\n", "currency: USD\ncurrency: EUR\n", "line 6", ("currency: EUR\n", ""), "EUR"),
    Slip(
        "a key inside the one it stands beside",
        "cap: 120}\n    weight: 60",
        "cap: 120, weight: 60}",
        "beside `score`",
        ("cap: 120, weight: 60}", "cap: 120}\n    weight: 60"),
    ),
    Slip(
        "the target inside the score",
        "    target: quota\n    score: {method: ratio,",
        "    score: {target: quota, method: ratio,",
        "beside `score`",
        ("    score: {target: quota, method: ratio,", "    target: quota\n    score: {method: ratio,"),
    ),
    Slip(
        "an id twice",
        "  kept:\n",
        "  sales:\n",
        "rename",
        ("  sales:\n    title: Ret", "  kept:\n    title: Ret"),
        "  sales:",
    ),
    Slip(
        "a key missing", "    title: Bonus\n", "", "`title`", ("  bonus:\n", "  bonus:\n    title: Bonus\n"), "  bonus:"
    ),
    Slip(
        "a required section missing",
        "period: quarter\n",
        "",
        "period",
        ("currency: USD", "period: quarter\ncurrency: USD"),
        "ruleset: plan",
    ),
    zh("a Chinese key", "    weight: 70", "    权重: 70", "weight"),
    zh("a Chinese section", "rewards:\n", "奖金:\n", "rewards"),
    zh("a full-width key", "    weight: 70", "    ｗｅｉｇｈｔ: 70", "weight"),
]
LAYOUT = [
    Slip("no space after the colon", "    target: 92%", "    target:92%", "no space"),
    Slip("no space in braces", "cap: 120}", "cap:120}", "cap: 120"),
    Slip("one blank too few", "    target: 92%", "   target: 92%", "indent", ("   target: 92%", "    target: 92%")),
    Slip(
        "one blank too many", "    target: 92%", "     target: 92%", "indent", ("     target: 92%", "    target: 92%")
    ),
    Slip("a tab", "    target: 92%", "\ttarget: 92%", "tab", ("\ttarget", "    target")),
    Slip("a tab behind blanks", "    target: 92%", "  \ttarget: 92%", "tab", ("  \ttarget", "    target")),
    Slip("a brace not closed", "cap: 120}", "cap: 120", "}", ("cap: 120", "cap: 120}"), "method: ratio"),
    Slip("a bracket not closed", "covers: [bonus]", "covers: [bonus", "]", ("[bonus", "[bonus]")),
    Slip(
        "a brace too many", "cap: 120}", "cap: 120}}", "}", ("}}\n    weight: 60", "}\n    weight: 60"), "method: ratio"
    ),
    Slip(
        "a comma missing in braces",
        "{method: ratio, floor: 0",
        "{method: ratio floor: 0",
        "comma",
        ("ratio floor", "ratio, floor"),
    ),
    Slip(
        "a brace not opened", "score: {method: ratio", "score: method: ratio", "{", ("score: method", "score: {method")
    ),
    Slip("a quote not closed", 'version: "1"', 'version: "1', "quote", ('"1', '"1"')),
    Slip(
        "a colon in a title",
        "    title: Retention",
        "    title: Retention: kept",
        "quotes",
        ("Retention: kept", '"Retention: kept"'),
    ),
    Slip("a hash at the beginning", "column: Sales,", "column: #Sales,", "#", ("#Sales", '"#Sales"')),
    Slip(
        "a percent sign at the beginning", "    title: Retention", "    title: % kept", "quotes", ("% kept", '"% kept"')
    ),
    Slip("an at sign", "    title: Retention", "    title: @kept", "quotes", ("@kept", '"@kept"')),
    Slip("a star", "    title: Retention", "    title: *kept", "quotes", ("*kept", '"*kept"')),
    Slip("an ampersand", "    title: Retention", "    title: &kept", "quotes", ("&kept", '"&kept"')),
    Slip("an exclamation mark", "    title: Retention", "    title: !kept", "quotes", ("!kept", '"!kept"')),
    Slip(
        "a minus and a blank",
        "retention: renewed / due",
        "retention: - renewed / due",
        "quotes",
        ("- renewed / due\n", '"- renewed / due" \n'),
    ),
    Slip(
        "a text that begins with a quote",
        "  new: role == 'AE' and tenure < 6",
        "  new: 'AE' == role and tenure < 6",
        "quotes",
        ("'AE' == role and tenure < 6", "\"'AE' == role and tenure < 6\""),
    ),
    Slip(
        "a formula cut by a comma",
        "when: not trained, grade",
        "when: not trained or max(salary, 0) > 1, grade",
        "not quoted",
    ),
    Slip(
        "a bullet in place of a key",
        "  bonus:\n    title: Bonus",
        "  - bonus:\n    title: Bonus",
        "indent",
        ("  - bonus", "  bonus"),
    ),
    Slip("an equals sign for the colon", "    weight: 60", "    weight = 60", "colon", ("weight = 60", "weight: 60")),
    Slip("nothing behind the key", "    target: quota", "    target:", "target", ("target:\n", "target: quota\n")),
    zh("a full-width colon", "    title: 回款率", "    title：回款率", "English", ("：", ": ")),
    zh("a full-width colon in braces", "cap: 120}", "cap：120}", "cap: 120"),
    zh("a full-width colon and a space", "    weight: 30", "    weight： 30", "English", ("： ", ": ")),
    zh("a full-width comma in braces", "floor: 0, cap: 120", "floor: 0，cap: 120", "comma", ("，", ", ")),
    zh("full-width commas in a list", "[华东, 华南, 华北]", "[华东，华南，华北]", "comma"),
    zh("enumeration commas in a list", "[华东, 华南, 华北]", "[华东、华南、华北]", "comma"),
    zh("full-width braces", "{type: money, min: 1}\n    应收", "｛type: money, min: 1｝\n    应收", "{"),
    zh(
        "full-width brackets",
        "values: [华东, 华南, 华北]",
        "values: ［华东, 华南, 华北］",
        "[ ]",
        ("［华东, 华南, 华北］", "[华东, 华南, 华北]"),
    ),
    zh("a full-width blank after the colon", "    weight: 30", "    weight:\u300030", "full-width blank"),
    zh(
        "full-width blanks as indent",
        "    title: 回款率",
        "\u3000\u3000title: 回款率",
        "full-width",
        ("\u3000\u3000title", "    title"),
    ),
    zh(
        "a full-width blank behind blanks",
        "    title: 回款率",
        "   \u3000title: 回款率",
        "full-width",
        ("   \u3000title", "    title"),
    ),
    zh(
        "a full-width blank before a comma",
        "{type: count, min: 0}",
        "{type: count,\u3000min: 0}",
        "full-width",
        ("\u3000", " "),
    ),
    zh("a full-width hash", "period: quarter", "period: quarter ＃ 季度", "quarter", (" ＃ 季度", "")),
]
VALUES = [
    Slip("a word misspelt", "period: quarter", "period: quater", "quarter"),
    Slip("another word", "period: quarter", "period: quarterly", "quarter"),
    Slip("a type misspelt", "{type: money, column: Salary", "{type: mony, column: Salary", "money"),
    Slip("a type of a database", "{type: money, column: Salary", "{type: decimal, column: Salary", "number"),
    Slip("a method misspelt", "method: marginal", "method: marginl", "marginal"),
    Slip("a mode misspelt", "mode: cap}", "mode: capped}", "cap"),
    Slip("a kind misspelt", "kind: recognition", "kind: recognise", "recognition"),
    Slip("a currency in small letters", "currency: USD", "currency: usd", "USD"),
    Slip("a currency by its sign", "currency: USD", "currency: $", "for example", ("$", "USD")),
    Slip("yes for true", "method: linear\n", "method: linear\n      extend: yes\n", "true", at="extend"),
    Slip("an American date", "from: 2026-07-01", "from: 7/1/2026", "2026-07-01", ("7/1/2026", "2026-07-01")),
    Slip(
        "an American date, the other way",
        "from: 2026-07-01",
        "from: 1/7/2026",
        "2026-07-01",
        ("1/7/2026", "2026-07-01"),
    ),
    Slip("a date that is certain", "to: 2026-12-31", "to: 12/31/2026", "2026-12-31"),
    Slip("a date with points", "to: 2026-12-31", "to: 31.12.2026", "2026-12-31"),
    Slip("a date with slashes", "to: 2026-12-31", "to: 2026/12/31", "2026-12-31"),
    Slip("a date without zeros", "from: 2026-07-01", "from: 2026-7-1", "2026-07-01"),
    Slip("a date with a month's name", "to: 2026-12-31", "to: Dec 31 2026", "2026-12-31"),
    Slip("a day that is none", "to: 2026-12-31", "to: 2026-11-31", "no such day", ("2026-11-31", "2026-12-31")),
    Slip(
        "dates the wrong way round",
        "{from: 2026-07-01, to: 2026-12-31}",
        "{from: 2026-12-31, to: 2026-07-01}",
        "before",
        ("{from: 2026-12-31, to: 2026-07-01}", "{from: 2026-07-01, to: 2026-12-31}"),
    ),
    Slip("a percent forgotten", "    target: 92%", "    target: 92", "92%", ("target: 92\n", "target: 92%\n")),
    Slip("a percent where points are meant", "cap: 120}", "cap: 120%}", "120", ("120%", "120")),
    Slip("a rate without percent", "100000: 2%", "100000: 2", "2%", ("100000: 2,", "100000: 2%,")),
    Slip("a place of a point as a sum", "[70%, 0]", "[50% + 20%, 0]", "percent", ("50% + 20%", "70%")),
    Slip("a dollar sign", "amount: 500000", "amount: $500000", "500000"),
    Slip("commas between thousands", "amount: 500000", "amount: 500,000", "500000"),
    Slip("a K for thousand", "amount: 500000", "amount: 500K", "500000"),
    Slip("a currency behind", "amount: 500000", "amount: 500000 USD", "500000"),
    Slip("blanks between thousands", "amount: 500000", "amount: 500 000", "500000"),
    Slip("underscores in a formula", "amount: salary * base_rate", "amount: salary * base_rate * 1_000", "1000"),
    Slip(
        "the grades upside down",
        "{A: 110, B: 95, C: 80, D: lowest}",
        "{D: lowest, C: 80, B: 95, A: 110}",
        "{A: 110, B: 95, C: 80, D: lowest}",
        mend=("{D: lowest, C: 80, B: 95, A: 110}", "{A: 110, B: 95, C: 80, D: lowest}"),
    ),
    Slip(
        "two grades exchanged",
        "{A: 110, B: 95, C: 80, D: lowest}",
        "{A: 95, B: 110, C: 80, D: lowest}",
        "falling",
        ("{A: 95, B: 110", "{A: 110, B: 95"),
    ),
    Slip("no lowest grade", "C: 80, D: lowest}", "C: 80, D: 60}", "D: lowest", ("D: 60}", "D: lowest}")),
    Slip(
        "grades as a list",
        "{A: 110, B: 95, C: 80, D: lowest}",
        "[A: 110, B: 95, C: 80, D: lowest]",
        "{A: 110, B: 95, C: 80, D: lowest}",
    ),
    Slip(
        "points unsorted",
        "[[70%, 0], [92%, 100], [100%, 140]]",
        "[[92%, 100], [70%, 0], [100%, 140]]",
        "[[70%, 0], [92%, 100], [100%, 140]]",
        ("[[92%, 100], [70%, 0], [100%, 140]]", "[[70%, 0], [92%, 100], [100%, 140]]"),
    ),
    Slip("points as a mapping", "[[70%, 0], [92%, 100], [100%, 140]]", "{70%: 0, 92%: 100, 100%: 140}", "[[70%, 0]"),
    Slip(
        "one bracket too few in points",
        "[[70%, 0], [92%, 100], [100%, 140]]",
        "[70%, 0, 92%, 100, 100%, 140]",
        "[[70%, 0]",
    ),
    Slip(
        "tiers unsorted",
        "{0: 1%, 100000: 2%, 300000: 3%}",
        "{300000: 3%, 100000: 2%, 0: 1%}",
        "{0: 1%, 100000: 2%, 300000: 3%}",
        mend=("{300000: 3%, 100000: 2%, 0: 1%}", "{0: 1%, 100000: 2%, 300000: 3%}"),
    ),
    Slip(
        "tiers as a list of pairs",
        "{0: 1%, 100000: 2%, 300000: 3%}",
        "[[0, 1%], [100000, 2%], [300000, 3%]]",
        "{0: 1%, 100000: 2%",
    ),
    Slip("prizes as a list", "{1: 3000, 2: 2000, 3: 1000}", "[3000, 2000, 1000]", "{1: 3000, 2: 2000, 3: 1000}"),
    Slip("covers as a text", "covers: [bonus]", "covers: bonus", "[bonus]"),
    Slip("values as a text", "values: [AE, AM, Manager]", "values: AE, AM, Manager", "square brackets"),
    Slip("bounds with thousands", "100000: 2%", "100,000: 2%", "100000"),
    zh("bounds in 万", "100000: 2%, 300000: 3%", "10万: 2%, 300000: 3%", "100000", mend=("10万", "100000")),
    zh("a period in Chinese", "period: quarter", "period: 季度", "quarter"),
    zh("a type in Chinese", "月薪: {type: money", "月薪: {type: 金额", "money"),
    zh("a full-width percent", "    target: 95%", "    target: 95％％", "percent", ("95％％", "95%")),
    zh("a Chinese date", "to: 2026-12-31", "to: 2026年12月31日", "2026-12-31"),
    zh("a percent in a word", "    target: 95%", "    target: 百分之95", "95%"),
]
FORMULAS = [
    Slip("a single =", "role == 'AE' and", "role = 'AE' and", "=="),
    Slip(
        "<>",
        "grade == 'A'",
        "grade <> 'A'",
        "!=",
    ),
    Slip("=>", "tenure < 6", "tenure => 6", ">="),
    Slip("x for *", "salary * base_rate", "salary x base_rate", "*"),
    Slip("AND", "'AE' and tenure", "'AE' AND tenure", "and"),
    Slip("&&", "'AE' and tenure", "'AE' && tenure", "and"),
    Slip("^", "salary * base_rate", "salary ^ 2 * base_rate", "power", ("salary ^ 2", "power(salary, 2)")),
    Slip("a label without quotes", "grade == 'A'", "grade == A", "'A'"),
    Slip("a label in small letters", "role == 'AE'", "role == 'ae'", "AE", ("'ae'", "'AE'")),
    Slip("a name misspelt", "salary * base_rate", "salery * base_rate", "salary"),
    Slip("the heading for the name", "calendar_months_between(hired,", "calendar_months_between(Hire_Date,", "hired"),
    Slip("the heading in place of the field", "base: sales", "base: Sales", "sales"),
    Slip(
        "an indicator for its score",
        "when: not trained",
        "when: not trained or kept < 50",
        "kept.score",
        ("kept <", "kept.score <"),
    ),
    Slip(
        "IF of a spreadsheet",
        "salary * base_rate * factor",
        "salary * base_rate * IF(trained, 1, 2) * factor",
        "if condition",
        ("IF(trained, 1, 2)", "(1 if trained else 2)"),
    ),
    Slip("a function misspelt", "calendar_months_between(", "calender_months_between(", "calendar_months_between"),
    Slip(
        "a bracket not closed in a formula",
        "salary * base_rate * factor",
        "(salary * base_rate * factor",
        "bracket",
        ("(salary", "salary"),
    ),
    Slip(
        "an operator missing",
        "salary * base_rate",
        "salary base_rate",
        "sign",
        ("salary base_rate", "salary * base_rate"),
    ),
    Slip(
        "an if without else",
        "salary * base_rate * factor",
        "salary * base_rate * factor if trained",
        "else",
        ("if trained", "if trained else 0"),
    ),
    Slip(
        "missing as a value",
        "renewed / due",
        "renewed / due if due > 1 else missing",
        "(1 if condition else 0)",
        ("due if due > 1 else missing", "due / (1 if due > 1 else 0)"),
    ),
    Slip(
        "null as a value",
        "renewed / due",
        "renewed / due if due > 1 else null",
        "(1 if condition else 0)",
        ("due if due > 1 else null", "due / (1 if due > 1 else 0)"),
    ),
    Slip("a date without quotes", "tenure < 6", "tenure < 6 and hired > 2026-01-01", "'2026-01-01'"),
    Slip("a reward misspelt", "covers: [bonus]", "covers: [bonuses]", "bonus", ("bonuses", "bonus")),
    Slip("a grade that is none", "grade_at_most: C", "grade_at_most: F", "A, B, C", ("most: F", "most: C")),
    Slip("a label of the look-up missing", "C: 1, D: 0}}", "C: 1}}", "D", ("C: 1}}", "C: 1, D: 0}}")),
    Slip("a label of the look-up misspelt", "{A: 2, B: 1.5", "{a: 2, B: 1.5", "A", ("{a: 2", "{A: 2")),
    Slip(
        "weights that add up to more",
        "    weight: 60",
        "    weight: 70",
        "lower one of them by 10",
        ("weight: 70", "weight: 60"),
        "weight",
    ),
    Slip("a word of the language as a name", "  base_rate: 5%", "  in: 5%", "in_", ("  in:", "  base_rate:"), most=2),
    Slip(
        "otherwise not last",
        "  account: role == 'AM'\n  others: otherwise",
        "  others: otherwise\n  account: role == 'AM'",
        "last",
        ("  others: otherwise\n  account: role == 'AM'", "  account: role == 'AM'\n  others: otherwise"),
        "account",
    ),
    Slip(
        "a condition that is a number",
        "when: not trained",
        "when: not trained and salary",
        "compare",
        ("and salary", "and salary >= 60"),
    ),
    zh("a word for a sign", "违规 > 0", "违规 大于 0", ">"),
    zh("a unit behind a number", "司龄 < 6", "司龄 < 6个月", "6"),
    zh("a single = in Chinese", "grade == 'S'", "grade = 'S'", "=="),
    zh("a name misspelt in Chinese", "月薪 * 3", "月新 * 3", "月薪"),
    zh("且", "when: 违规 > 0", "when: 违规 > 0 且 月薪 > 0", "and"),
    zh("以上", "when: 违规 > 0", "when: 违规 1 以上", ">= 1", ("违规 1 以上", "违规 >= 1")),
    zh("an amount in 万", "月薪 * 3", "月薪 + 3万", "30000"),
    zh("a yuan sign", "月薪 * 3", "月薪 + ￥3000", "3000"),
]
ALL = [*KEYS, *LAYOUT, *VALUES, *FORMULAS]
