"""Every sum that an explanation prints comes out when it is done again from what is printed, and tells what the results tell."""

from __future__ import annotations

import io
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from appraise.cases.files import case_files, run_files
from appraise.execution.explaining.explain import explain_row
from appraise.report.explanation.person import explanation_lines
from appraise.report.explanation.values import money
from appraise.report.results.terminal import show_explanation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.execution.explaining.explain import Explanation

ROOT = Path(__file__).parents[1]
MOST = 26  # explanations of one file: each takes a while
FILES = [file for file in case_files(ROOT / "rulesets") if "variants" not in file.parts]
NUMBER = r"-?[\d,]+(?:\.\d+)?%?"
SUM = re.compile(r"[\d.,%+−×/() -]*[+−×/][\d.,%+−×/() -]*")
MEASURED = re.compile(rf"({NUMBER})(?: against a target of |，目标 )({NUMBER})(?:: attainment |，完成率 )({NUMBER})")
SCORE = re.compile(rf"(?:score |得分 )({NUMBER})")
WEIGHT = re.compile(rf"(?:weight |权重 )({NUMBER}).*?(?:: |：)({NUMBER}) (?:points|分)")


def read(text: str) -> Decimal:
    plain = text.replace(",", "").strip()
    return Decimal(plain[:-1]) / 100 if plain.endswith("%") else Decimal(plain)


def same(found: Decimal, printed: str) -> bool:
    """Whether a figure is written as it is found, halves up, with the places that are written.

    What it was found from is written in twelve digits at most, which is why a half may come out just below.
    """
    places = len(printed.rstrip("%").partition(".")[2]) + 2 * printed.endswith("%")
    unit = Decimal(1).scaleb(-places)
    wanted = read(printed)
    cut = max(Decimal("1e-12"), abs(found) * Decimal("5e-12"))
    return any(abs(x.quantize(unit, ROUND_HALF_UP) - wanted) < unit / 1000 for x in (found, found + cut, found - cut))


def done_again(expression: str) -> Decimal:
    plain = expression.replace("−", "-").replace("×", "*").replace(",", "")
    plain = re.sub(r"(\d+(?:\.\d+)?)%", r"(\1/100)", plain)
    plain = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", r"Decimal('\1')", plain)
    return Decimal(eval(plain, {"__builtins__": {}, "Decimal": Decimal}))  # noqa: S307 - numbers and signs alone


FUNCTIONS = {"min": min, "max": max, "abs": abs}


def formula_again(text: str) -> Decimal | None:
    """Do a formula of plain names again from the values in the brackets behind it; None where it has more to it."""
    found = re.fullmatch(r"(?:[^=]*? = )?(.+?)(?: \(|（)((?:[^()（）]+ = [^()（）]+)+)(?:\)|）)", text)
    if found is None:
        return None
    values = {}
    for part in re.split(r", (?=[^\d])", found[2]):
        name, _, value = part.partition(" = ")
        if not re.fullmatch(NUMBER, value):
            return None
        values[name.split(" ")[0]] = read(value)
    plain = re.sub(r"(\d+(?:\.\d+)?)%", r"(\1/100)", found[1])
    plain = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)(?![\w.])", r"Decimal('\1')", plain)
    plain = re.sub(r"([^\W\d]\w*)\.(\w+)", r"\1__\2", plain)
    names = {name.replace(".", "__"): value for name, value in values.items()}
    try:
        return Decimal(eval(plain, {"__builtins__": {}, "Decimal": Decimal, **FUNCTIONS}, names))  # noqa: S307
    except (NameError, SyntaxError, TypeError, ArithmeticError):
        return None


def wrong_in(lines: list[str], done: list[str]) -> Iterator[str]:
    """The lines whose sum does not come out; `done` takes the sums that were done again."""
    score, before = None, ""
    for line in lines:
        parts = re.split(r" = ", line)
        for left, right in pairwise(parts):
            expression = re.split(r"[:：]", left)[-1].strip()
            value = re.match(NUMBER, right)
            if expression.startswith("×"):  # goes on from the line above
                expression = before + expression
            if SUM.fullmatch(expression) and re.search(r"\d", expression) and value:
                done.append(line)
                if not same(done_again(expression), value[0]):
                    yield line
        whole, _, value_ = line.rpartition(" = ")
        if re.fullmatch(NUMBER, value_) and (again := formula_again(whole)) is not None:
            done.append(line)
            if not same(again, value_):
                yield f"{line} [{again}]"
        if (scored := SCORE.findall(line)) and ("score " in line or "得分 " in line):
            score = scored[-1]
        if (weighted := WEIGHT.search(line)) and score is not None:
            done.append(line)
            if not same(read(score) * read(weighted[1]), weighted[2]):
                yield f"{line} [{score}]"
            score = None
        before = (re.findall(NUMBER, line) or [""])[-1]


@cache
def explained(file: Path) -> list[Explanation]:
    (tested,) = run_files([file], "")
    sheets = [r.worksheet for r in tested.results if r.worksheet is not None]
    rows = [(sheet, row) for sheet in sheets for row in {0, len(sheet) - 1} if len(sheet)]
    every = -(-len(rows) // MOST)
    return [explain_row(sheet.plan, sheet, row) for sheet, row in rows[::every]]


@cache
def told(file: Path) -> list[list[str]]:
    return [[line.text for line in explanation_lines(it)] for it in explained(file)]


@pytest.fixture(scope="module", params=FILES, ids=lambda f: f.name)
def file(request: pytest.FixtureRequest) -> Path:
    """A file of cases; the tests of one file follow each other, so that it is explained once."""
    return Path(request.param)


def test_every_printed_sum_comes_out(file: Path) -> None:
    done: list[str] = []
    assert [bad for lines in told(file) for bad in wrong_in(lines, done)] == []
    assert len(done) >= len(told(file))  # each explanation has one at least
    if file.name in ("basic-rep.cases.yaml", "sales-manager.cases.yaml", "key-account-quarterly.cases.yaml"):
        assert len(done) > 200
        assert all(any(sign in line for line in done) for sign in "+−×/%")


def test_the_pay_that_is_told_is_that_of_the_results(file: Path) -> None:
    for it, lines in zip(explained(file), told(file), strict=True):
        for reward in it.plan.ruleset.rewards.values() if it.reason is None else ():
            paid = f"{reward.title}{': ' if it.plan.ruleset.language == 'en' else '：'}{money(it.values[reward.id])}"
            assert any(line.startswith(paid) for line in lines), (paid, lines)


def test_chinese_words_have_chinese_colons(file: Path) -> None:
    half = re.compile(r": ?[\u4e00-\u9fff]|[\u4e00-\u9fff]: ")
    for it, lines in zip(explained(file), told(file), strict=True):
        if it.plan.ruleset.language == "zh":
            assert [line for line in lines if half.search(line)] == []


FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


@pytest.mark.parametrize("width", [60, 120])
def test_no_figure_is_cut_at_the_end_of_a_line(width: int) -> None:
    for file in FILES:
        for it in explained(file)[:2]:  # since each takes a while
            screen = io.StringIO()
            show_explanation(Console(file=screen, width=width, color_system=None), it)
            lines = explanation_lines(it)
            places = [f" [{Path(x.where.file).name}:{x.where.line}]" if x.where is not None else "" for x in lines]
            whole = [
                figure for x, place in zip(lines, places, strict=True) for figure in FIGURE.findall(x.text + place)
            ]
            assert [figure for line in screen.getvalue().split("\n") for figure in FIGURE.findall(line)] == whole
