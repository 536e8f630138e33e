"""A share of the customers that stays the same."""

from dataclasses import replace

from access_rules.conditions.percentage import IsInPercentage
from access_rules.subject import signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

FIRST, SECOND = IsInPercentage("button", 0, 50), IsInPercentage("button", 50, 100)
EXAMPLES = [FIRST, SECOND, IsInPercentage("größe %s", 33, 34), IsInPercentage("all", 0, 100)]
REFUSED = [
    {"split": split, "start": start, "end": end}
    for split, start, end in [
        ("", 0, 50),
        ("x" * 61, 0, 50),
        ("a", 50, 50),
        ("a", 50, 10),
        ("a", -1, 50),
        ("a", 0, 101),
        ("a", 0, 0.5),
        ("a\ud800", 0, 50),
    ]
]
CROWD = [replace(viewer(), customer_id=number) for number in range(1, 10_001)]


def test_halves_of_a_split_share_nobody_and_leave_nobody_out():
    assert all(FIRST.holds_for(who) is not SECOND.holds_for(who) for who in CROWD)
    assert 4_800 < sum(FIRST.holds_for(who) for who in CROWD) < 5_200


def test_hundredths_make_the_whole():
    hundredths = [IsInPercentage("button", part, part + 1) for part in range(100)]
    assert all(sum(one.holds_for(who) for one in hundredths) == 1 for who in CROWD[:200])


def test_splits_are_unrelated():
    other = IsInPercentage("colour", 0, 50)
    both = sum(FIRST.holds_for(who) and other.holds_for(who) for who in CROWD)
    assert 2_300 < both < 2_700


def test_place_never_moves():
    places = [FIRST.fact(replace(viewer(), customer_id=number)) for number in (1, 2)]
    assert places == [
        "Stands at 0.7 % of the split “button”.",
        "Stands at 5.7 % of the split “button”.",
    ]


def test_place_of_whoever_is_signed_out_is_not_known():
    assert FIRST.holds_for(signed_out(NOW)) is None
