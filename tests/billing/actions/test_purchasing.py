import threading
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from django.db import connection

from billing.actions.buy import buy
from billing.actions.buy_subscription import buy_subscription
from billing.actions.purchasing import LIFETIME, take_back
from billing.actions.settling import PATIENCE, settle, settle_all
from billing.gateway.client import api
from billing.models import Notice, Operation, Order, Subscription
from tests.billing.actions.shelf import (
    agreeing,
    charges,
    confirm,
    goes_bad,
    invoices,
)
from tests.billing.buying import again, requests
from tests.promises import promise

LATER = PATIENCE + timedelta(minutes=1)
DAY = LIFETIME + timedelta(hours=1)
FAULTS = ["429", "lock_timeout", "409", "503", "lost_response", "malformed", "down"]
STEPS = {
    "create": "POST /v1/invoices$",
    "item": "POST /v1/invoiceitems",
    "finalize": "POST .*/finalize",
    "pay": "POST .*/pay$",
}
SUBSCRIPTION_STEPS = {"create": "POST /v1/subscriptions$", "pay": "POST .*/pay$"}


@pytest.fixture
def once(ada, pot, asking):
    """Buy the pot with the card on file."""
    return partial(buy, ada, pot, asking, payment=agreeing(ada, pot))


@pytest.fixture
def monthly(ada, box, asking):
    """Subscribe to the box with the card on file."""
    return partial(buy_subscription, ada, box, asking, payment=agreeing(ada, box))


@pytest.fixture
def authenticated(stripe, ada, once):
    """A purchase that the bank wants to be confirmed."""
    goes_bad(stripe, ada, "authenticationRequired")
    return once()


def _settled():
    operation = Operation.objects.get()
    return operation.outcome, operation.error_code


@pytest.mark.sqlite_only
@promise(9, 10)
@pytest.mark.parametrize("where", list(product(FAULTS, STEPS.values())))
def test_without_an_answer_it_is_unknown_and_then_bought_once(stripe, once, ada, now, where):
    stripe.fault(*where, times=3)
    operation = once()
    assert (operation.outcome, operation.settled_at) == ("unknown", None)
    stripe.lift_faults()
    settle_all(now=now)
    assert (_settled(), charges(ada), invoices(ada)) == (("done", ""), [8900], ["paid"])
    assert Order.objects.get().payment_state == "paid"


@pytest.mark.sqlite_only
@promise(9, 10)
@pytest.mark.parametrize("where", list(product(FAULTS, SUBSCRIPTION_STEPS.values())))
def test_subscription_without_an_answer_begins_once(stripe, monthly, ada, now, where):
    stripe.fault(*where, times=3)
    assert monthly().outcome == "unknown"
    stripe.lift_faults()
    settle_all(now=now)
    assert (_settled(), charges(ada)) == (("done", ""), [2400])
    assert Subscription.objects.get().state == "active"


@promise(9)
@pytest.mark.parametrize("step", STEPS)
def test_answer_that_stripe_keeps_failing_ends_it_without_a_charge(stripe, once, ada, now, step):
    stripe.fault("500", STEPS[step], times=3)
    once()
    settle_all(now=now)  # it may be under way
    assert _settled()[0] == "unknown"
    settle_all(now=now + LATER)
    assert (_settled(), charges(ada)) == (("refused", "not_done"), [])
    assert set(invoices(ada)) <= {"void"}


def test_with_stripe_down_it_stays_open(stripe, once, now):
    stripe.fault("lost_response", STEPS["pay"], times=3)
    once()
    stripe.fault("down")
    settle_all(now=now + LATER)
    assert _settled()[0] == "unknown"


@promise(11)
@pytest.mark.parametrize("step", STEPS)
def test_after_a_day_it_is_looked_up_and_never_sent_again(stripe, once, ada, now, step):
    stripe.fault("503", STEPS[step], times=3)
    once()
    sent = len(requests(stripe, "POST", "/v1/%"))
    settle_all(now=now + DAY)
    undone = requests(stripe, "POST", "%/void")
    assert len(requests(stripe, "POST", "/v1/%")) - len(undone) == sent
    assert (_settled(), charges(ada)) == (("refused", "not_done"), [])
    assert invoices(ada) == (["void"] if step == "pay" else [])


@promise(11)
@pytest.mark.parametrize("step", ["create", "finalize"])
def test_draft_whose_answer_was_lost_is_found_by_its_metadata(stripe, once, ada, now, step):
    stripe.fault("lost_response", STEPS[step], times=3)
    once()
    settle_all(now=now + DAY)
    assert (_settled()[0], charges(ada)) == ("refused", [])
    assert set(invoices(ada)) <= {"void"}


@promise(11)
def test_charge_whose_answer_was_lost_for_a_day_is_found(stripe, once, ada, now):
    stripe.fault("lost_response", STEPS["pay"], times=3)
    once()
    settle_all(now=now + DAY)
    assert (_settled(), charges(ada)) == (("done", ""), [8900])


def test_subscription_lost_for_a_day_leaves_nothing_running(stripe, monthly, ada, now):
    stripe.fault("lost_response", SUBSCRIPTION_STEPS["create"], times=3)
    monthly()
    settle_all(now=now + DAY)
    [left] = api().subscriptions.list({"customer": ada.external_id, "status": "all"}).data
    assert (_settled()[0], charges(ada)) == ("refused", [])
    assert left.status in {"canceled", "incomplete_expired"}


