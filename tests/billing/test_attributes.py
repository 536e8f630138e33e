from __future__ import annotations

import pytest

from billing.attributes import (
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST,
    AttributeRefused,
    clean_attributes,
    kept_attributes,
    with_attributes,
)

MANY = {f"n{n:02d}": "x" for n in range(MOST + 1)}


def test_names_and_values_are_trimmed():
    assert clean_attributes({" roast ": " very  dark "}) == {"roast": "very dark"}


@pytest.mark.parametrize(
    "pairs", [{"": "x"}, {"n" * (LONGEST_NAME + 1): "x"}, {"n": "x" * (LONGEST_VALUE + 1)}, MANY]
)
def test_what_cannot_be_kept_is_refused(pairs):
    with pytest.raises(AttributeRefused):
        clean_attributes(pairs)


def test_of_stripes_metadata_what_cannot_be_kept_is_left_out():
    assert kept_attributes({"n" * (LONGEST_NAME + 1): "x", "roast": "dark"}) == {"roast": "dark"}
    assert len(kept_attributes(MANY)) == MOST


def test_setting_replaces_adds_and_takes_away():
    said = {"roast": "light", "cup": "small", "gone": ""}
    assert with_attributes({"roast": "dark", "gone": "x"}, said) == {
        "cup": "small",
        "roast": "light",
    }


def test_those_a_customer_has_stay_when_there_is_no_room():
    full = dict(list(MANY.items())[1:])
    assert with_attributes(full, {"another": "x"}) == full
