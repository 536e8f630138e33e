from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from cms.rules.changes import PlaceChanged, changes_between
from cms.rules.seen import Seen

PAGE_FOR_ALL = (ANY_CUSTOMER,)


@pytest.fixture
def turn(shop, people, now):
    """Count the change from one page to another, as (place, gain, lose)."""

    def counted(before: Seen, after: Seen, *, names: bool = False) -> list[PlaceChanged]:
        return list(changes_between(before, after, shop, now, names=names).places)

    return counted


def told(places: list[PlaceChanged]) -> list[tuple[str, int, int]]:
    return [(one.block, one.change.gain, one.change.lose) for one in places]


def seen(*page, labels: dict[str, str] | None = None, **blocks) -> Seen:
    return Seen(page, blocks, labels or {})


def test_a_page_changes_with_its_rule(turn):
    assert told(turn(seen(ANY_CUSTOMER), seen(ACTIVE))) == [("", 0, 3)]
    assert told(turn(seen(ACTIVE), seen(INACTIVE))) == [("", 3, 4)]


def test_a_page_changes_with_those_above_it(turn):
    assert told(turn(seen(ANY_CUSTOMER, ACTIVE), seen(INACTIVE, ACTIVE))) == [("", 0, 4)]


def test_publishing_for_the_first_time_is_a_gain(turn):
    assert told(turn(Seen(), seen(ACTIVE, a=(EVERYONE,)))) == [("", 4, 0), ("a", 4, 0)]


def test_nothing_changes_where_no_rule_does(turn, django_assert_num_queries):
    same = seen(ACTIVE, a=(INACTIVE,))
    with django_assert_num_queries(0):
        assert turn(same, same) == []


def test_a_block_never_gains_more_than_its_page(turn):
    before, after = seen(ACTIVE, a=(INACTIVE,)), seen(ACTIVE, a=(ANY_CUSTOMER,))
    assert told(turn(before, after)) == [("a", 4, 0)]


def test_a_block_for_everyone_on_the_page_changes_with_it_and_is_not_told(turn):
    before, after = seen(ANY_CUSTOMER, a=(EVERYONE,)), seen(ACTIVE, a=(EVERYONE,))
    assert told(turn(before, after)) == [("", 0, 3)]


def test_new_blocks_and_those_taken_away_are_told(turn):
    before = seen(*PAGE_FOR_ALL, old=(INACTIVE,), labels={"old": "Text"})
    after = seen(*PAGE_FOR_ALL, new=(ACTIVE,), labels={"new": "Offer"})
    found = turn(before, after)
    assert told(found) == [("new", 4, 0), ("old", 0, 3)]
    assert [(one.label, one.is_new, one.is_gone) for one in found] == [
        ("Offer", True, False),
        ("Text", False, True),
    ]


def test_a_block_that_moves_out_of_another_is_seen_by_more(turn):
    before = seen(*PAGE_FOR_ALL, box=(ACTIVE,), a=(ACTIVE, EVERYONE))
    after = seen(*PAGE_FOR_ALL, box=(ACTIVE,), a=(EVERYONE,))
    assert told(turn(before, after)) == [("a", 3, 0)]


def test_everybody_counts_once_in_all(shop, people, now):
    before = seen(*PAGE_FOR_ALL, a=(ACTIVE,), b=(ACTIVE,))
    after = seen(*PAGE_FOR_ALL, a=(INACTIVE,), b=(EVERYONE,))
    found = changes_between(before, after, shop, now, names=False)
    assert (found.gain, found.lose) == (3, 4)


def test_people_are_named_where_they_may_be(turn):
    [named] = turn(seen(ANY_CUSTOMER), seen(INACTIVE), names=True)
    assert [one.name for one in named.change.losers] == ["Active", "Trialing", "Past Due", "Ending"]
    [unnamed] = turn(seen(ANY_CUSTOMER), seen(INACTIVE))
    assert unnamed.change.losers == ()


@pytest.mark.parametrize(
    "broken", [{}, "x", {"version": 1, "all": []}, {"version": 1, "all": [[]]}]
)
def test_a_broken_rule_is_met_by_nobody(turn, broken):
    assert told(turn(seen(ACTIVE), seen(broken))) == [("", 0, 4)]


def test_blocks_with_the_same_rules_are_counted_once(turn, django_assert_num_queries):
    many = {f"b{n}": (ACTIVE,) for n in range(30)}
    with django_assert_num_queries(1):
        assert len(turn(seen(*PAGE_FOR_ALL), seen(*PAGE_FOR_ALL, **many))) == 30
