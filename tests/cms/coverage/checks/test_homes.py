from __future__ import annotations

from access_rules.presets import ACTIVE, INACTIVE
from cms.coverage.checks.homes import homes
from tests.cms.coverage.conftest import change, codes, rule, set_up
from tests.pages import make_home


def test_states_that_see_no_page_are_named(find, home):
    change(home, visibility=dict(ACTIVE))
    messages = [one.message for one in find(homes)]
    assert len(messages) == 4
    assert any("“Cancelled”" in one for one in messages)
    assert not any("“Signed out”" in one for one in messages)


def test_a_portal_for_all_is_no_finding(find, home):
    assert find(homes) == []


def test_a_portal_without_a_page_says_so_once(find, home):
    home.unpublish()
    assert codes(find(homes)) == ["no_page"]


def test_a_home_closed_to_whom_it_is_for_names_them(find, below, shop):
    paused = rule({"condition": "subscription_state", "states": ["paused"]})
    set_up(shop, inactive_home=below("come-back", rule=paused))
    [found] = find(homes)
    assert found.code == "home_closed"
    assert "“Cancelled”" in found.message
    assert "“Paused”" not in found.message


def test_a_home_that_is_open_is_no_finding(find, below, shop):
    set_up(shop, inactive_home=below("come-back", rule=INACTIVE))
    assert find(homes) == []


def test_a_home_that_is_not_live_leads_to_the_settings(find, below, shop):
    page = below("come-back", rule=INACTIVE)
    set_up(shop, inactive_home=page)
    page.unpublish()
    [found] = find(homes)
    assert found.code == "home_not_live"
    assert f"/portalsettings/{shop.site_id}/" in found.mend.url


def test_whom_a_membership_portal_does_not_let_in_needs_no_page(find, club):
    make_home(club, rule=ACTIVE)
    told = " ".join(one.message for one in find(homes, portal=club))
    assert "no subscription" not in told
