import pytest

from billing.actions.baskets import NotSold
from billing.actions.buy import buy
from billing.actions.errors import Foreign, OutOfDate
from billing.gateway.client import api
from billing.models import AuditEntry, Card, Operation, Order
from portals.models import Shop
from tests.billing.actions.shelf import (
    agreeing,
    buyer,
    card_of,
    charges,
    goes_bad,
    invoices,
    shelve,
)
from tests.billing.buying import requests
from tests.promises import promise

DECLINES = [
    ("chargeCustomerFail", "generic_decline"),
    ("chargeDeclinedInsufficientFunds", "insufficient_funds"),
    ("chargeDeclinedLostCard", "lost_card"),
    ("chargeDeclinedExpiredCard", "expired_card"),
    ("chargeDeclinedIncorrectCvc", "incorrect_cvc"),
    ("chargeDeclinedProcessingError", "processing_error"),
]


def test_it_is_charged_once_and_is_an_order_at_once(ada, pot, asking):
    operation = buy(ada, pot, asking, payment=agreeing(ada, pot, quantity=2), quantity=2)
    order = Order.objects.get()
    assert (operation.outcome, operation.error_code) == ("done", "")
    assert (order.total, order.payment_state, order.customer) == (17800, "paid", ada)
    assert [line.quantity for line in order.lines.all()] == [2]
    assert charges(ada) == [17800]


def test_buyer_is_known_as_one_before_the_answer(ada, pot, asking):
    buy(ada, pot, asking, payment=agreeing(ada, pot))
    ada.facts.refresh_from_db()
    assert (ada.facts.orders_count, ada.facts.spent) == (1, {"EUR": 8900})


@promise(28)
def test_every_step_is_in_the_trail_with_stripes_request(ada, pot, asking):
    buy(ada, pot, asking, payment=agreeing(ada, pot))
    trail = [(one.kind, one.step, one.stripe_request_id != "") for one in AuditEntry.objects.all()]
    assert trail == [
        ("asked", "", False),
        ("step", "create", True),
        ("step", "item:1", True),
        ("step", "finalize", True),
        ("done", "", True),
    ]


def test_invoice_names_its_operation_and_nothing_moves_it_on_by_itself(ada, pot, asking):
    operation = buy(ada, pot, asking, payment=agreeing(ada, pot))
    invoice = api().invoices.retrieve(operation.after["invoice"])
    assert invoice.metadata is not None
    assert invoice.metadata.to_dict() == {"portico_operation": str(operation.pk)}
    assert not invoice.auto_advance


def test_what_waits_for_another_invoice_is_neither_quoted_nor_bought(ada, pot, asking):
    api().invoice_items.create({"customer": ada.external_id, "amount": 555, "currency": "eur"})
    buy(ada, pot, asking, payment=agreeing(ada, pot))
    assert charges(ada) == [8900]


def test_credit_is_quoted_and_taken_off(stripe, shop, pot, asking):
    eve = buyer(email="eve@example.com", balance=-900)
    operation = buy(eve, pot, asking, payment=agreeing(eve, pot))
    assert (operation.params["due"], charges(eve)) == (8000, [8000])


def test_what_costs_nothing_is_bought_without_a_charge(ada, shop, asking):
    gift = shelve(shop, amount=0)
    assert buy(ada, gift, asking, payment=agreeing(ada, gift)).outcome == "done"
    assert (charges(ada), invoices(ada)) == ([], ["paid"])


def test_currency_without_minor_units_is_charged_whole(ada, shop, asking):
    pot = shelve(shop, amount=1234567, currency="jpy")
    operation = buy(ada, pot, asking, payment=agreeing(ada, pot))
    order = Order.objects.get()
    assert (operation.outcome, order.total, order.currency) == ("done", 1234567, "JPY")


@pytest.mark.parametrize(("card", "code"), DECLINES)
def test_refused_card_leaves_nothing_to_pay(stripe, pot, asking, card, code):
    eve = buyer()
    goes_bad(stripe, eve, card)
    operation = buy(eve, pot, asking, payment=agreeing(eve, pot))
    assert (operation.outcome, operation.error_code) == ("refused", code)
    assert "You have not been charged." in operation.message
    assert (charges(eve), invoices(eve)) == ([], ["void"])


