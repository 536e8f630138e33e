"""Member of a club now, once, or never."""

import pytest

from access_rules.admission import admits
from access_rules.conditions.club_member import IsInClub, Place
from access_rules.subject import signed_out, subject_of
from tests.access_rules.builders import CLUB, buyer, facts, portal, subscription
from tests.access_rules.conftest import NOW

EXAMPLES = [IsInClub(place, club) for place in Place for club in (CLUB, 8)]
EXAMPLES += [IsInClub(place, None) for place in Place]
REFUSED = [
    {"place": "owner", "club": None},
    {"place": "member", "club": "7"},
    {"place": "member", "club": 0},
    {"place": "member", "club": True},
]


def _place(who, club=CLUB):
    found = [place for place in Place if IsInClub(place, club).holds_for(who)]
    return found[0] if len(found) == 1 else None


@pytest.mark.parametrize(
    ("states", "bought", "expected"),
    [
        ([], False, Place.NEVER),
        ([], True, Place.MEMBER),
        (["active"], True, Place.MEMBER),
        (["paused"], True, Place.MEMBER),
        (["unknown"], False, Place.MEMBER),
        (["incomplete"], False, Place.NEVER),
        (["expired"], False, Place.NEVER),
        (["expired"], True, Place.FORMER),
        (["cancelled", "active"], True, Place.MEMBER),
    ],
)
def test_place_in_the_club(states, bought, expected):
    ever = frozenset({CLUB}) if bought else frozenset()
    assert _place(buyer(*map(subscription, states), clubs_ever=ever)) is expected


@pytest.mark.parametrize(
    "state", ["active", "past_due", "unknown", "incomplete", "expired", "ending"]
)
@pytest.mark.parametrize("ever", [frozenset({CLUB}), frozenset()])
def test_members_are_those_whom_the_door_lets_in(state, ever):
    door, row = portal(admit_ended=False), facts(state, clubs_ever=ever)
    who = subject_of(door, row, 5, NOW)
    assert (_place(who, None) is Place.MEMBER) is admits(door, row, NOW).allowed


@pytest.mark.parametrize("changes", [{"kind": "customer"}, {"club_id": None}])
def test_without_a_club_it_is_not_known(changes):
    who = buyer(subscription("active"), portal=portal(**changes))
    assert [IsInClub(place, None).holds_for(who) for place in Place] == [None] * 3
    assert IsInClub(Place.MEMBER, None).fact(who) == "This portal has no club."


def test_place_of_whoever_is_signed_out_is_not_known():
    assert [IsInClub(place, CLUB).holds_for(signed_out(NOW)) for place in Place] == [None] * 3


def test_sentences_name_the_place():
    assert IsInClub(Place.NEVER, None).describe() == "was never a member here"
    assert IsInClub(Place.NEVER, None).fact(buyer()) == "Never was a member."
