import uuid

import pytest

from billing.gateway.client import api
from billing.gateway.errors import NotFound
from billing.gateway.selling import (
    Wanted,
    add_to_sale,
    begin_sale,
    begin_subscription,
    fetch_sale,
    finalize_sale,
    find_sale,
    preview_sale,
    preview_subscription,
    withdraw_sale,
)
from tests.billing.buying import sign_up, use_card


@pytest.fixture
def customer(stripe):
    external_id = sign_up()
    use_card(external_id, "pm_card_visa")
    return external_id


@pytest.fixture
def pots(stripe):
    """Two pots for EUR 89.00 each."""
    return [Wanted(_price({}), 2)]


@pytest.fixture
def boxes(stripe):
    """Two boxes for EUR 89.00 each, every month."""
    return [Wanted(_price({"recurring": {"interval": "month"}}), 2)]


@pytest.fixture
def key():
    return uuid.uuid4()


def _price(params):
    product = api().products.create({"name": "Pot"})
    price = {"product": product.id, "currency": "eur", "unit_amount": 8900, **params}
    return api().prices.create(price).id


def _draft(customer, pots, key):
    sale = begin_sale(customer, currency="EUR", operation_id=key)
    add_to_sale(sale.invoice_id, pots[0], customer_id=customer, position=1, operation_id=key)
    return sale.invoice_id


def test_preview_is_what_the_invoice_comes_to(customer, pots, key):
    api().customers.update(customer, {"balance": -900})
    cost = preview_sale(customer, pots)
    sale = finalize_sale(_draft(customer, pots, key), operation_id=key)
    assert (cost.total, cost.due, cost.currency) == (sale.total, sale.due, sale.currency)
    assert (cost.subtotal, cost.due) == (17800, 16900)


def test_preview_of_a_subscription_is_what_its_first_invoice_comes_to(customer, boxes, key):
    cost = preview_subscription(customer, boxes)
    sale = begin_subscription(customer, boxes, card_id="", operation_id=key)
    assert (cost.total, cost.due) == (sale.total, sale.due) == (17800, 17800)


def test_new_subscription_charges_nothing_yet(customer, boxes, key):
    sale = begin_subscription(customer, boxes, card_id="", operation_id=key)
    assert sale.status == "open"
    assert api().subscriptions.retrieve(sale.subscription_id).status == "incomplete"
    assert api().charges.list({"customer": customer}).data == []


def test_each_step_repeated_is_done_once(customer, pots, key):
    [invoice] = {_draft(customer, pots, key) for _ in range(2)}
    [sale] = {finalize_sale(invoice, operation_id=key) for _ in range(2)}
    assert (sale.due, sale.status) == (17800, "open")
    assert len(api().invoices.list({"customer": customer}).data) == 1


def test_draft_is_found_by_its_operation(customer, pots, key):
    invoice = _draft(customer, pots, key)
    found = find_sale(customer, operation_id=key, recurring=False)
    assert (found.invoice_id, found.subscription_id) == (invoice, "")
    assert find_sale(customer, operation_id=uuid.uuid4(), recurring=False) is None


def test_subscription_is_found_by_its_operation(customer, boxes, key):
    sale = begin_subscription(customer, boxes, card_id="", operation_id=key)
    assert find_sale(customer, operation_id=key, recurring=True) == sale
    assert find_sale(customer, operation_id=uuid.uuid4(), recurring=True) is None


def test_draft_is_withdrawn_by_deleting_it(customer, pots, key):
    invoice = _draft(customer, pots, key)
    assert withdraw_sale(invoice, operation_id=key) is None
    with pytest.raises(NotFound):
        fetch_sale(invoice)


def test_open_invoice_is_withdrawn_by_voiding_it_and_twice_is_once(customer, pots, key):
    invoice = _draft(customer, pots, key)
    finalize_sale(invoice, operation_id=key)
    assert [withdraw_sale(invoice, operation_id=key).status for _ in range(2)] == ["void", "void"]


def test_paid_invoice_is_not_withdrawn(customer, pots, key):
    invoice = _draft(customer, pots, key)
    api().invoices.pay(invoice)
    assert withdraw_sale(invoice, operation_id=key).status == "paid"


def test_invoice_paid_while_it_is_withdrawn_stays_paid(customer, pots, key, monkeypatch):
    invoice = _draft(customer, pots, key)
    was = finalize_sale(invoice, operation_id=key)
    api().invoices.pay(invoice)
    answers = iter([was])
    real = fetch_sale
    monkeypatch.setattr(
        "billing.gateway.selling.fetch_sale", lambda one: next(answers, None) or real(one)
    )
    assert withdraw_sale(invoice, operation_id=key).status == "paid"