def test_who_asks_still_is_not_overtaken(once, monkeypatch, now):
    monkeypatch.setattr("billing.actions.purchasing.sell", _dies)
    with pytest.raises(ZeroDivisionError):
        once()
    settle(Operation.objects.get(), now=now)
    assert _settled()[0] == "pending"


def _dies(*_args, **_kwargs):
    raise ZeroDivisionError


@promise(10)
@pytest.mark.django_db(transaction=True)
def test_clicks_at_once_in_two_windows_are_one_charge(stripe, ada, pot, asking):
    payment, gate, told = agreeing(ada, pot), threading.Barrier(3), []

    def click(by):
        gate.wait(30)
        told.append(buy(ada, pot, by, payment=payment).pk)
        connection.close()

    threads = [threading.Thread(target=click, args=[by]) for by in [asking, asking, again(asking)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    open_ones = Operation.objects.exclude(outcome="done")
    assert (len(told), len(set(charges(ada))), open_ones.count()) == (3, 1, 0)
    assert len(charges(ada)) == Operation.objects.count()


@promise(23)
def test_bank_that_wants_to_hear_from_the_customer_makes_it_wait(authenticated, ada):
    notice = Notice.objects.get()
    assert (authenticated.outcome, charges(ada)) == ("waiting", [])
    assert (notice.kind, notice.about) == ("confirm_payment", str(authenticated.pk))
    assert notice.facts == {
        "operation": str(authenticated.pk),
        "amount": 8900,
        "currency": "EUR",
        "title": "Pot",
    }


@promise(23)
def test_confirmed_one_is_bought(stripe, authenticated, ada, now):
    confirm(stripe, authenticated, passed=True)
    settle_all(now=now + LATER)
    assert (_settled(), charges(ada)) == (("done", ""), [8900])


def test_one_the_customer_did_not_confirm_is_taken_back(stripe, authenticated, ada, now):
    confirm(stripe, authenticated, passed=False)
    settle_all(now=now + LATER)
    assert _settled()[0] == "refused"
    assert "confirm the payment" in Operation.objects.get().message
    assert (charges(ada), invoices(ada)) == ([], ["void"])


def test_forgotten_one_waits_for_23_hours_and_is_taken_back(authenticated, ada, now):
    settle_all(now=now + LIFETIME - timedelta(minutes=5))
    assert _settled()[0] == "waiting"
    settle_all(now=now + DAY)
    assert (_settled(), invoices(ada)) == (("refused", "not_confirmed"), ["void"])


def test_forgotten_subscription_is_ended(stripe, monthly, ada, now):
    goes_bad(stripe, ada, "authenticationRequired")
    assert monthly().outcome == "waiting"
    settle_all(now=now + DAY)
    [left] = api().subscriptions.list({"customer": ada.external_id, "status": "all"}).data
    assert (_settled()[1], left.status in {"canceled", "incomplete_expired"}) == (
        "not_confirmed",
        True,
    )


def test_new_try_takes_the_waiting_one_back(stripe, authenticated, ada, pot, asking):
    goes_bad(stripe, ada, "visa")
    second = buy(ada, pot, again(asking), payment=agreeing(ada, pot))
    authenticated.refresh_from_db()
    assert (authenticated.error_code, second.outcome) == ("taken_back", "done")
    assert (charges(ada), invoices(ada)) == ([8900], ["paid", "void"])


def test_new_try_after_it_was_confirmed_is_not_a_second_purchase(
    stripe, authenticated, ada, pot, asking
):
    confirm(stripe, authenticated, passed=True)
    second = buy(ada, pot, again(asking), payment=agreeing(ada, pot))
    assert (second.pk, second.outcome, charges(ada)) == (authenticated.pk, "done", [8900])


def test_new_try_while_stripe_is_silent_does_not_begin(stripe, authenticated, ada, pot, asking):
    payment = agreeing(ada, pot)
    stripe.fault("503", "POST .*/void", times=3)
    assert buy(ada, pot, again(asking), payment=payment).pk == authenticated.pk
    assert Operation.objects.get().outcome == "waiting"


def test_customer_may_take_it_back(authenticated, ada, now):
    assert take_back(authenticated, now=now).outcome == "refused"
    assert invoices(ada) == ["void"]


def test_what_was_paid_cannot_be_taken_back(stripe, authenticated, ada, now):
    confirm(stripe, authenticated, passed=True)
    assert take_back(authenticated, now=now).outcome == "done"
    assert charges(ada) == [8900]


def test_new_card_waits_for_the_customer_and_is_told_in_no_email(ada, pot, asking):
    operation = buy(ada, pot, asking, payment=agreeing(ada, pot, card="new"))
    assert (operation.outcome, invoices(ada)) == ("waiting", ["open"])
    assert not Notice.objects.exists()


@promise(25)
def test_secret_for_the_browser_is_kept_nowhere(authenticated):
    kept = repr(vars(authenticated)) + repr([vars(e) for e in authenticated.entries.all()])
    assert "_secret_" not in kept
