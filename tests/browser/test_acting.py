"""The way of an action: from the press to Stripe and back into the page that is there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import IN_BROWSER
from tests.browser.walks import SOON

pytestmark = IN_BROWSER

OPERATIONS = "SELECT COUNT(*) FROM billing_operation WHERE target = ? AND outcome = 'done'"
PAUSED, RUNNING = "Your subscription is paused.", "Your subscription is running again."
FOCUS = "document.activeElement.className"


@pytest.fixture
def lift_faults(demo):
    """Whatever happens, the local Stripe answers again."""
    yield
    demo.stripe("faults", method="DELETE")


@pytest.fixture
def unwatched(demo, browser, open_page):
    """A page of somebody signed in whose console and answers may tell of faults."""
    cookies = open_page("shop", who="active").context.cookies()
    context = browser.new_context()
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(demo.url("shop"))
    yield page
    context.close()


def panel(page: Any, opener: str, button: str) -> Any:
    """Open a panel of the subscription, and return its button."""
    page.locator("summary", has_text=re.compile(f"^{opener}")).first.click()
    return page.get_by_role("button", name=button, exact=True)


def said(page: Any, words: str) -> Any:
    """Wait until the subscription's block says so."""
    found = page.locator("[data-block=subscription_controls] .said", has_text=words)
    found = found.or_(page.locator(".said:has(+ .block--subscription_controls)", has_text=words))
    found.wait_for()
    return found


def undo(page: Any) -> None:
    """Take the pause back."""
    page.get_by_role("button", name="Undo").click()
    said(page, RUNNING)


def pause_of(demo: Any, key: str) -> Any:
    """How Stripe has it."""
    return demo.stripe(f"objects/{demo.subscription(key)}")["pause_collection"]


def test_pause_reaches_stripe_and_comes_back_into_the_page_that_is_there(demo, open_page):
    page = open_page("shop", who="active")
    page.evaluate("window.stays = true")
    panel(page, "Pause", "Pause now").click()
    said(page, PAUSED)
    assert pause_of(demo, "active")["behavior"] == "void"
    assert page.evaluate("window.stays")
    assert page.evaluate(FOCUS).startswith("said ")
    expect(page.locator("[data-live]")).to_contain_text(PAUSED)
    undo(page)
    assert pause_of(demo, "active") is None


def test_two_clicks_are_one_operation(demo, open_page):
    page = open_page("shop", who="active")
    before = demo.rows(OPERATIONS, demo.subscription("active"))[0][0]
    panel(page, "Pause", "Pause now").dblclick()
    said(page, PAUSED)
    assert demo.rows(OPERATIONS, demo.subscription("active")) == [(before + 1,)]
    undo(page)


@pytest.mark.usefixtures("lift_faults")
def test_what_is_not_known_yet_settles_by_itself(demo, open_page):
    page = open_page("shop", who="active")
    demo.stripe("faults", {"kind": "lost_response", "match": "POST /v1/subs", "times": 3})
    panel(page, "Pause", "Pause now").click()
    said(page, "We are checking with our payment partner.")
    said(page, PAUSED)
    expect(page.locator("[data-live]")).to_contain_text(PAUSED)
    undo(page)


def test_without_a_script_the_block_says_it_and_has_the_focus(demo, open_page):
    page = open_page("shop", who="active", java_script_enabled=False)
    panel(page, "Pause", "Pause now").click()
    assert said(page, PAUSED).evaluate("said => said === document.activeElement")
    undo(page)
    assert pause_of(demo, "active") is None


def test_card_that_is_being_entered_stays_while_something_else_is_done(open_page):
    page = open_page("shop", who="active")
    page.locator("summary", has_text="Use a new card").click()
    number = page.frame_locator("[data-fields] iframe").get_by_label("Card number")
    number.fill("4242 4242")
    panel(page, "Pause", "Pause now").click()
    said(page, PAUSED)
    assert number.input_value() == "4242 4242"
    assert number.is_visible()
    undo(page)


def test_site_out_of_reach_is_said_and_the_press_can_be_tried_again(unwatched):
    page = unwatched
    button = panel(page, "Pause", "Pause now")
    page.context.set_offline(True)
    button.click()
    page.locator("form > .said", has_text="We could not reach the site.").wait_for()
    page.context.set_offline(False)
    button.click()
    said(page, PAUSED)
    undo(page)


def test_whoever_was_signed_out_meanwhile_is_told_beside_the_button(unwatched):
    page = unwatched
    button = panel(page, "Pause", "Pause now")
    page.get_by_label("Go on by itself on").fill(str(SOON))
    page.context.clear_cookies(name="portico")
    button.click()
    fault = page.locator("form > .said", has_text="You were signed out")
    expect(fault.get_by_role("link")).to_have_attribute("href", "/sign-in/")
    assert page.get_by_label("Go on by itself on").input_value() == str(SOON)
