"""Each action a customer has, from the press to Stripe's state, and back where it can be undone.

What has a test of its own is not here: pausing for good, buying with a new card, saving one.
Everybody here is new at the demo, and no two tests of one of them change the same thing.
"""

from __future__ import annotations

import zipfile
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import IN_BROWSER
from tests.browser.conftest import sign_in
from tests.browser.emails import link_in_email
from tests.browser.newcomers import arrive
from tests.browser.running import RunningDemo, wait_for
from tests.browser.walks import (
    OF_CUSTOMERS,
    OF_SUBSCRIPTIONS,
    SOON,
    Walk,
    on_day,
    opens,
    presses,
    types,
)
from tests.promises import promise

pytestmark = IN_BROWSER

CUSTOMER = "SELECT external_id FROM accounts_customer WHERE email = ? AND source = 'stripe'"
ANSWERS = (
    "SELECT granted FROM accounts_consent JOIN accounts_customer c ON c.id = customer_id"
    " WHERE c.email = ? ORDER BY accounts_consent.id"
)
INVOICE = (
    "SELECT r.ref FROM billing_orderref r JOIN billing_order o ON o.id = r.order_id"
    " JOIN accounts_customer c ON c.id = o.customer_id"
    " WHERE c.email = ? AND r.kind = 'invoice' ORDER BY o.placed_at DESC, o.id DESC"
)


@pytest.fixture(autouse=True)
def _newcomers(demo: RunningDemo) -> None:
    """Those whom the walks are about have arrived."""
    arrive(demo)


def customer(demo: RunningDemo, key: str) -> str:
    """Stripe's id of somebody."""
    return str(demo.rows(CUSTOMER, f"{key}@example.com")[0][0])


def said(page: Any, words: str) -> None:
    """Wait until the page says so."""
    page.locator(".said", has_text=words).first.wait_for()


def do(page: Any, *steps: Any, says: str) -> None:
    """Take the steps, and wait until the page says what came of them."""
    for step in steps:
        step(page)
    said(page, says)


def newest_invoice(demo: RunningDemo, key: str) -> Any:
    """Stripe's invoice for what somebody bought last."""
    [[invoice], *_] = demo.rows(INVOICE, f"{key}@example.com")
    return demo.stripe(f"objects/{invoice}")


def go(demo: RunningDemo, page: Any, walk: Walk, at_stripe: str) -> None:
    """Do it, see it here and at Stripe, and take it back where that can be."""
    before = walk.reads(demo.stripe(f"objects/{at_stripe}"))
    do(page, *walk.steps, says=walk.says)
    assert before != walk.becomes == walk.reads(demo.stripe(f"objects/{at_stripe}"))
    if walk.undone:
        do(page, presses("Undo"), says=walk.undone)
        assert walk.reads(demo.stripe(f"objects/{at_stripe}")) == before


@pytest.mark.parametrize("name", OF_SUBSCRIPTIONS)
def test_change_of_a_subscription_reaches_stripe_and_comes_back(demo, open_page, name):
    walk = OF_SUBSCRIPTIONS[name]
    page = open_page("shop", walk.path, who=walk.who)
    go(demo, page, walk, demo.subscription(walk.who))


@pytest.mark.parametrize("name", OF_CUSTOMERS)
def test_change_of_a_person_reaches_stripe_and_comes_back(demo, open_page, name):
    walk = OF_CUSTOMERS[name]
    page = open_page("shop", walk.path, who=walk.who)
    go(demo, page, walk, customer(demo, walk.who))


def test_day_a_pause_ends_on_can_be_changed_and_restart_ends_it_now(demo, open_page):
    subscription, later = demo.subscription("paula"), SOON + timedelta(days=9)
    page, day = open_page("shop", who="paula"), "Go on by itself on"
    do(page, opens("Pause"), types(day, SOON), presses("Pause now"), says="is paused.")
    change = (opens("Change the day"), types(day, later), presses("Save the day"))
    do(page, *change, says="Your subscription goes on by itself")
    assert on_day(demo.stripe(f"objects/{subscription}")["pause_collection"]["resumes_at"]) == later
    do(page, opens("Restart"), presses("Restart now"), says="is running again.")
    assert demo.stripe(f"objects/{subscription}")["pause_collection"] is None


@promise(22)
def test_other_card_pays_and_the_one_before_can_be_removed(demo, open_page):
    owner = customer(demo, "kemal")
    page = open_page("shop", "/payment/", who="kemal")
    old = demo.stripe(f"objects/{owner}")["invoice_settings"]["default_payment_method"]
    do(page, opens("Change.*4242"), presses("Make it my main card"), says="from now on.")
    new = demo.stripe(f"objects/{owner}")["invoice_settings"]["default_payment_method"]
    assert demo.stripe(f"objects/{new}")["card"]["last4"] == "4242"
    do(page, opens("(Change|Remove).*4444"), presses("Remove this card"), says="is removed.")
    assert demo.stripe(f"objects/{old}")["customer"] is None
    expect(page.locator(".card-row")).to_have_count(1)


def test_bill_is_paid_with_the_card_on_file(demo, open_page):
    page = open_page("shop", "/payment/", who="dora")
    assert newest_invoice(demo, "dora")["status"] == "open"
    do(page, opens("Pay now"), presses("Pay €24.00"), says="Thank you. It is paid.")
    assert newest_invoice(demo, "dora")["status"] == "paid"
    expect(page.locator(".bill")).to_have_count(0)


@promise(24)
def test_one_press_charges_what_the_offer_said(demo, open_page):
    page = open_page("shop", "/extras/", who="kemal")
    do(page, presses("Buy for €89.00"), says="Your order is paid.")
    invoice = newest_invoice(demo, "kemal")
    assert (invoice["status"], invoice["amount_paid"]) == ("paid", 8900)
    page.reload()
    expect(page.locator(".block--offer").first).to_contain_text("You have bought this")


def test_sign_in_elsewhere_is_ended_from_here(demo, open_page):
    other = open_page("shop", "/sign-in/")
    sign_in(other, demo, "wanda")
    other.wait_for_url(demo.url("shop"))
    page = open_page("shop", "/account/", who="wanda")
    do(page, presses("Sign out everywhere else"), says="You are signed out in")
    other.reload()
    assert "/sign-in/" in other.url


def test_agreeing_and_no_longer_agreeing_are_both_kept(demo, open_page):
    page = open_page("shop", "/account/", who="wanda")
    do(page, presses("Agree"), says="Thank you. You agreed.")
    do(page, presses("Stop this"), says="Kept. You do not agree to this.")
    assert demo.rows(ANSWERS, "wanda@example.com") == [(1,), (0,)]


def test_copy_of_ones_data_is_made_and_fetched_by_the_link_in_the_email(demo, open_page):
    page = open_page("shop", "/account/", who="petra")
    do(page, presses("Make a copy"), says="We are making your copy.")
    page.goto(wait_for(lambda: link_in_email(demo, "petra", "/my-data/"), seconds=60))
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Fetch the copy").click()
    with zipfile.ZipFile(fetched.value.path()) as copy:
        told = [copy.read(name).decode() for name in copy.namelist()]
    assert any("petra@example.com" in text for text in told)


def test_request_to_be_erased_can_be_taken_back(open_page):
    page = open_page("shop", "/account/", who="any")
    ask = (opens("Ask us to erase it"), presses("Ask to erase my data"))
    do(page, *ask, says="We have your request")
    do(page, presses("I changed my mind"), says="Your data stays as it is.")
