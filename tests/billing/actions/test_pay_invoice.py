import logging
from datetime import timedelta

import pytest

from billing.actions.errors import Foreign
from billing.actions.finishing import confirmation_of, look
from billing.actions.pay_invoice import NEW_CARD, hosted_page_of, pay_invoice
from billing.actions.settling import PATIENCE, hurry, settle_all
from billing.bills import bills_of
from billing.gateway.client import api
from billing.mirror.sync import sync_customer
from billing.models import AuditEntry, Operation, Order, Subscription
from portals.models import Shop
from tests.billing.actions.cards import ASKS, SAFE, past_due
from tests.billing.buying import requests, sign_up, subscribe, use_card
from tests.billing.made_once import made_once
from tests.promises import promise

PAYS = "/v1/invoices/%/pay"
FAULTS = ["429", "lock_timeout", "409", "500", "503", "lost_response", "down", "malformed"]


@pytest.fixture
def bill(stripe, shop, now):
    """What a customer owes whose renewal has failed."""

    def made():
        bought = past_due(stripe, shop, now)
        return Subscription.objects.get(external_id=bought.subscription)

    [found] = bills_of([made_once(stripe, "past due", made).customer_id])
    return found


@pytest.fixture
def on_file(bill, now):
    """Put another card on file, which pays nothing, and return Stripe's id of it."""

    def added(card):
        owner = bill.order.customer.external_id
        method = api().payment_methods.attach(card, {"customer": owner}).id
        sync_customer(bill.order.shop, owner, now)
        return method

    return added


@pytest.fixture
def pay(bill, asking, on_file):
    """Pay the bill by a card that is put on file for it: `pay("pm_card_visa")`."""

    def paying(card, agreed=2400):
        used = on_file(card) if card.startswith("pm_card_") else card
        return pay_invoice(bill, asking, card=used, agreed=agreed)

    return paying


@pytest.fixture
def begun(stripe, shop, now):
    """A subscription whose first payment was declined: it has not started."""
    purchase = subscribe(card="pm_card_chargeCustomerFail", payment_behavior="allow_incomplete")
    sync_customer(Shop.objects.get(), purchase.customer, now)
    return Subscription.objects.get()


def test_paying_the_first_bill_begins_the_subscription(begun, asking, now):
    assert begun.state == "incomplete"
    [first] = bills_of([begun.customer_id])
    card = use_card(begun.customer.external_id, "pm_card_visa")
    sync_customer(begun.shop, begun.customer.external_id, now)
    assert pay_invoice(first, asking, card=card, agreed=2400).outcome == "done"
    assert (Subscription.objects.get().state, bills_of([begun.customer_id])) == ("active", [])


def stored():
    return Operation.objects.get()


def enter(operation, card=SAFE):
    """Pay as the browser does that was given the secret."""
    intent = confirmation_of(operation).intent_id
    api().payment_intents.confirm(intent, {"payment_method": card})


def succeeded():
    return [one for one in api().charges.list().data if one.status == "succeeded"]


def test_card_on_file_pays_and_shows_at_once(bill, pay):
    operation = pay(SAFE)
    assert (operation.outcome, operation.message) == ("done", "Thank you. It is paid.")
    assert Order.objects.get(pk=bill.order.pk).payment_state == "paid"
    assert Subscription.objects.get().state == "active"
    assert bills_of([bill.order.customer_id]) == []


@promise(10)
def test_same_click_twice_is_one_charge(stripe, pay):
    card = pay(SAFE).params["card"]
    assert pay(card).outcome == "done"
    assert len(requests(stripe, "POST", PAYS)) == 1


def test_decline_is_told_in_words_and_nothing_is_charged(bill, pay):
    operation = pay("pm_card_chargeCustomerFail")
    assert (operation.outcome, operation.error_code) == ("refused", "generic_decline")
    assert "You have not been charged." in operation.message
    assert len(bills_of([bill.order.customer_id])) == 1


