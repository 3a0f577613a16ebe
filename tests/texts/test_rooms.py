"""Nothing of a message about a formula, a line of a policy or a variant is English that no catalogue knows.

Each is said in a made-up language whose texts are empty but for their parts: what is left of it are names, numbers and
quoted text, and no word of English.
"""

from __future__ import annotations

import gettext
import re
import string
from datetime import date
from typing import TYPE_CHECKING

import pytest

from appraise import load, load_text
from appraise.formula.beyond import BEYOND
from appraise.formula.functions import FUNCTIONS
from appraise.formula.lines import LINE_FUNCTIONS
from appraise.policy.meaning.combinations import Case
from appraise.policy.meaning.decision_table import Level
from appraise.policy.meaning.parts import REWARD_PARTS
from appraise.policy.meaning.scope import BUILT_IN, PACE, PARTS
from appraise.texts import catalogues, told

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from appraise.diagnostics import Diagnostic

POLICY = """\
ruleset: shop
title: 门店考核
version: "1"
effective: {from: 2026-07-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  fields:
    id: {type: text, column: 工号}
    region: {type: text, values: [华东, 华南]}
    sales: {type: money, column: 销售额, min: 0}
    joined: {type: date}
    salary: {type: money, min: 0}
tables:
  rates:
    keys: [region, sales]
    match: {sales: range}
    values: {华东: {0: 1%}, 华南: {0: 2%}}
indicators:
  sales:
    title: 销售额
    value: sales
    target: 100000
    score: {method: linear, of: attainment, points: [[70%, 0], [100%, 100]]}
    weight: 100
rewards:
  bonus: {title: 奖金, amount: FORMULA}
"""
FORMULAS = [
    "region + sales", "joined - joined", "sales / 0", "sales if salary else 0", "max(sales, region)", "not sales",
    "'a' if sales > 3 else 2", "sales and salary", "mean(sales, x=3)", "rank(x=3)", "previous(sales, 200)",
    "previous(sales, 1, 2)", "quantile(sales, 7)", "round(sales, 9)", "abs(1, 2)", "clip(1)", "lookup(nowhere, sales)",
    "lookup(rates, sales)", "lookup(rates, region, region)", "lookup(1)", "region > '华东'", "region == 'nobody'",
    "salary > 80%", "sales.attainment > 80", "sales.attainment + sales.score", "nobody.value", "sales.pp", "sales.due",
    "missing", "none", "8万", "3m", "1,000 + 2", "max(1,000, 2)", "2026/3/1 > 3", "1/2/2026 > 3", "sales ** 2",
    "sales[0]", "f'x{sales}'", "sales & 1", "max(*sales)", "sales + 1_000", "5 6", "12 345", "sales 大于 5", "sales 5000 以上",
    "AND", "IF(sales > 1, 2, 3)", "SUM(sales)", "sales => 5", "sales = 5", "sales #", "sales %", "'a", "'a' 'b'",
    "(sales", "sales if 1", "nofun(sales)", "sales(3)", "is_first(region)", "months_between(sales, joined)",
    "joined > 3", "salary == '3'", "max(sales, x=1)", "mean_of_last(sales, 3, at_least=5)", "mean(sales, within=sales)",
    "mean_of_last(sales, 3, including_this=2)", "mean(sales, where=sales)", "$5", "bonus.place", "华东", "销售额",
    "region in '华东,华南'", "region == ('华东', '华南')", "calendar_months_between(joined, joined, 99)", "grade",
    "rates", "nobody.adjustment", "nobody.category_score", "sales.x.y", "max", "+".join(["1"] * 400), "sales + 1e20", "",
]  # fmt: skip
TEXTS = [
    ("title: 门店考核", "title：门店考核"), ("title: 门店考核", "title:门店考核"), ("title: 门店考核", "title:\u3000门店考核"),
    ("title: 门店考核", "title = 门店考核"), ("title: 门店考核", "title: '门店考核"), ("period: quarter", "\tperiod: quarter"),
    ("period: quarter", "\u3000period: quarter"), ("[华东, 华南]", "[华东，华南]"), ("[华东, 华南]", "【华东, 华南】"),
    ("[华东, 华南]", "[华东, 华南"), ("min: 0}", "min: 0"), ("min: 0}", "min: 0}}"), ("id: {type", "id: &id {type"),
    ("weight: 100", "weight: 100\n    weight: 100"), ("weight: 100", "weight: !kg 100"), ("weight: 100", "- weight: 100"),
    ("weight: 100", "weight: - sales"), ("amount: FORMULA", "amount: max(sales, 1)"), ("min: 0", "min: 1,000"),
    ("values: [华东, 华南]", "values: 华东, 华南"), ("value: sales", "value: 'sales' if sales else 'x'"),
    ("column: 销售额", "column: #销售额"), ("period: quarter", "---\nperiod: quarter"),
]  # fmt: skip
VARIANTS = [
    "indicators: {sales: {weight: remove}}", "indicators: {slaes: {weight: 1}}", "rewards: {bonus: }",
    "indicators: {sales: {target：5: }}", "data: {fields: {sales: null}}", "indicators: {nobody: null}",
    "rewards: {bonus: {nothing: null}}",
]  # fmt: skip
FORMS = [function.form for table in (FUNCTIONS, BEYOND, LINE_FUNCTIONS) for function in table.values()]
WORDS = {  # that are no English: the language of formulas and policies, and what joins a list in "fr"
    *re.findall(r"\w+", " ".join(FORMS)), *BUILT_IN, *PARTS, *PACE, *REWARD_PARTS,
    *["if", "else", "and", "or", "not", "in", "True", "False", "null", "none", "within", "where", "extends", "ou", "et", "January", "February"],
}  # fmt: skip


