"""Offers, from the press to Stripe and back: the first purchase, a no, a card that is refused."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import IN_BROWSER
from tests.browser.newcomers import arrive
from tests.promises import promise

pytestmark = IN_BROWSER

MAKE_PAGE = """
from uuid import uuid4
from wagtail.models import Site
from access_rules.presets import ANY_CUSTOMER, EVERYONE
from billing.models import Price
from cms.models import PortalPage
root = Site.objects.get(hostname="shop.localhost").root_page
once = Price.objects.filter(interval="", is_active=True).order_by("-unit_amount").first()
less = Price.objects.filter(interval="", is_active=True).order_by("unit_amount").first()
value = {"price": once.external_id, "most": 1, "allow_decline": True, "title": "The large one",
         "second_price": less.external_id, "second_title": "The small one", "declined": root.pk,
         "visibility": dict(EVERYONE)}
page = PortalPage(title="Try it", slug="try-it", visibility=dict(ANY_CUSTOMER),
                  body=[{"type": "offer", "id": str(uuid4()), "value": value}])
root.add_child(instance=page)
page.save_revision().publish()
"""
CUSTOMERS = "SELECT source, external_id FROM accounts_customer WHERE email = ?"


@pytest.fixture(scope="module")
def offered(demo):
    """A page of the shop's portal with one offer, and a smaller one for whoever says no."""
    arrive(demo)
    demo.run("manage.py", "shell", "--no-imports", "-c", MAKE_PAGE)
    return "/try-it/"


def enter(offer: Any, number: str) -> None:
    """Type a card into Stripe's fields."""
    fields = offer.frame_locator("[data-fields] iframe")
    fields.get_by_label("Card number").fill(number)
    fields.get_by_label("Expiration date").fill("12 / 34")
    fields.get_by_label("Security code").fill("123")


@promise(10)
def test_somebody_whom_stripe_does_not_know_buys_with_a_new_card(demo, open_page):
    page = open_page("shop", "/extras/", who="any")
    offer = page.locator(".block--offer", has_text="Hand grinder").first
    offer.get_by_role("button", name="Buy").click()
    enter(offer, "4242424242424242")
    offer.get_by_role("button", name="Pay €").click()
    expect(offer.locator(".said")).to_contain_text("Your order is paid.")
    [(source, external_id)] = demo.rows(CUSTOMERS, "any@example.com")
    assert source == "stripe"
    assert demo.stripe(f"objects/{external_id}")["email"] == "any@example.com"


def test_no_brings_the_smaller_offer_which_one_press_buys(open_page, offered):
    page = open_page("shop", offered, who="petra")  # who buys it once only
    offer = page.locator(".block--offer")
    expect(offer).to_contain_text("The large one")
    offer.get_by_role("button", name="No, thank you").click()
    expect(offer).to_contain_text("The small one")
    offer.get_by_role("button", name="Buy for €").click()
    expect(offer.locator(".said")).to_contain_text("Your order is paid.")
    page.reload()
    expect(offer).to_contain_text("You have bought this")


def test_refused_card_leads_to_the_chosen_page_and_says_why(demo, open_page, offered):
    page = open_page("shop", offered, who="past-due")
    page.locator(".block--offer").get_by_role("button", name="Buy for €").click()
    page.wait_for_url(demo.url("shop"))
    expect(page.locator(".said").first).to_contain_text("Your bank declined the card.")


def test_card_form_that_cannot_be_loaded_says_so_and_comes_with_the_connection(open_page):
    page = open_page("shop", "/payment/", who="cancelled")
    page.route("**/stripe.js", lambda route: route.abort())
    page.locator("summary", has_text="Use a new card").click()
    form = page.locator("form[data-card-form]")
    expect(form.get_by_role("alert")).to_contain_text(
        "could not be loaded, so nothing has happened"
    )
    expect(form.get_by_role("group", name="Card details")).to_be_hidden()
    page.unroute("**/stripe.js")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(form.frame_locator("iframe").get_by_label("Card number")).to_be_visible()
    expect(form.locator("[data-fault]")).to_have_text("")
