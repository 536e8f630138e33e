from __future__ import annotations

import pytest

from billing.sources.templates import template, unknown_names


def test_names_in_braces_are_replaced():
    filled = template("CDNOW-{customer}-{nth}").fill({"customer": "00004", "nth": "2"}.__getitem__)
    assert filled == "CDNOW-00004-2"


def test_an_empty_value_leaves_nothing():
    assert template("{customer}@example.com").fill({"customer": ""}.__getitem__) == ""


@pytest.mark.parametrize("text", ["{", "{a.__class__}", "{0}", "{}", "{a!r}", "{a:>9}", "a}"])
def test_nothing_but_plain_names_may_stand_in_braces(text):
    with pytest.raises(ValueError):
        template(text)


def test_unknown_names_are_told():
    assert unknown_names(template("{a}-{b}"), ["a"]) == ["b"]
