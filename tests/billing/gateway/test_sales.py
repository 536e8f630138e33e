import pytest

from billing.gateway.client import api
from billing.gateway.errors import NotFound
from billing.gateway.sales import fetch_sale, list_sales
from tests.billing.buying import sign_up, subscribe
from tests.billing.sales import begin_checkout, check_out, intent_of, invoice_once, pay_once


def _root(kind, external_id):
    sale = fetch_sale(kind, external_id)
    return sale.external_id if sale is not None else None


def _objects_of(intent_id):
    """Every object that a payment makes, once it was given back and its bank has asked."""
    charge = str(api().payment_intents.retrieve(intent_id).latest_charge)
    refund = api().refunds.create({"charge": charge, "amount": 100})
    return [("payment_intent", intent_id), ("charge", charge), ("refund", refund.id)]


def test_every_object_of_an_invoice_leads_to_the_invoice(stripe):
    invoice = invoice_once().id
    payment = api().invoice_payments.list({"invoice": invoice}).data[0]
    objects = [("invoice_payment", payment.id), *_objects_of(intent_of(invoice))]
    assert {_root(*one) for one in objects} == {invoice}


def test_every_object_of_a_checkout_leads_to_the_checkout(stripe):
    session = check_out(stripe)
    objects = [("checkout_session", session.id), *_objects_of(session.payment_intent)]
    assert {_root(*one) for one in objects} == {session.id}


def test_a_bare_payment_is_its_own_root(stripe):
    intent = pay_once()
    assert {_root(*one) for one in _objects_of(intent.id)} == {intent.id}


def test_dispute_leads_to_its_sale(stripe):
    intent = pay_once()
    dispute = stripe.stripe.dispute(str(intent.latest_charge))
    assert _root("dispute", dispute["id"]) == intent.id


def test_checkout_of_a_subscription_leads_to_its_invoice(stripe):
    product = api().products.create({"name": "Tea"})
    price = api().prices.create(
        {
            "product": product.id,
            "currency": "eur",
            "unit_amount": 900,
            "recurring": {"interval": "month"},
        }
    )
    lines = [{"price": price.id, "quantity": 1}]
    session = check_out(stripe, sign_up(), mode="subscription", line_items=lines)
    sale = fetch_sale("checkout_session", session.id)
    assert (sale.kind, sale.names) == ("invoice", (("checkout_session", session.id),))


def test_saving_a_card_is_no_sale(stripe):
    session = begin_checkout(sign_up(), mode="setup", line_items=[], currency="eur")
    assert fetch_sale("checkout_session", session) is None


def test_unknown_object_is_not_found(stripe):
    with pytest.raises(NotFound):
        fetch_sale("charge", "ch_x")


def test_all_sales_of_a_customer_are_listed_once(stripe):
    bought = subscribe()
    session, intent = check_out(stripe, bought.customer), pay_once(bought.customer)
    api().payment_intents.create({"amount": 900, "currency": "eur", "customer": bought.customer})
    found = [sale.external_id for sale in list_sales(bought.customer)]
    assert found == [bought.invoice, session.id, intent.id]


def test_a_listed_sale_is_the_fetched_one(stripe):
    customer = subscribe().customer
    check_out(stripe, customer)
    intent = pay_once(customer)
    api().refunds.create({"payment_intent": intent.id, "amount": 100})
    for listed in list_sales(customer):
        fetched = fetch_sale(listed.kind, listed.external_id)
        assert fetched == type(listed)(**_fields(listed) | {"fetched_at": fetched.fetched_at})


def _fields(record):
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}
