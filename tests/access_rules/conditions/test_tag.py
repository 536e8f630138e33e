"""The words the merchant sorts customers by."""

from dataclasses import replace

import pytest

from access_rules.conditions.tag import HasTag
from access_rules.subject import signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

GOLD = HasTag(frozenset({"gold", "friend of the house"}))
EXAMPLES = [GOLD, HasTag(frozenset({"größe"})), HasTag(frozenset({'"', "%", "$"}))]
BAD: list[object] = [
    "gold",
    [],
    [""],
    [" gold"],
    ["x" * 61],
    [1],
    ["a", "a"],
    {"gold": 1},
    ["\ud800"],
]
REFUSED = [{"tags": bad} for bad in BAD]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [({"gold"}, True), ({"gold", "new"}, True), ({"Gold"}, False), ((), False)],
)
def test_one_of_the_tags_is_enough_and_none_is_a_known_no(tags, expected):
    assert GOLD.holds_for(replace(viewer(), tags=frozenset(tags))) is expected


def test_tags_of_whoever_is_signed_out_are_not_known():
    assert GOLD.holds_for(signed_out(NOW)) is None


def test_sentences_name_the_tags():
    assert GOLD.describe() == "has the tag “friend of the house” or “gold”"
    assert GOLD.fact(replace(viewer(), tags=frozenset({"new"}))) == "Has the tags “new”."
