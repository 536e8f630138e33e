from __future__ import annotations

from cms.coverage.checks.clubs import club_missing
from tests.cms.coverage.conftest import codes, set_up


def test_a_membership_portal_that_lost_its_club_is_found(find, club):
    assert find(club_missing, portal=club) == []
    set_up(club, club=None)
    assert codes(find(club_missing, portal=club)) == ["club_missing"]


def test_a_customer_portal_needs_none(find, shop):
    assert find(club_missing) == []
