"""A comparison as a page: its figures are those of the tables, it asks for nothing, and no text can become markup."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from appraise.cli import main
from appraise.compare.compared import compare
from appraise.compare.tables import Compared
from appraise.report.comparison.figures import figure
from appraise.report.comparison.tables import sheets
from tests.compare.policies import BASE, TEAM, VARIANTS, attributions, compared, plan
from tests.report.page import Element, read

EN = "key-account-quarterly-en"


def written(
    path: Path, *words: str, base: str = BASE, variants: tuple[str, ...] = VARIANTS, data: Path = TEAM
) -> Result:
    return CliRunner().invoke(main, ["compare", base, *variants, "--data", str(data), "--out", str(path), *words])


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    done = written(path, "--by", "region")
    assert done.exit_code == 0, done.output
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Element:
    return read(html)


@cache
def tables() -> Compared:
    return compare(compared(), attributions())


def section(page: Element, key: str) -> Element:
    return next(one for one in page.all("section") if one.attributes["id"] == key)


def test_every_chart_says_its_point_and_stands_above_its_table(page: Element) -> None:
    drawn = set()
    for part in page.all("section"):
        figures = list(part.all("figure"))
        for one in figures:
            (caption,) = one.all("figcaption")
            svg = next(one.all("svg"))
            title, description = next(svg.all("title")), next(svg.all("desc"))
            assert svg.attributes["role"] == "img"
            assert svg.attributes["aria-labelledby"] == f"{title.attributes['id']} {description.attributes['id']}"
            assert len(title.text) > 3
            assert len(description.text) > 8
            assert title.text in caption.text
            assert description.text in caption.text
            assert any(True for _ in svg.all("rect", "polyline", "path"))
        if figures:
            drawn.add(part.attributes["id"])
            order = [one.tag for one in part.all("figure", "table")]
            assert order == ["figure"] * len(figures) + ["table"] * (len(order) - len(figures))
            assert "table" in order
    assert drawn == {
        "cost",
        "changes",
        "movement",
        "winners",
        "deciles",
        "fairness",
        "spread",
        "aims",
        "bins",
        "over_time",
    }


def test_it_asks_for_nothing_over_a_network(html: str, page: Element) -> None:
    assert "http" not in re.sub(r'http-equiv="', "", html)
    assert "@import" not in html
    assert "@font-face" not in html
    assert set(re.findall(r"url\(([^)]*)\)", html)) == {"#pattern-0", "#pattern-1"}
    assert not list(page.all("img", "link", "iframe", "object", "embed", "image", "use"))
    assert all(one.attributes.get("href", "#").startswith("#") for one in page.all())
    assert not any({"src", "srcset", "style", "xlink:href"} & set(one.attributes) for one in page.all())
    assert not any(name.startswith("on") for one in page.all() for name in one.attributes)


def test_the_policy_of_the_page_allows_only_its_own_style_and_script(page: Element) -> None:
    (allowed,) = (
        m.attributes["content"] for m in page.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in allowed.split(";"))
    assert rules["default-src"] == "'none'"
    for tag in ("style", "script"):
        (one,) = page.all(tag)
        digest = base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"


def test_ids_are_unique_and_links_lead_somewhere(page: Element) -> None:
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    links = [one.attributes["href"].removeprefix("#") for one in page.all("a")]
    assert links == [one.attributes["id"] for one in page.all("section") if one.attributes["id"] != "summary"]
    named = [name for one in page.all() for name in one.attributes.get("aria-labelledby", "").split()]
    assert set(named) <= set(ids)


def test_every_table_has_every_figure(page: Element) -> None:
    wanted = list(sheets(tables(), plan(BASE).ruleset))
    found = [t for one in page.all("section") if one.attributes["id"] != "about" for t in one.all("table")]
    assert len(found) == len(wanted)
    for table, sheet in zip(found, wanted, strict=True):
        head, *rows = table.all("tr")
        assert [cell.text for cell in head.all("th")] == list(sheet.headings)
        assert len(rows) == len(sheet.cells)
        for row, cells in zip(rows, sheet.cells, strict=True):
            for shown, cell, unit in zip(row.all("th", "td"), cells, sheet.units, strict=True):
                assert shown.text == (cell if isinstance(cell, str) else figure(cell, unit))
                if not isinstance(cell, str):
                    exact = shown.attributes["data-value"]
                    assert exact == "" if math.isnan(cell) else float(exact) == pytest.approx(cell, rel=1e-11)


def test_the_summary_says_what_the_tables_say(page: Element) -> None:
    first, second, third = section(page, "summary").all("article")
    assert [li.text for li in first.all("li")] == [
        "成本增加 105,400.00（+0.6%）：由 17,072,154.57 变为 17,177,554.57。",
        "其中：新人 -26,359.08（-4.4%）；老员工 +131,759.08（+0.8%）。",
        "季度奖金总额压减应发 323,550.00，涉及 106 人次（现行制度压减 118,600.00）。",
        "各项修改的份额：指标类别 业绩指标 权重等 2 项：-75.00；指标 销售额 权重等 3 项：+105,475.00。",
        "38 人次增加，104 人次减少，270 人次不变。",
        "等级上升 39 人次，等级下降 16 人次，等级不变 357 人次。",
        "公平性：6 个组间比值中 2 个低于 0.8（现行制度 3 个），其中 0 个难以用偶然解释。",
        "差异难以用偶然解释的组：分组 新人，未落入最低等级，比值 0.881（P 值 0.007）。",
    ]
    assert next(second.all("li")).text.startswith("成本减少 1,489,550.00（-8.7%）")
    assert next(third.all("h3")).text == "方案 3 · 新人目标加严"
    assert "各项修改的份额：指标 销售额 目标：-155,400.00；指标 新客户 目标：-57,600.00。" in third.text


def test_the_head_says_what_is_compared(page: Element) -> None:
    (head,) = page.all("header")
    facts = {one.text: two.text for one, two in zip(head.all("dt"), head.all("dd"), strict=True)}
    assert facts["现行制度"] == "大客户销售人员季度绩效考核办法 (版本 2026.1)"
    assert facts["方案 2"].startswith("区域内强制分布 (版本 2026.1)试行理由：现行制度 A 以上接近一半")
    assert facts["考核期"] == "2025Q1 – 2026Q4"
    assert facts["比较范围"] == "419 人次"
    assert facts["货币"] == "元"
    assert facts["变动的含义"] == "所有变动均为：方案 − 现行制度。"
    about = section(page, "about").text
    assert plan(VARIANTS[0]).ruleset.digest in about
    assert hashlib.sha256(TEAM.read_bytes()).hexdigest() in about


def test_bars_are_as_long_as_their_figures(page: Element) -> None:
    svg = next(one for one in section(page, "cost").all("svg") if one.attributes.get("role") == "img")
    lengths = [float(bar.attributes["width"].rstrip("%")) for bar in svg.of_class("bar")]
    starts = [float(bar.attributes["x"].rstrip("%")) for bar in svg.of_class("bar")]
    more, less, little = 105_400, 1_489_550, 213_000
    assert lengths[0] / lengths[1] == pytest.approx(more / less, abs=0.001)
    assert lengths[2] / lengths[1] == pytest.approx(little / less, abs=0.001)
    zero = starts[0]
    assert starts[1] + lengths[1] == pytest.approx(zero, abs=0.02)
    assert starts[2] + lengths[2] == pytest.approx(zero, abs=0.02)
    assert "+105,400.00 (+0.6%)" in svg.text


def test_cells_of_grades_show_the_counts(page: Element) -> None:
    charts = [one for one in section(page, "movement").all("svg") if one.attributes.get("role") == "img"]
    for svg, variant in zip(charts, tables().variants, strict=True):
        counts = [f"{row.appraisals:,}" for row in tables().movement.rows if row.variant == variant and row.appraisals]
        texts = [t.text for t in svg.all("text") if t.text and "label" not in t.attributes.get("class", "")]
        assert texts == ["现行等级", *counts]
        assert len(list(svg.of_class("frame"))) == 5


def test_changes_of_a_variant_lead_from_nothing_to_the_whole(page: Element) -> None:
    of_two = [one for one in section(page, "changes").all("svg") if one.attributes.get("role") == "img"]
    assert len(of_two) == 2  # the second variant has one change, which is the whole
    first, second, whole = (
        (float(bar.attributes["x"][:-1]), float(bar.attributes["width"][:-1])) for bar in of_two[1].of_class("bar")
    )
    assert first[1] / whole[1] == pytest.approx(155_400 / 213_000, abs=0.001)
    assert first[0] + first[1] == pytest.approx(whole[0] + whole[1], abs=0.02)  # both begin at nothing, and lead down
    assert second[0] + second[1] == pytest.approx(first[0], abs=0.02)
    assert second[0] == pytest.approx(whole[0], abs=0.02)


def test_percents_over_time_are_percents(page: Element) -> None:
    charts = [one for one in section(page, "over_time").all("svg") if one.attributes.get("role") == "img"]
    (collection,) = (one for one in charts if next(one.all("title")).text == "回款率：各考核期平均")
    assert "2025Q1 至 2026Q4，各制度相同：92.77% 至 93.55%。纵轴不从 0 开始。" in collection.text
    axis = [text.text for text in collection.all("text") if text.attributes.get("text-anchor") == "end"]
    assert axis == ["92.5%", "93%", "93.5%", "94%", "94.5%"]
    assert [text.text for text in collection.of_class("key")] == ["各制度"]


def test_in_english(tmp_path: Path) -> None:
    variant, out = tmp_path / "variant.yaml", tmp_path / "report.html"
    text = "extends: key-account-quarterly-en\ntitle: Higher challenge\nreason: to see\nparameters: {challenge: 1.3}\n"
    variant.write_text(text, encoding="utf-8")
    done = written(out, base=EN, variants=(str(variant),))
    assert done.exit_code == 0, done.output
    page = read(out.read_text(encoding="utf-8"))
    assert next(page.all("html")).attributes["lang"] == "en"
    assert next(page.all("h1")).text.endswith(": comparison with a variant")
    assert "Why: to see" in page.text
    assert "Every change is variant minus base." in page.text
    own = "".join(part.text for part in page.all("h2", "figcaption", "li", "dt"))
    assert not re.search(r"[\u4e00-\u9fff]", own)


def test_in_chinese(page: Element) -> None:
    assert next(page.all("html")).attributes["lang"] == "zh-CN"
    assert [h.text for h in page.all("h2")][:4] == ["摘要", "目录", "成本", "奖金包"]


def test_anonymous_names_nobody(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert written(out, "--anonymous", "--by", "region,name").exit_code == 0
    page = read(out.read_text(encoding="utf-8"))
    text = " ".join(child for one in page.all() for child in one.children if isinstance(child, str))
    assert "表中不列出任何人。" in text
    words = set(re.findall(r"\w+", text))
    for line in TEAM.read_text(encoding="utf-8-sig").splitlines()[1:]:
        number, name = line.split(",")[:2]
        assert name not in text
        assert number not in words


def test_the_same_inputs_give_the_same_bytes(html: str, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere.html"
    assert written(again, "--by", "region").exit_code == 0
    assert again.read_bytes() == html.encode()


def test_what_was_there_stays_where_it_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "report.html"
    out.write_text("before", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    done = written(out, "--period", "2026Q3")
    assert done.exit_code == 1
    assert "if it is open in Excel, close it and try again" in done.output
    assert out.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [out]


EVIL = "</title></style><script>alert(1)</script>]]>"


def small(
    folder: Path, name: str, title: str, *, grades: str = "", rewards: str = "", weights: tuple[int, int] = (70, 30)
) -> str:
    path = folder / f"{name}.yaml"
    path.write_text(f"""
