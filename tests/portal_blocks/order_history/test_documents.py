from __future__ import annotations

from dataclasses import replace

import pytest

from billing import documents
from billing.gateway.errors import Refused, Unreachable
from billing.models import OrderRef
from portal_blocks.order_history.documents import links_of, load_document
from portal_blocks.viewer import RealData
from tests.pages import block, make_home
from tests.portal_blocks.cast import PLACE, buy, viewer
from tests.promises import promise

PDF = "https://files.example/in_1.pdf"


@pytest.fixture
def order(people):
    order = buy(people["active"], "Tea")
    for kind, ref in (("invoice", "in_1"), ("charge", "ch_1")):
        OrderRef.objects.create(shop=order.shop, source="stripe", kind=kind, ref=ref, order=order)
    return order


@pytest.fixture
def asked(monkeypatch):
    """What Stripe was asked for. It answers with `PDF`, or with the fault put in its place."""
    asked: list[str] = []

    def answer(ref):
        asked.append(ref)
        return PDF

    ways = {kind: (of, answer) for kind, (of, _address) in documents._OF.items()}
    monkeypatch.setattr(documents, "_OF", ways)
    return asked


def fail(monkeypatch, fault):
    def answer(_ref):
        raise fault

    ways = {kind: (of, answer) for kind, (of, _address) in documents._OF.items()}
    monkeypatch.setattr(documents, "_OF", ways)


def of(customer):
    return replace(viewer(), data=RealData((customer.pk,)), customer_ids=(customer.pk,))


def home(shop):
    make_home(shop, block("order_history", heading="Your orders", page_size=3))


def test_the_orders_page_offers_its_papers_without_asking(visit, shop, order, asked):
    home(shop)
    page = visit(shop, "active").get(f"/order/{order.pk}/").content.decode()
    assert f'href="/document/{order.pk}-invoice/"' in page
    assert f'href="/document/{order.pk}-receipt/"' in page
    assert "Invoice (PDF)" in page
    assert asked == []


def test_an_order_without_papers_offers_none(people):
    assert links_of(buy(people["active"], "Tea"), (), PLACE) == []


@promise(27)
def test_a_click_leads_to_where_the_paper_is_now(visit, shop, order, asked):
    home(shop)
    answer = visit(shop, "active").get(f"/document/{order.pk}-invoice/")
    assert (answer.status_code, answer["Location"], asked) == (302, PDF, ["in_1"])
    assert "no-store" in answer["Cache-Control"]


@promise(20, 27)
@pytest.mark.parametrize("who", ["paused", "any"])
def test_papers_of_somebody_else_are_as_if_there_were_none(visit, shop, order, asked, who):
    home(shop)
    answer = visit(shop, who).get(f"/document/{order.pk}-invoice/")
    assert (answer.status_code, asked) == (404, [])


@promise(20)
def test_who_is_signed_out_signs_in_first(visit, shop, order, asked):
    home(shop)
    answer = visit(shop).get(f"/document/{order.pk}-invoice/")
    assert answer["Location"].startswith("/sign-in/")
    assert asked == []


@pytest.mark.parametrize("key", ["x", "-invoice", "{pk}", "{pk}-", "{pk}-secrets", "9" * 30])
def test_an_address_made_up_leads_nowhere(people, order, asked, key):
    assert load_document({}, of(people["active"]), PLACE, key.format(pk=order.pk)) is None
    assert asked == []


@promise(13, 27)
@pytest.mark.parametrize("fault", [Unreachable("?"), Refused("?", "key_refused")])
def test_with_stripe_down_the_page_says_so_and_what_to_do(visit, shop, order, monkeypatch, fault):
    home(shop)
    fail(monkeypatch, fault)
    answer = visit(shop, "active").get(f"/document/{order.pk}-receipt/")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "We cannot get this document right now" in page
    assert f'href="/document/{order.pk}-receipt/"' in page