@promise(23)
@pytest.mark.parametrize("told_by", ["browser", "webhook"])
@pytest.mark.parametrize("passed", [True, False])
def test_bank_is_asked_and_its_answer_settles_it(stripe, pay, now, told_by, passed):
    operation = pay(ASKS)
    assert operation.outcome == "waiting"
    assert "Your bank wants you to confirm this payment." in operation.message
    stripe.stripe.authenticate(confirmation_of(operation).intent_id, passed=passed)
    if told_by == "webhook":
        hurry(operation.customer.external_id)
        settle_all(now=now)
    else:
        look(operation, now=now)
    assert stored().outcome == ("done" if passed else "refused")


def test_what_the_bank_asks_shows_on_the_bill(bill, pay):
    pay(ASKS)
    [found] = bills_of([bill.order.customer_id])
    assert found.order.payment_state == "requires_action"


def test_new_card_in_the_browser_pays_once(stripe, bill, pay, now):
    operation = pay(NEW_CARD)
    assert operation.outcome == "waiting"
    look(operation, now=now)
    assert stored().outcome == "waiting"  # that the card on file had failed says nothing of this
    enter(operation)
    look(operation, now=now)
    assert (stored().outcome, len(succeeded())) == ("done", 2)
    assert requests(stripe, "POST", PAYS) == []


def test_new_card_that_is_declined_is_refused(pay, now):
    operation = pay(NEW_CARD)
    with pytest.raises(Exception, match="declined"):
        enter(operation, "pm_card_chargeDeclined")
    assert look(operation, now=now).outcome == "refused"


@pytest.mark.parametrize(("hours", "outcome"), [(22, "waiting"), (24, "refused")])
def test_payment_that_is_never_confirmed_ends_within_a_day(pay, now, hours, outcome):
    pay(NEW_CARD)
    settle_all(now=now + timedelta(hours=hours))
    assert stored().outcome == outcome


def test_more_than_was_shown_is_not_charged(stripe, pay):
    operation = pay(SAFE, agreed=2399)
    assert (operation.outcome, operation.error_code) == ("refused", "out_of_date")
    assert requests(stripe, "POST", PAYS) == []


def test_paid_meanwhile_is_done_and_not_charged_again(bill, pay, on_file):
    card = on_file(SAFE)
    api().invoices.pay(bill.invoice_id, {"payment_method": card})
    assert pay(card).outcome == "done"
    assert len(succeeded()) == 2  # the first period, and this one


@promise(20)
def test_card_of_somebody_else_is_refused(stripe, bill, asking, shop, now):
    other = sign_up("bob@example.com")
    card = use_card(other, SAFE)
    sync_customer(shop, other, now)
    with pytest.raises(Foreign):
        pay_invoice(bill, asking, card=card, agreed=2400)
    assert not Operation.objects.exists()


@pytest.mark.sqlite_only
@promise(9)
@pytest.mark.parametrize("fault", FAULTS)
def test_without_a_clear_answer_it_is_not_known_and_charged_once(stripe, pay, on_file, now, fault):
    card, before = on_file(SAFE), len(succeeded())
    stripe.fault(fault, "" if fault == "down" else "POST .*/pay", times=3)
    assert pay(card).outcome == "unknown"
    stripe.lift_faults()
    settle_all(now=now + PATIENCE + timedelta(minutes=1))
    charged = len(succeeded()) - before
    assert charged == (1 if fault in ("lost_response", "malformed") else 0)
    assert stored().outcome == ("done" if charged else "refused")


def test_void_bill_is_refused_and_leaves_the_page(bill, pay):
    api().invoices.void_invoice(bill.invoice_id)
    assert pay(SAFE).outcome == "refused"
    assert bills_of([bill.order.customer_id]) == []


def test_page_of_our_payment_partner_is_fetched_fresh(bill):
    assert hosted_page_of(bill).startswith("http")


@promise(25)
def test_secret_is_in_no_row_and_no_log(pay, now, caplog):
    caplog.set_level(logging.DEBUG)
    operation = pay(ASKS)
    secret = confirmation_of(operation).client_secret
    look(operation, now=now)
    rows = repr([*Operation.objects.values(), *AuditEntry.objects.values()])
    assert secret not in caplog.text + rows
    assert "_secret_" not in rows
