"""Pause, restart, cancel and keep, as the customer sees it and as Stripe has it."""

from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser import IN_BROWSER
from tests.browser.running import RunningDemo, wait_for

pytestmark = IN_BROWSER

OPERATIONS = "SELECT action, outcome FROM billing_operation WHERE target = ? ORDER BY created_at"
EVENTS = (
    "SELECT state FROM billing_stripeevent"
    " WHERE object_id = ? AND type = 'customer.subscription.updated'"
)


@pytest.fixture
def lift_faults(demo):
    """Whatever happens, the local Stripe answers again."""
    yield
    demo.stripe("faults", method="DELETE")


def press(page: Any, opener: str, button: str) -> None:
    """Open a panel of the subscription and press its button; what came of it is shown then."""
    page.locator("summary", has_text=re.compile(f"^{opener}")).click()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("form[aria-busy]")).to_have_count(0)


def status(page: Any) -> str:
    """The word beside the subscription's name."""
    return str(page.locator(".subscription__head .status").inner_text())


def announced(page: Any) -> str:
    """What the page says of what was just done."""
    return str(page.locator(".said").first.inner_text())


def form_of(page: Any, opener: str) -> tuple[str, str]:
    """The address and the fields of a panel's form, as a browser would send them."""
    form = page.locator("details", has_text=re.compile(f"^\\s*{opener}")).locator("form")
    fields = form.locator("input[type=hidden]").all()
    sent = {one.get_attribute("name"): one.get_attribute("value") for one in fields}
    return str(form.get_attribute("action")), urlencode(sent)


def backdate_operations(demo: RunningDemo) -> None:
    """Let three minutes pass for whatever was asked of Stripe."""
    with closing(sqlite3.connect(demo.var / "portico.sqlite3", timeout=20)) as database, database:
        database.execute(
            "UPDATE billing_operation SET created_at = datetime(created_at, '-3 minutes')"
            " WHERE outcome = 'unknown'"
        )


def test_pause_and_restart_show_at_once_and_reach_stripe(demo, open_page):
    subscription = demo.subscription("active")
    page = open_page("shop", who="active")
    press(page, "Pause", "Pause now")
    assert status(page) == "Paused"
    assert demo.stripe(f"objects/{subscription}")["pause_collection"]["behavior"] == "void"
    press(page, "Restart", "Restart now")
    assert status(page) == "Active"
    assert demo.stripe(f"objects/{subscription}")["pause_collection"] is None


def test_stripe_tells_of_a_pause_and_the_worker_works_on_it(demo, open_page):
    subscription = demo.subscription("active")
    wait_for(lambda: {("processed",)} >= set(demo.rows(EVENTS, subscription)), seconds=40)
    before = len(demo.rows(EVENTS, subscription))
    page = open_page("shop", who="active")
    press(page, "Pause", "Pause now")
    press(page, "Restart", "Restart now")

    def is_worked_on() -> bool:
        """What was told of earlier changes may come late: more than these two is as good."""
        rows = demo.rows(EVENTS, subscription)
        return len(rows) >= before + 2 and set(rows) == {("processed",)}

    wait_for(is_worked_on, seconds=40)


def test_cancelling_says_when_it_ends_and_can_be_taken_back(demo, open_page):
    page = open_page("club", who="active")
    page.get_by_role("link", name=re.compile("^Cancel")).click()
    page.get_by_label("Too much coffee piles up").check()
    page.get_by_role("button", name="Go on to cancel").click()
    page.get_by_role("button", name="No, go on to cancel").first.click()
    page.get_by_role("button", name="Cancel subscription").click()
    expect(page.locator(".said")).to_contain_text("Your subscription is cancelled.")
    expect(page.get_by_text(re.compile(r"You keep it until \w+\s\d+\s\w+"))).to_be_visible()
    told = demo.stripe(f"objects/{demo.subscription('active')}")["cancellation_details"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    wait_for(lambda: page.goto(demo.url("club")) and status(page) == "Active", seconds=40)
    assert told["feedback"] == "unused"


def test_the_same_form_sent_twice_at_once_is_one_operation(demo, open_page):
    subscription = demo.subscription("trialing")
    page = open_page("shop", who="trialing")
    address, fields = form_of(page, "Pause")
    cookies = page.context.cookies()
    with ThreadPoolExecutor(2) as pool:
        sent = [
            pool.submit(demo.visit, "shop", address, cookies=cookies, form=fields) for _ in "ab"
        ]
    assert [one.result().status for one in sent] == [302, 302]
    assert demo.rows(OPERATIONS, subscription) == [("pause_subscription", "done")]
    page.reload()
    press(page, "Restart", "Restart now")
    assert status(page) == "Trial"


def test_a_form_of_somebody_else_changes_nothing(demo, open_page):
    before = demo.rows(OPERATIONS, demo.subscription("trialing"))
    page = open_page("shop", who="trialing")
    address, fields = form_of(page, "Pause")
    cookies = open_page("shop", who="ending").context.cookies()
    token = next(one["value"] for one in cookies if one["name"] == "portico_csrf")
    stolen = re.sub(r"csrfmiddlewaretoken=\w+", f"csrfmiddlewaretoken={token}", fields)
    assert demo.visit("shop", address, cookies=cookies, form=stolen).status == 404
    assert demo.rows(OPERATIONS, demo.subscription("trialing")) == before


@pytest.mark.usefixtures("lift_faults")
def test_no_answer_is_said_and_shows_the_truth_when_it_is_known(demo, open_page):
    page = open_page("shop", who="paused")
    demo.stripe("faults", {"kind": "lost_response", "match": "POST /v1/subs", "times": 3})
    press(page, "Restart", "Restart now")
    assert "We are checking with our payment partner" in announced(page)
    assert page.locator(".subscription form").count() == 0
    wait_for(lambda: page.reload() and page.locator(".subscription form").count(), seconds=40)
    assert status(page) == "Active"
    press(page, "Pause", "Pause now")
    assert status(page) == "Paused"


@pytest.mark.usefixtures("lift_faults")
def test_a_change_that_never_reached_stripe_is_offered_again(demo, open_page):
    subscription = demo.subscription("ending")
    page = open_page("shop", who="ending")
    demo.stripe("faults", {"kind": "down"})
    press(page, "Keep it", "Keep my subscription")
    assert page.locator(".subscription form").count() == 0
    backdate_operations(demo)
    demo.stripe("faults", method="DELETE")
    wait_for(lambda: page.reload() and page.locator(".subscription form").count(), seconds=40)
    assert status(page) == "Ending"
    assert demo.rows(OPERATIONS, subscription) == [("restart_subscription", "refused")]
