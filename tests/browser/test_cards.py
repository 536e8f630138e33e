"""A new card, from the form through the bank to Stripe and back, as the customer sees it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser import IN_BROWSER
from tests.promises import promise

pytestmark = IN_BROWSER

ASKS_THE_BANK = "4000002760003184"
CUSTOMER = "SELECT external_id FROM accounts_customer WHERE email = ? AND source = 'stripe'"


def enter(page: Any, number: str) -> None:
    """Type a card into Stripe's fields and save it."""
    fields = page.frame_locator("[data-fields] iframe")
    fields.get_by_label("Card number").fill(number)
    fields.get_by_label("Expiration date").fill("12 / 34")
    fields.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Save card").click()


@promise(22)
def test_link_opens_the_form_and_the_bank_is_asked_before_the_card_pays(demo, open_page):
    page = open_page("shop", "/go/card/", who="trialing")
    enter(page, ASKS_THE_BANK)
    page.frame_locator("iframe").last.get_by_role("button", name="Complete").click()
    expect(page.locator(".said")).to_contain_text("Your card ending 3184 is saved.")
    expect(page.locator(".card-row").first).to_contain_text("Visa ending 3184 · main card")
    [[customer]] = demo.rows(CUSTOMER, "trialing@example.com")
    default = demo.stripe(f"objects/{customer}")["invoice_settings"]["default_payment_method"]
    assert demo.stripe(f"objects/{default}")["card"]["last4"] == "3184"
    assert "setup_intent" not in page.url


def test_card_that_fails_again_says_so_and_the_bill_stays(open_page):
    page = open_page("shop", "/go/pay/", who="past-due")
    page.get_by_role("button", name="Pay €").click()
    expect(page.locator(".said")).to_contain_text("You have not been charged.")
    expect(page.locator(".bill")).to_contain_text("€24.00")
