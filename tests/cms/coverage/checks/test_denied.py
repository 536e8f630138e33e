from __future__ import annotations

import pytest
from wagtail.models import Page

from access_rules.presets import ACTIVE, INACTIVE
from cms.coverage.checks.denied import denied
from cms.coverage.findings import Action
from tests.cms.coverage.conftest import change, codes, set_up
from tests.pages import make_home, text

PAUSED = {"version": 1, "all": [{"condition": "subscription_state", "states": ["paused"]}]}


def leading(page, other, **fields):
    return change(page, when_denied="page", denied_page=Page.objects.get(pk=other.pk), **fields)


def test_two_pages_that_lead_to_each_other_are_an_error(find, below):
    perks, more = below("perks", rule=ACTIVE), below("more", rule=ACTIVE)
    leading(perks, more)
    leading(more, perks)
    found = find(denied)
    assert codes(found) == ["redirect_loop", "redirect_loop"]
    assert found[0].is_error
    assert "Perks → More → Perks" in found[0].message
    assert found[0].mend.action is Action.HOME_INSTEAD


def test_a_circle_through_the_home_is_found(find, below, shop):
    perks, back = below("perks", rule=ACTIVE), below("back", rule=PAUSED)
    set_up(shop, inactive_home=perks)
    leading(perks, back)
    assert codes(find(denied)) == ["redirect_loop"]


def test_each_leading_to_where_the_other_may_be_is_no_circle(find, below):
    perks, back = below("perks", rule=ACTIVE), below("back", rule=INACTIVE)
    leading(perks, back)
    leading(back, perks)
    assert find(denied) == []


def test_a_chain_that_ends_nowhere_names_who_is_lost(find, below):
    perks, back = below("perks", rule=ACTIVE), below("back", rule=PAUSED)
    leading(perks, back)
    [found] = find(denied)
    assert (found.code, found.is_error) == ("dead_end", False)
    assert "Cancelled" in found.message
    assert "Paused" not in found.message


@pytest.mark.parametrize("where", ["nowhere", "not live", "another portal"])
def test_a_page_that_is_not_published_here_is_missing(find, below, club, where):
    other = make_home(club) if where == "another portal" else below("other")
    perks = leading(below("perks", rule=ACTIVE), other)
    if where == "not live":
        other.unpublish()
    if where == "nowhere":
        change(perks, denied_page=None)
    assert codes(find(denied)) == ["denied_page_missing"]


def test_an_empty_teaser_is_found(find, below):
    below("perks", rule=ACTIVE, when_denied="teaser")
    below("more", rule=ACTIVE, when_denied="teaser", teaser=[text("For members")])
    assert [(one.code, one.title) for one in find(denied)] == [("teaser_empty", "Perks")]