def test_lost_card_is_not_called_lost(stripe, shop, pot, asking):
    eve = buyer()
    goes_bad(stripe, eve, "chargeDeclinedLostCard")
    told = buy(eve, pot, asking, payment=agreeing(eve, pot)).message
    assert told.startswith("Your bank declined the card. You have not been charged.")


@promise(10)
def test_double_click_is_charged_once(stripe, ada, pot, asking):
    payment = agreeing(ada, pot)
    first, second = (buy(ada, pot, asking, payment=payment) for _ in range(2))
    assert (first.pk, second.outcome) == (second.pk, "done")
    assert charges(ada) == [8900]


def test_each_write_has_a_key_of_its_own(stripe, ada, pot, asking):
    buy(ada, pot, asking, payment=agreeing(ada, pot))
    keys = [key for key, _ in requests(stripe, "POST", "/v1/invoice%") if key]
    mine = [key.partition(":")[2] for key in keys if key.startswith(str(asking.operation_id))]
    assert mine == ["create", "item:1", "finalize", "pay"]


@promise(24)
def test_price_that_changed_since_is_asked_about_anew(stripe, ada, pot, asking):
    payment = agreeing(ada, pot)
    api().customers.update(ada.external_id, {"balance": 500})
    with pytest.raises(OutOfDate):
        buy(ada, pot, asking, payment=payment)
    assert (Operation.objects.count(), invoices(ada)) == (0, [])


@promise(24)
def test_price_that_rises_while_it_is_bought_is_not_charged(stripe, ada, pot, asking, monkeypatch):
    payment = agreeing(ada, pot)

    def dearer(*_args, **_kwargs):
        api().customers.update(ada.external_id, {"balance": 500})
        return False

    monkeypatch.setattr("billing.actions.purchasing.is_sold_already", dearer)
    operation = buy(ada, pot, asking, payment=payment)
    assert (operation.outcome, operation.error_code) == ("refused", "out_of_date")
    assert (charges(ada), invoices(ada)) == ([], ["void"])


def test_quantity_that_was_not_agreed_to_is_out_of_date(ada, pot, asking):
    with pytest.raises(OutOfDate):
        buy(ada, pot, asking, payment=agreeing(ada, pot), quantity=2)


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_impossible_quantities_are_refused(ada, pot, asking, quantity):
    with pytest.raises(NotSold):
        buy(ada, pot, asking, payment=agreeing(ada, pot), quantity=quantity)


@pytest.mark.parametrize("what", ["price", "product"])
def test_what_is_sold_no_more_is_refused(ada, pot, asking, what):
    payment = agreeing(ada, pot)
    gone = pot if what == "price" else pot.product
    gone.is_active = False
    with pytest.raises(NotSold):
        buy(ada, pot, asking, payment=payment)


def test_key_that_is_refused_midway_leaves_it_open(stripe, ada, pot, asking):
    payment = agreeing(ada, pot)
    stripe.fault("403", "POST /v1/invoiceitems")
    operation = buy(ada, pot, asking, payment=payment)
    assert (operation.outcome, operation.error_code) == ("unknown", "key_refused")
    assert charges(ada) == []


def test_subscription_is_not_bought_once(ada, shop, asking):
    box = shelve(shop, interval="month")
    with pytest.raises(NotSold):
        buy(ada, box, asking, payment=agreeing(ada, box))


@promise(20)
def test_card_of_somebody_else_is_refused(stripe, ada, pot, asking):
    eve = buyer(email="eve@example.com")
    with pytest.raises(Foreign):
        buy(ada, pot, asking, payment=agreeing(ada, pot, card=card_of(eve)))
    assert not Operation.objects.exists()


@promise(20)
def test_price_of_another_shop_is_refused(ada, asking):
    other = shelve(Shop.objects.create(name="Elsewhere"))
    payment = agreeing(ada, shelve(ada.shop))
    with pytest.raises(Foreign):
        buy(ada, other, asking, payment=payment)


def test_guest_who_has_proven_nothing_is_told_so(ada, pot, asking):
    payment = agreeing(ada, pot)
    ada.source = "stripe_guest"
    with pytest.raises(NotSold, match="write to us"):
        buy(ada, pot, asking, payment=payment)


def test_card_taken_off_meanwhile_is_refused(ada, pot, asking):
    payment = agreeing(ada, pot)
    Card.objects.all().delete()
    with pytest.raises(Foreign):
        buy(ada, pot, asking, payment=payment)
