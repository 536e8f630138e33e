"""Whatever serves the pages is killed in the middle of a purchase: one charge, and all is told."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.browser import IN_BROWSER
from tests.browser.running import RunningDemo, descendants, running, wait_for
from tests.promises import promise

pytestmark = IN_BROWSER

WHO = "active@example.com"
PAYING = "POST .*/pay$"
CUSTOMER = "SELECT external_id FROM accounts_customer WHERE email = ? AND source = 'stripe'"
ORDERS = (
    "SELECT count(*) FROM billing_order o JOIN accounts_customer c ON c.id = o.customer_id"
    " WHERE c.email = ? AND o.source = 'stripe' AND o.payment_state = 'paid'"
)
PURCHASES = "SELECT id, outcome FROM billing_operation WHERE action = 'buy' ORDER BY created_at"
OUTCOME = "SELECT outcome FROM billing_operation WHERE id = ?"


@pytest.fixture
def lift_faults(demo: RunningDemo) -> Iterator[None]:
    """Whatever happens, the local Stripe answers again."""
    yield
    demo.stripe("faults", method="DELETE")


def charges(demo: RunningDemo) -> int:
    """How often the customer's card was charged."""
    [(customer,)] = demo.rows(CUSTOMER, WHO)
    request = urllib.request.Request(
        f"http://127.0.0.1:{demo.stripe_port}/v1/charges?limit=100&customer={customer}",
        headers={"Authorization": "Bearer sk_test_local_demo"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return sum(one["paid"] for one in json.load(answer)["data"])


def open_offer(page: Any) -> None:
    """See what a bag costs."""
    offer = page.locator("article.offer", has_text="How many")
    offer.get_by_role("button", name="Buy").click()


def kill_the_web(demo: RunningDemo) -> None:
    """Kill whatever serves pages. Only the web's first process has others below it."""
    assert demo.process is not None
    below = [one for pid in descendants(demo.process.pid) for one in descendants(pid)]
    assert len(below) >= 2
    for pid in below:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not running(below), seconds=20)


def let_minutes_pass(demo: RunningDemo) -> None:
    """Whoever asked could not be asking any more."""
    with closing(sqlite3.connect(demo.var / "portico.sqlite3", timeout=20)) as database, database:
        database.execute(
            "UPDATE billing_operation SET created_at = datetime(created_at, '-3 minutes')"
            " WHERE outcome = 'pending'"
        )


@promise(10)
@pytest.mark.parametrize("when", ["timeout", "timeout_after"], ids=["before", "after"])
@pytest.mark.usefixtures("lift_faults")
def test_purchase_survives_the_death_of_whoever_was_asking(demo, open_page, when):
    page = open_page("shop", "/extras/", who="active")
    charged, [(ordered,)] = charges(demo), demo.rows(ORDERS, WHO)
    demo.stripe("faults", {"kind": when, "match": PAYING, "seconds": 3})
    open_offer(page)
    page.get_by_role("button", name=re.compile("^Pay ")).click()
    wait_for(lambda: not demo.stripe("faults")["faults"], seconds=30)  # Stripe has the request
    kill_the_web(demo)
    page.close()  # Chromium sends the form again by itself, which is as good as a second click
    page = open_page("shop", "/extras/", who="active")
    expect(page.get_by_text("We are checking your purchase")).to_be_visible()
    operation, outcome = demo.rows(PURCHASES)[-1]
    assert (outcome, charges(demo)) == ("pending", charged + (when == "timeout_after"))
    let_minutes_pass(demo)
    page.goto(demo.url("shop", f"/finish/{UUID(operation)}/"))
    expect(page.get_by_text("Your order is paid")).to_be_visible()
    wait_for(lambda: demo.rows(ORDERS, WHO) == [(ordered + 1,)], seconds=30)
    assert (charges(demo), demo.rows(OUTCOME, operation)) == (charged + 1, [("done",)])
