"""What the merchant keeps of a customer under names of their own."""

from dataclasses import replace
from typing import Any

import pytest

from access_rules.conditions.attribute import Comparison, HasAttribute
from access_rules.subject import signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

HOSTILE = ["a.b", "0", "$", 'a"b', "a'b", "a]b", "%s", "{name}", "\\"]
EXAMPLES = [
    HasAttribute("roast", Comparison.IS, "dark"),
    HasAttribute("roast", Comparison.IS_NOT, "dark"),
    HasAttribute("roast", Comparison.CONTAINS, "ark"),
    HasAttribute("points", Comparison.AT_LEAST, "100"),
    HasAttribute("points", Comparison.EXISTS, ""),
    *(HasAttribute(name, Comparison.IS, name) for name in HOSTILE),
]
REFUSED = [
    {"attribute": "", "comparison": "exists", "value": ""},
    {"attribute": "x" * 41, "comparison": "exists", "value": ""},
    {"attribute": "a", "comparison": "like", "value": "x"},
    {"attribute": "a", "comparison": "exists", "value": "x"},
    {"attribute": "a", "comparison": "is", "value": ""},
    {"attribute": "a", "comparison": "is", "value": 7},
    {"attribute": "a", "comparison": "is", "value": "x" * 201},
    {"attribute": "a\0", "comparison": "exists", "value": ""},
    *(
        {"attribute": "a", "comparison": "at_least", "value": value}
        for value in ("many", "NaN", "inf", "1e9", "1_0", "9" * 13, "1.2345", "\u0661")
    ),
]


def _ask(comparison: str, held: str | None, value: str = "") -> bool | None:
    attributes = {} if held is None else {"a": held}
    asked = HasAttribute("a", Comparison(comparison), value)
    return asked.holds_for(replace(viewer(), attributes=attributes))


@pytest.mark.parametrize(
    ("comparison", "held", "value", "expected"),
    [
        ("is", "dark", "dark", True),
        ("is", "Dark", "dark", False),
        ("is_not", "Dark", "dark", True),
        ("is_not", None, "dark", None),
        ("contains", "very dark", "dark", True),
        ("contains", "very Dark", "dark", False),
        ("at_least", "100", "100", True),
        ("at_least", "99.999", "100", False),
        ("at_least", "-1.5", "-1", False),
        ("at_least", "100\n", "100", None),
        ("at_least", "many", "100", None),
        ("at_least", None, "100", None),
        ("exists", None, "", False),
        ("exists", "", "", True),
    ],
)
def test_attribute_is_compared(comparison, held, value, expected):
    assert _ask(comparison, held, value) is expected


def test_attribute_of_another_kind_is_none():
    asked = HasAttribute("a", Comparison.EXISTS, "")
    broken: dict[str, Any] = {"a": 7}
    assert asked.holds_for(replace(viewer(), attributes=broken)) is False


def test_attributes_of_whoever_is_signed_out_are_not_known():
    assert EXAMPLES[4].holds_for(signed_out(NOW)) is None


def test_sentences_name_attribute_and_value():
    dark = replace(viewer(), attributes={"roast": "dark"})
    assert EXAMPLES[3].describe() == "has the attribute “points” that is at least “100”"
    assert EXAMPLES[0].fact(dark) == "“roast” is “dark”."
    assert EXAMPLES[3].fact(dark) == "Has no attribute “points”."
