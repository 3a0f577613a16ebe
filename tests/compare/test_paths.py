"""Every number of a policy has a path, and can be another; what is no number says what there is."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from appraise.compare.varying.paths import WrongSetting, find, listing, numbers_below
from appraise.compare.varying.putting import put
from appraise.diagnostics import Diagnostics
from appraise.policy.load import shown
from appraise.policy.text.document import parse_document
from appraise.policy.text.tree import Node
from appraise.policy.variants.merging import with_changes
from appraise.policy.variants.variants import read_resolved
from appraise.shipped import shipped_rulesets
from tests.compare.trials import root


def plain(node: Node, *keys: str) -> object:
    for key in keys:
        node = node.mapping[key]
    return node.plain()


@pytest.mark.parametrize(
    ("path", "now", "unit", "to", "where", "then"),
    [
        ("indicators.a.weight", "50", "", "45", ("indicators", "a", "weight"), 45),
        ("indicators.a.target.small", "100", "", "90.5", ("indicators", "a", "target", "small"), 90.5),
        ("parameters.rate", "10", "%", "12.5", ("parameters", "rate"), "12.5%"),
        ("grades.bands.A", "90", "", "85", ("grades", "bands", "A"), 85),
        ("rewards.steps.tiers.rates.1000", "2", "%", "1", ("rewards", "steps", "tiers", "rates", "1000"), "1%"),
        ("indicators.b.score.points.2.1", "100", "", "80", ("indicators", "b", "score", "points"), [[0, 0], [80, 100]]),
        ("gates.low.when.50#1", "50", "", "40", ("gates", "low", "when"), "a < 40 or b < 50"),
        ("gates.low.when.50#2", "50", "", "40", ("gates", "low", "when"), "a < 50 or b < 40"),
        ("cohorts.small.2000", "2000", "", "-1", ("cohorts", "small"), "salary < (-1)"),
    ],
)  # fmt: skip
def test_a_number(path: str, now: str, unit: str, to: str, where: tuple[str, ...], then: object) -> None:
    spot = find(root(), path)
    assert (spot.now, spot.unit) == (Decimal(now), unit)
    assert plain(with_changes(root(), put(root(), [(spot, Decimal(to))])), *where) == then


def test_the_bound_of_a_tier_and_its_rate_at_once() -> None:
    spots = [find(root(), f"rewards.steps.tiers.rates.1000{end}") for end in ("", ".bound")]
    found = with_changes(root(), put(root(), [(spots[0], Decimal(5)), (spots[1], Decimal(1200))]))
    assert plain(found, "rewards", "steps", "tiers", "rates") == {"0": "1%", "1200": "5%", "1500": "3%"}
    assert list(found.mapping["rewards"].mapping["steps"].mapping["tiers"].mapping["rates"].mapping)[1] == "1200"


def test_two_numbers_of_one_formula_and_of_one_list() -> None:
    spots = [find(root(), path) for path in ("rewards.hill.amount.10#1", "rewards.hill.amount.7.2")]
    found = with_changes(root(), put(root(), [(spots[0], Decimal(1000)), (spots[1], Decimal("8.25"))]))
    assert plain(found, "rewards", "hill", "amount") == "max(0, 1000 - abs(peak - 8.25)) * 10"
    spots = [find(root(), f"indicators.b.score.points.{i}.1") for i in (1, 2)]
    found = with_changes(root(), put(root(), [(spot, Decimal(i)) for i, spot in enumerate(spots, 7)]))
    assert plain(found, "indicators", "b", "score", "points") == [[7, 0], [8, 100]]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("indicators.d.weight", "There is no 'd' in indicators; known here: a, b, c"),
        ("indicators.Alpha.weight", "There is no 'Alpha' in indicators; Alpha is called a there"),
        ("indicators.a.wieght", "There is no 'wieght' in indicators.a; did you mean weight?"),
        ("等级.A", "There is no '等级' in the ruleset; known here: " + ", ".join(root().mapping)),
        ("indicatrs.a.weight", "There is no 'indicatrs' in the ruleset; did you mean indicators?"),
        ("indicators.a.target", "indicators.a.target is not one number. Write one of: indicators.a.target.small (100), "),
        ("gates.low.when", "gates.low.when is not one number. It is 'a < 50 or b < 50'. Write one of: gates.low.when.50#1 (a"),
        ("gates.low.when.60", "There is no '60' in gates.low.when. It is 'a < 50 or b < 50'. Write one of: gates.low.when.50"),
        ("indicators.b.score.points.3.1", "There is no '3' in indicators.b.score.points. Write one of: indicators.b.score.points.1.1 (0), "),
        ("title", "title is no number that a policy pays by. Write one of: parameters.rate (10%), "),
    ],
)  # fmt: skip
def test_what_is_no_number(path: str, said: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        find(root(), path)
    assert str(wrong.value).startswith(said)


def test_all_that_is_listed_is_found_and_nothing_else() -> None:
    found = dict(numbers_below(root(), ""))
    assert {find(root(), path).name for path in found} == set(found)
    assert found["rewards.steps.tiers.rates.1000"] == "2%"
    assert found["rewards.steps.tiers.rates.1000.bound"] == "1000"
    assert not [path for path in found if path.startswith(("version", "effective", "conventions", "title"))]
    assert listing(root()).startswith(
        "parameters.rate (10%), parameters.peak (5), cohorts.small.2000 (salary < 2000), "
    )
    assert listing(root()).endswith(f" and {len(found) - 12} more")


@pytest.mark.parametrize("name", sorted(shipped_rulesets()))
def test_every_number_of_the_shipped_policies_is_found_and_put_back(name: str) -> None:
    resolved = read_resolved(shipped_rulesets()[name], shown, Diagnostics())
    assert resolved is not None
    whole = resolved.document.root
    paths = [path for path, _ in numbers_below(whole, "")]
    spots = [find(whole, path) for path in paths]
    assert len({(spot.steps, spot.kind, spot.begin) for spot in spots}) == len(paths)
    back = with_changes(whole, put(whole, [(spot, spot.now) for spot in spots]))
    assert squeezed(back.plain()) == squeezed(whole.plain())
    more = with_changes(whole, put(whole, [(spot, spot.now + 1) for spot in spots if spot.kind != "bound"]))
    again = {path: find(more, path).now for path, spot in zip(paths, spots, strict=True) if spot.kind == "value"}
    assert again == {spot.name: spot.now + 1 for spot in spots if spot.kind == "value"}


def squeezed(value: object) -> object:
    """Take 1.10 for 1.1 in texts too: a percent is a text, and so is a formula."""
    if isinstance(value, dict):
        return {key: squeezed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [squeezed(one) for one in value]
    return re.sub(r"(\.\d*?)0+(?!\d)", lambda found: found[1].rstrip("."), value) if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("formula", "path", "told"),
    [
        ("min(2, a) + 2 * b", "2", ["`min([2], a) + 2 * b`", "`min(2, a) + [2] * b`", "parameters.NAME"]),
        ("a * 2 + b * 2.0", "2", ["parameters.value.2#1", "parameters.value.2.0#2"]),
        ("a * 5% + b * 5%", "5%", ["5%#1", "5%#2"]),
        ("a * 0.5 + b * .5", "0.5", ["0.5#1", ".5#2"]),
    ],
)
def test_a_path_that_could_mean_two_numbers_is_refused_and_each_is_named(
    formula: str, path: str, told: list[str]
) -> None:
    document = parse_document(f"parameters:\n  value: {formula}\n", "p.yaml", Diagnostics())
    assert document is not None
    with pytest.raises(WrongSetting) as wrong:
        find(document.root, f"parameters.value.{path}")
    assert all(text in str(wrong.value) for text in told), wrong.value
    spots = [find(document.root, f"parameters.value.{key}") for key, _ in numbers_of(document.root)]
    assert len({(spot.begin, spot.end) for spot in spots}) == len(spots)
    assert all(spot.inside.count("[") == 1 for spot in spots)


def numbers_of(tree: Node) -> list[tuple[str, str]]:
    return [(path.removeprefix("parameters.value."), text) for path, text in numbers_below(tree, "")]


def test_a_key_with_a_dot_and_a_number_below_another_key_are_told_apart() -> None:
    document = parse_document("rewards:\n  r:\n    rates: {0: a * 8, 0.8: 5}\n", "p.yaml", Diagnostics())
    assert document is not None
    with pytest.raises(WrongSetting, match="could be two numbers"):
        find(document.root, "rewards.r.rates.0.8")
    assert find(document.root, "rewards.r.rates.'0.8'").now == 5
    assert find(document.root, "rewards.r.rates.'0'.8").now == 8


@pytest.mark.parametrize("path", ["version", "effective.to.12", "indicators.a.title", "title"])
def test_what_no_policy_pays_by_cannot_be_varied(path: str) -> None:
    with pytest.raises(WrongSetting, match="no number that a policy pays by"):
        find(root(), path)


@pytest.mark.parametrize("text", ["100%", "600%", "1000%", "5%", "12.5%", "150 %", "0.5%", "100.0%"])
def test_a_percent_in_a_formula_is_one_number_however_long_it_is(text: str) -> None:
    document = parse_document(f"parameters:\n  value: a < {text} and b > 7\n", "p.yaml", Diagnostics())
    assert document is not None
    spot = find(document.root, f"parameters.value.{text}")
    assert (f"{spot.now:f}", spot.unit) == (text.rstrip("% "), "%")
    changed = with_changes(document.root, put(document.root, [(spot, Decimal(33))]))
    assert plain(changed, "parameters", "value") == "a < 33% and b > 7"