class Emptied(gettext.NullTranslations):
    """A catalogue that leaves of every text nothing but its parts."""

    def gettext(self, message: str) -> str:
        fields = [
            f"{{{name}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}}}"
            for _, name, spec, conversion in string.Formatter().parse(message)
            if name is not None
        ]
        return " ".join(["·", *fields])

    def pgettext(self, _context: str, message: str) -> str:
        return self.gettext(message)

    def ngettext(self, _one: str, many: str, _n: int) -> str:
        return self.gettext(many)


@pytest.fixture(autouse=True)
def emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "catalogue", lambda _language: Emptied())


def said_of(found: Iterable[Diagnostic], given: str) -> set[str]:
    """The words of some diagnostics that stand neither in a catalogue nor in what was typed."""
    typed = set(re.findall(r"\w+", f"{given} {POLICY}")) | WORDS
    texts = [text for d in found for text in (d.message, d.hint, *(note for _, note in d.also))]
    words = {word for text in texts for word in re.findall(r"\w+", told(text, "fr"))}
    words = {word for word in words if re.search("[A-Za-z]{2,}", word)}
    return words - typed


@pytest.mark.parametrize("formula", FORMULAS, ids=range(len(FORMULAS)))
def test_a_message_of_a_formula(formula: str) -> None:
    text = POLICY.replace("FORMULA", '"' + formula.replace('"', '\\"') + '"')
    found = [d for d in load_text(text).diagnostics if d.where and d.where.line == text.count("\n")]
    assert found
    assert said_of(found[:1], formula) == set()


@pytest.mark.parametrize(("sound", "slip"), TEXTS)
def test_a_message_of_a_text(sound: str, slip: str) -> None:
    found = load_text(POLICY.replace(sound, slip, 1).replace("FORMULA", "salary")).diagnostics
    assert found
    assert said_of(found[:1], slip) == set()


@pytest.mark.parametrize("stated", VARIANTS)
def test_a_message_of_a_variant(stated: str, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(POLICY.replace("FORMULA", "salary"), encoding="utf-8")
    variant = tmp_path / "variant.yaml"
    variant.write_text(f"extends: base.yaml\ntitle: 方案\nreason: 试行\n{stated}\n", encoding="utf-8")
    found = load(variant).diagnostics
    assert found
    assert said_of(found[:1], f"{stated} {tmp_path} base.yaml") == set()


def test_the_messages_of_cases_and_ranges() -> None:
    case = Case({"role": "", "region": "East"}, date(2026, 7, 1), dated=True)
    level = Level((), (0.0, 10.0), 5, [], [], [])
    assert str(case.whose) == " for other values of role and region East and the time from 2026-07-01 on"
    ranges = ["0", "from 0 below 10", "over 0 to 10", "over 10", "below 0", "any"]
    places = [(1, 1), (1, 2), (2, 3), (4, 4), (0, 0), (0, 4)]
    assert [str(level.words(*at)) for at in places] == ranges
    said = " ".join(told(text, "fr") for text in (case.whose, *(level.words(*at) for at in places)))
    assert set(re.findall("[A-Za-z]{2,}", said)) == {"role", "region", "East"}
