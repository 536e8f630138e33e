"""Where the customer lives."""

from dataclasses import replace

import pytest

from access_rules.conditions.country import LivesIn
from access_rules.places import COUNTRIES, GROUPS, place_name
from access_rules.subject import signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

EUROPE_OR_UK = LivesIn(frozenset({"europe", "GB"}))
CALIFORNIA = LivesIn(frozenset({"US-CA", "CH"}))
EXAMPLES = [
    EUROPE_OR_UK,
    CALIFORNIA,
    LivesIn(frozenset({"EU"})),
    LivesIn(frozenset({"EEA", "US"})),
    LivesIn(frozenset({"US", "US-CA", "CA-QC"})),
]
BAD: list[object] = [
    "DE",
    [],
    ["UK"],
    ["de"],
    ["ZZ"],
    ["Europe"],
    ["XX-CA"],
    ["US-"],
    ["DE", "DE"],
    [7],
]
REFUSED = [{"places": bad} for bad in BAD]


@pytest.mark.parametrize(
    ("country", "region", "expected"),
    [
        ("US", "US-CA", True),
        ("US", "US-NY", False),
        ("US", "", None),
        ("CH", "", True),
        ("DE", "", False),
        ("", "", None),
        ("", "US-CA", None),
    ],
)
def test_part_of_a_country_is_not_known_by_its_country_alone(country, region, expected):
    assert CALIFORNIA.holds_for(replace(viewer(), country=country, region=region)) is expected


@pytest.mark.parametrize(("country", "expected"), [("GB", True), ("UA", True), ("US", False)])
def test_groups_hold_their_countries(country, expected):
    assert EUROPE_OR_UK.holds_for(replace(viewer(), country=country)) is expected


def test_country_of_whoever_is_signed_out_is_not_known():
    assert EUROPE_OR_UK.holds_for(signed_out(NOW)) is None


def test_unions_have_as_many_members_as_they_should():
    assert [len(GROUPS[key]) for key in ("EU", "EEA", "EZ")] == [27, 30, 21]
    continents = ("africa", "americas", "asia", "europe", "oceania")
    assert sum(len(GROUPS[key]) for key in continents) == len(COUNTRIES) - 1


def test_every_place_has_a_name():
    assert all(place_name(one) != one for one in (*COUNTRIES, *GROUPS))
    assert place_name("US-CA") == "United States: CA"


def test_sentence_names_the_places():
    assert EUROPE_OR_UK.describe() == "lives in Europe or United Kingdom"
    assert CALIFORNIA.fact(replace(viewer(), country="CH")) == "Lives in Switzerland."
