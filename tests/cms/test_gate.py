"""Who gets which page, and what the others get."""

from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from portals.models import PortalSettings
from tests.pages import make_home, make_page, text

ACTIVE_KEYS = ["active", "trialing", "past-due", "ending"]
INACTIVE_KEYS = ["any", "paused", "cancelled"]


@pytest.fixture
def pages(shop):
    home = make_home(shop, text("Home sweet home"))
    return {
        "home": home,
        "perks": make_page(home, "perks", text("Secret perks"), rule=ACTIVE),
        "rejoin": make_page(home, "rejoin", text("Secret offer"), rule=INACTIVE),
    }


def set_homes(portal, **homes):
    settings = PortalSettings.objects.get(site_id=portal.site_id)
    for name, page in homes.items():
        setattr(settings, name, page.page_ptr)
    settings.save()


@pytest.mark.parametrize("key", ACTIVE_KEYS)
def test_active_customers_see_active_pages_only(visit, shop, pages, key):
    client = visit(shop, key)
    assert client.get("/perks/").status_code == 200
    assert client.get("/rejoin/").status_code == 404


@pytest.mark.parametrize("key", INACTIVE_KEYS)
def test_inactive_customers_see_inactive_pages_only(visit, shop, pages, key):
    client = visit(shop, key)
    assert client.get("/rejoin/").status_code == 200
    assert client.get("/perks/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/perks/", "/rejoin/?a=1"])
def test_signed_out_visitors_are_asked_to_sign_in_and_come_back(visit, shop, pages, path):
    answer = visit(shop).get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")
    back = visit(shop)
    from tests.conftest import credentials

    location = back.post(answer.headers["Location"], credentials("active")).headers["Location"]
    assert location == path


def test_the_refused_go_to_the_home_of_their_standing(visit, shop, pages):
    set_homes(shop, active_home=pages["perks"], inactive_home=pages["rejoin"])
    assert visit(shop, "cancelled").get("/perks/").headers["Location"] == "/rejoin/"
    assert visit(shop, "active").get("/rejoin/").headers["Location"] == "/perks/"


def test_a_home_that_is_not_for_them_leads_nowhere(visit, shop, pages):
    set_homes(shop, inactive_home=pages["perks"])
    assert visit(shop, "cancelled").get("/perks/").status_code == 404


def test_not_found_and_not_allowed_look_the_same(visit, shop, pages):
    client = visit(shop, "active")
    refused, missing = client.get("/rejoin/"), client.get("/nothing-here/")
    assert refused.status_code == missing.status_code == 404
    assert "Secret" not in refused.content.decode()


def test_a_child_is_never_wider_than_its_parent(visit, shop, pages):
    make_page(pages["perks"], "inner", text("Inner words"), rule=EVERYONE)
    assert visit(shop, "cancelled").get("/perks/inner/").status_code == 404
    assert visit(shop, "active").get("/perks/inner/").status_code == 200
    assert visit(shop).get("/perks/inner/").status_code == 302


def test_a_page_below_an_unpublished_one_is_gone(visit, shop, pages):
    make_page(pages["perks"], "inner", text("Inner words"), rule=ANY_CUSTOMER)
    pages["perks"].unpublish()
    assert visit(shop, "active").get("/perks/inner/").status_code == 404


def test_a_broken_rule_admits_nobody(visit, shop, pages):
    from cms.models import PortalPage
    from cms.pages.tree import pages_changed

    PortalPage.objects.filter(pk=pages["perks"].pk).update(visibility={"all": [{"nonsense": 1}]})
    pages_changed()
    assert visit(shop, "active").get("/perks/").status_code == 404


def test_a_page_for_everyone_is_shown_to_the_signed_out(visit, shop):
    make_home(shop, text("Welcome all"), rule=EVERYONE)
    assert "Welcome all" in visit(shop).get("/").content.decode()


def test_membership_that_ends_while_signed_in_closes_the_portal(visit, club, people):
    make_home(club, text("Members only words"))
    client = visit(club, "cancelled")
    assert client.get("/").status_code == 200
    PortalSettings.objects.get(site_id=club.site_id)
    settings = PortalSettings.objects.get(site_id=club.site_id)
    settings.admit_ended = False
    settings.save()
    answer = client.get("/")
    assert answer.status_code == 403
    assert "Members only words" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/perks/", "/rejoin/", "/nothing-here/"])
def test_personal_answers_stay_out_of_caches(visit, shop, pages, path):
    for client in (visit(shop), visit(shop, "active")):
        answer = client.get(path)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Cookie" in answer.headers["Vary"]


def test_the_menu_shows_what_one_may_see(visit, shop, pages):
    active = visit(shop, "active").get("/").content.decode()
    inactive = visit(shop, "any").get("/").content.decode()
    assert '"/perks/"' in active
    assert '"/rejoin/"' not in active
    assert '"/rejoin/"' in inactive
    assert '"/perks/"' not in inactive


def test_a_plain_wagtail_page_in_a_portal_is_closed(visit, shop, pages):
    from wagtail.models import Page

    Page.objects.get(pk=pages["home"].pk).add_child(title="Plain", slug="plain")
    assert visit(shop, "active").get("/plain/").status_code == 404


def test_a_host_that_is_no_portals_shows_nothing(visit, client):
    assert client.get("/", headers={"host": "elsewhere.localhost"}).status_code == 404


def test_the_editors_host_shows_no_portal_page(client, pages):
    assert client.get("/perks/", headers={"host": "admin.localhost"}).status_code == 404


def test_a_past_due_member_is_active_only_as_long_as_the_policy_forgives(visit, shop, pages):
    settings = PortalSettings.objects.get(site_id=shop.site_id)
    settings.past_due_days = 1  # the cast's payment failed two days ago
    settings.save()
    assert visit(shop, "past-due").get("/perks/").status_code == 404
