"""What a merchant may not save."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portals.models import Club, PortalKind, PortalSettings, Shop


@pytest.fixture
def settings(shop) -> PortalSettings:
    return PortalSettings.objects.get(site_id=shop.site_id)


def test_a_membership_portal_needs_its_club(settings):
    settings.kind = PortalKind.MEMBERSHIP
    with pytest.raises(ValidationError, match="needs the club"):
        settings.full_clean()


def test_a_club_of_another_shop_is_refused(settings):
    settings.club = Club.objects.create(shop=Shop.objects.create(name="Other"), name="Theirs")
    with pytest.raises(ValidationError, match="another shop"):
        settings.full_clean()


def test_a_home_outside_the_portal_is_refused(settings, club):
    settings.active_home = PortalSettings.objects.get(site_id=club.site_id).site.root_page
    with pytest.raises(ValidationError, match="page of this portal"):
        settings.full_clean()


@pytest.mark.parametrize("days", [-1, 366, 100_000])
def test_days_of_grace_stay_within_a_year(settings, days):
    settings.past_due_days = days
    with pytest.raises(ValidationError):
        settings.full_clean()


def test_an_unknown_time_zone_is_refused(settings):
    settings.time_zone = "Mars/Olympus"
    with pytest.raises(ValidationError):
        settings.full_clean()


def test_the_policy_is_what_the_merchant_wrote(settings):
    settings.past_due_days, settings.paused_counts, settings.ending_counts = 3, True, False
    assert (settings.policy.past_due_days, settings.policy.paused_counts) == (3, True)
    assert settings.policy.ending_counts is False
