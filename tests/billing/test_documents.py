import pytest

from billing.documents import (
    DocumentKind,
    DocumentNotThere,
    DocumentUnreachable,
    card_that_paid,
    document_url,
    documents_of,
)
from billing.mirror.orders import refresh_order_of_intent, refresh_order_of_invoice
from billing.models import Card, Operation, Order
from tests.billing.buying import subscribe
from tests.billing.sales import pay_once
from tests.promises import promise

INVOICE, PAGE, RECEIPT = DocumentKind


@pytest.fixture
def order(stripe, shop, now):
    refresh_order_of_invoice(subscribe().invoice, now=now)
    return Order.objects.get()


def test_which_papers_there_are_is_known_without_asking(stripe, order):
    stripe.fault("503", "", times=9)
    assert documents_of(order) == (INVOICE, PAGE, RECEIPT)
    stripe.lift_faults()


def test_a_bare_payment_has_a_receipt_alone(stripe, shop, now):
    refresh_order_of_intent(pay_once().id, now=now)
    assert documents_of(Order.objects.get()) == (RECEIPT,)


def test_an_order_not_paid_has_no_receipt(order):
    order.payment_state = "failed"
    assert documents_of(order) == (INVOICE, PAGE)


def test_an_order_of_elsewhere_has_none(shop, now):
    order = Order.objects.create(shop=shop, source="csv", external_id="1", placed_at=now)
    assert documents_of(order) == ()
    with pytest.raises(DocumentNotThere):
        document_url(order, INVOICE)


@promise(27)
@pytest.mark.parametrize("kind", DocumentKind)
def test_where_a_paper_is_stripe_is_asked_each_time(stripe, order, kind, monkeypatch):
    first = document_url(order, kind)
    assert first.startswith(stripe.url)
    invoice = order.external_id
    moved = {"invoice_pdf": "https://x/2", "hosted_invoice_url": "https://x/2"}
    _change(stripe, invoice, **moved)
    _change(stripe, order.refs.get(kind="charge").ref, receipt_url="https://x/2")
    assert document_url(order, kind) == "https://x/2"


@promise(27)
@pytest.mark.parametrize("address", [None, "javascript:alert(1)", "//evil.example/"])
def test_an_address_that_leads_to_no_page_is_none(stripe, order, address):
    _change(stripe, order.external_id, invoice_pdf=address)
    with pytest.raises(DocumentNotThere):
        document_url(order, INVOICE)


@promise(27)
@pytest.mark.parametrize("fault", ["500", "503", "429", "lost_response"])
def test_with_stripe_down_nobody_can_say_where(stripe, order, fault):
    stripe.fault(fault, "", times=9)
    with pytest.raises(DocumentUnreachable):
        document_url(order, INVOICE)
    stripe.lift_faults()


def _change(server, object_id, **fields):
    with server.stripe.state.transaction():
        server.stripe.world.put({**server.stripe.world.find(object_id), **fields})


@pytest.fixture
def chosen(order, now):
    """The card that the customer paid the order with, here."""
    [invoice] = order.refs.filter(kind="invoice").values_list("ref", flat=True)
    card = Card.objects.create(
        shop=order.shop,
        customer=order.customer,
        external_id="pm_chosen",
        brand="visa",
        last4="4242",
        exp_month=8,
        exp_year=2030,
        fetched_at=now,
    )
    told = {"params": {"card": card.external_id}, "outcome": "done", "actor": "customer"}
    operation = Operation(customer=order.customer, action="pay_invoice", target=invoice, **told)
    operation.save()
    return card


def test_which_card_paid_is_known_where_it_was_chosen_here(order, chosen):
    assert card_that_paid(order) == chosen


def test_card_of_a_purchase_is_known_by_its_invoice(order, chosen):
    operation = Operation.objects.get()
    operation.after, operation.target = {"invoice": operation.target}, "price_1"
    operation.save()
    assert card_that_paid(order) == chosen


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("order", {"payment_state": "failed"}),
        ("operation", {"outcome": "refused"}),
        ("operation", {"target": "in_other"}),
        ("operation", {"params": {"card": "new"}}),
    ],
)
def test_which_card_paid_is_not_guessed(order, chosen, of, told):
    changed = order if of == "order" else Operation.objects.get()
    for name, value in told.items():
        setattr(changed, name, value)
    changed.save()
    assert card_that_paid(order) is None


def test_card_that_is_not_on_file_any_more_is_not_named(order, chosen):
    chosen.delete()
    assert card_that_paid(order) is None