ruleset: {name}
title: {title!r}
version: "1"
language: en
effective: {{from: 2026-01-01, to: 2026-12-31}}
period: quarter
currency: EUR
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: error}}
data:
  employee: id
  period: period
  fields: {{id: {{type: text}}, period: {{type: text}}, name: {{type: text}}, site: {{type: text, column: "<b>site"}}, sales: {{type: money}}, quality: {{type: percent}}}}
indicators:
  sales: {{title: "<i>Sales", value: sales, target: 100, score: {{method: ratio, floor: 0, cap: 120}}, weight: {weights[0]}}}
  quality: {{title: Quality & more, value: quality, target: 100%, score: {{method: ratio, floor: 0, cap: 120}}, weight: {weights[1]}}}
{grades}
{rewards}
""", encoding="utf-8")  # fmt: skip
    return str(path)


GRADES = "grades: {bands: {'A<script>': 80, 'B&': lowest}}"
REWARDS = "rewards: {bonus: {title: '<img src=x onerror=alert(1)>', amount: score * 10}, other: {title: Other, amount: score}}"


def people(folder: Path, periods: tuple[str, ...] = ("2026Q1", "2026Q2")) -> Path:
    rows = ["id,period,name,<b>site,sales,quality"]
    rows += [
        f'{i},{p},<script>{i},"<svg/onload=\'x\'>&""{i % 2}",{50 + 7 * i},{90 - 3 * i}%'
        for i in range(12)
        for p in periods
    ]
    path = folder / "d.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_no_text_becomes_markup(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    base = small(tmp_path, "a", EVIL, grades=GRADES, rewards=REWARDS)
    more = REWARDS.replace("* 10", "* 11")
    variant = small(tmp_path, "b", EVIL + "2", grades=GRADES, rewards=more, weights=(40, 60))
    done = written(out, "--by", "site", base=base, variants=(variant,), data=people(tmp_path))
    assert done.exit_code == 0, done.output
    page = read(out.read_text(encoding="utf-8"))
    assert len(list(page.all("script"))) == 1
    assert not list(page.all("img", "i"))
    for text in (
        EVIL,
        "A<script>",
        "B&",
        "<script>3",
        "<svg/onload='x'>&\"1",
        "<i>Sales",
        "<b>site",
        "<img src=x onerror=alert(1)>",
    ):
        assert text in page.text
    assert not any(name.startswith("on") for one in page.all() for name in one.attributes)


@pytest.mark.parametrize("periods", [("2026Q1",), ("2026Q1", "2026Q2")], ids=["one period", "two periods"])
@pytest.mark.parametrize("rewards", ["", REWARDS], ids=["without pay", "with pay"])
@pytest.mark.parametrize("grades", ["", GRADES], ids=["without grades", "with grades"])
def test_what_a_policy_does_not_have_is_left_out(
    grades: str, rewards: str, periods: tuple[str, ...], tmp_path: Path
) -> None:
    out = tmp_path / "report.html"
    base = small(tmp_path, "a", "Old", grades=grades, rewards=rewards)
    variant = small(tmp_path, "b", "New", grades=grades, rewards=rewards, weights=(40, 60))
    done = written(out, "--by", "site", base=base, variants=(variant, base), data=people(tmp_path, periods))
    assert done.exit_code == 0, done.output
    page = read(out.read_text(encoding="utf-8"))
    drawn = {part.attributes["id"] for part in page.all("section") if list(part.all("figure"))}
    assert ("cost" in drawn, "winners" in drawn) == (bool(rewards), bool(rewards))
    assert ("movement" in drawn) == bool(grades)
    assert ("over_time" in drawn) == (len(periods) > 1)
    for one in page.all("rect", "line", "polyline", "text", "svg"):
        assert not re.search(r"nan|inf", " ".join(one.attributes.values()))
    assert "nan" not in page.text
    first, second = section(page, "summary").all("article")
    assert ("Costs the same" if rewards else "Mean score 83.59, under the base 83.59.") in second.text
    assert ("grades are better" in first.text) == bool(grades)
