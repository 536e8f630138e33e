"""Whoever has amounts reckoned by the hundred waits a little; our payment partner is not asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts.models import Customer
from accounts.throttle import Limit, Throttled
from billing.documents import DocumentKind
from billing.models import Order, Price, Subscription
from portal_blocks import patience
from portal_blocks.base import NOWHERE
from portal_blocks.offer import panel
from portal_blocks.one_order import RealOrder
from portal_blocks.one_subscription import RealSubscription
from portal_blocks.order_history import documents
from portal_blocks.patience import TooMuch, count_look
from portal_blocks.samples import sample_viewer
from portal_blocks.viewer import RealData
from tests.portal_blocks.cast import NOW

WAIT = "That was a lot in a short time. Nothing was changed. Please wait 5 minutes."
COFFEE = Subscription(pk=1, customer_id=7, state="active")
ABOUT, ORDER = RealSubscription(COFFEE), RealOrder(Order(pk=1, customer_id=7))
READS = {
    "a change": lambda: ABOUT.preview([], now=NOW),
    "a code": lambda: ABOUT.coupon("STAY20", now=NOW),
    "it anew": ABOUT.again,
    "an order again": lambda: ORDER.quote({}),
    "a paper": lambda: ORDER.paper_url(DocumentKind.INVOICE),
}


@pytest.fixture
def worn_out(monkeypatch):
    """Somebody who has looked as often as they may. There is no database, and no Stripe."""

    def counted(_limits, *, now):
        raise Throttled(now + timedelta(minutes=5))

    monkeypatch.setattr(patience, "count_try", counted)


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_whatever_asks_our_payment_partner_says_how_long_to_wait(worn_out, read):
    with pytest.raises(TooMuch) as fault:
        read()
    assert fault.value.message == WAIT


def test_an_offer_that_cannot_be_reckoned_now_is_not_made(worn_out):
    data = RealData((7,))
    assert data.coupon(COFFEE, "STAY20", now=NOW) is None
    assert data.swap(COFFEE, [], now=NOW) is None


def test_the_panel_of_an_offer_says_it_in_place_of_the_amount(worn_out, monkeypatch):
    monkeypatch.setattr(panel, "buyer_of", lambda _ids: Customer(pk=7))
    shown = panel.panel_of(Price(external_id="price_1"), 1, {}, sample_viewer("active"), NOWHERE)
    assert (shown.fault, shown.total, shown.agreed) == (WAIT, "", "")


def test_the_page_of_a_paper_says_it(worn_out):
    order = Order(pk=1, customer_id=7)
    data = SimpleNamespace(order=lambda _pk: order, about=lambda _order: ORDER)
    viewer = replace(sample_viewer("active"), data=data)
    failed = documents.load_document({}, viewer, NOWHERE, "1-invoice")
    assert (failed.status, failed.context["text"]) == (429, [WAIT])


def test_looks_are_counted_by_customer_and_the_window_ends(db, monkeypatch):
    monkeypatch.setattr(patience, "LOOKS", Limit("look", tries=1, seconds=600))
    count_look(7, now=NOW)
    with pytest.raises(TooMuch):
        count_look(7, now=NOW)
    count_look(8, now=NOW)
    count_look(7, now=NOW + timedelta(minutes=10))
