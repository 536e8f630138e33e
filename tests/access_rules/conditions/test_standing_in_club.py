"""Active or Inactive in a club."""

from access_rules.conditions.standing_in_club import HasStandingInClub
from access_rules.standing import StandingValue
from access_rules.subject import signed_out
from tests.access_rules.builders import CLUB, buyer, portal, subscription
from tests.access_rules.conftest import NOW

ACTIVE, INACTIVE = StandingValue.ACTIVE, StandingValue.INACTIVE
EXAMPLES = [HasStandingInClub(ACTIVE, CLUB), HasStandingInClub(INACTIVE, None)]
REFUSED = [{"value": "gold", "club": None}, {"value": "active", "club": "7"}]
MEMBER = buyer(subscription("active"))


def test_club_is_asked_whatever_portal_is_looked_at():
    elsewhere = buyer(subscription("active"), portal=portal(club_id=8))
    assert HasStandingInClub(ACTIVE, CLUB).holds_for(elsewhere) is True
    assert HasStandingInClub(ACTIVE, None).holds_for(elsewhere) is False


def test_whoever_has_no_subscription_there_is_inactive():
    assert HasStandingInClub(INACTIVE, CLUB + 1).holds_for(MEMBER) is True
    assert HasStandingInClub(INACTIVE, CLUB).holds_for(MEMBER) is False


def test_whoever_is_signed_out_is_not_known():
    nobody = signed_out(NOW, portal())
    assert [HasStandingInClub(one, CLUB).holds_for(nobody) for one in StandingValue] == [None, None]


def test_sentences_name_club_and_standing(db):
    assert HasStandingInClub(ACTIVE, None).describe() == "is Active here"
    assert HasStandingInClub(ACTIVE, CLUB).describe() == "is Active in a club that is gone"
    told = "Active: the subscription is running, since 27 February 2026."
    assert HasStandingInClub(ACTIVE, CLUB).fact(MEMBER) == told
