import logging
import threading
from datetime import timedelta

import pytest
from django.db import connection

from billing.actions.errors import Foreign
from billing.actions.settling import hurry, look_now, settle_all
from billing.actions.update_card import begin_card_update
from billing.gateway.client import api
from billing.gateway.errors import Refused
from billing.mirror.subscriptions import refresh_subscription
from billing.models import AuditEntry, Card, Operation, Subscription
from tests.billing.actions.cards import ASKS, DECLINES, default_card, enter, own_card
from tests.billing.buying import again, requests, subscribe
from tests.promises import promise

DEFAULT = "/v1/customers/%"
FAULTS = ["429", "lock_timeout", "409", "500", "503", "lost_response", "down", "malformed"]


@pytest.fixture
def customer(bought):
    return bought.customer


@pytest.fixture
def begun(customer, asking):
    operation, _ = begin_card_update(customer, asking, subscriptions="all", retry=True)
    return operation


def by_webhook(operation, now):
    hurry(operation.customer.external_id)
    settle_all(now=now)


def by_browser(operation, now):
    look_now(Operation.objects.get(pk=operation.pk), now=now)


BOTH = [(by_webhook, by_browser), (by_browser, by_webhook), (by_webhook, by_webhook)]


def stored():
    return Operation.objects.get()


def test_begin_gives_the_browser_its_secret_and_changes_nothing(customer, asking):
    before = default_card(customer.external_id)
    operation, secret = begin_card_update(customer, asking, subscriptions="all", retry=False)
    intent = api().setup_intents.retrieve(operation.after["setup"])
    assert (operation.outcome, secret) == ("waiting", intent.client_secret)
    assert (intent.usage, intent.metadata["portico_operation"]) == (
        "off_session",
        str(operation.pk),
    )
    assert default_card(customer.external_id) == before


@promise(10)
def test_same_form_sent_twice_has_one_setup_and_the_same_secret(stripe, customer, asking):
    told = [begin_card_update(customer, asking, subscriptions="all", retry=False) for _ in "ab"]
    assert told[0][1] == told[1][1] != ""
    assert len(requests(stripe, "POST", "/v1/setup_intents")) == 1


@promise(22)
@pytest.mark.parametrize("order", BOTH)
def test_card_becomes_the_default_once_whoever_comes_first(stripe, begun, now, order):
    card = enter(begun).payment_method
    for come in order:
        come(begun, now)
    assert stored().outcome == "done"
    assert default_card(begun.customer.external_id) == card
    written = [one for one in requests(stripe, "POST", DEFAULT) if str(begun.pk) in str(one[0])]
    assert len(written) == 1
    assert AuditEntry.objects.filter(operation=begun, step="default").count() == 1


def test_words_name_the_card_and_what_it_pays_now(begun, now):
    enter(begun)
    by_browser(begun, now)
    assert stored().message == "Your card ending 4444 is saved. It pays Tea from now on."
    assert Card.objects.get(is_default=True).last4 == "4444"


@promise(28)
def test_two_who_come_at_the_same_time_write_down_each_step_once(begun, now):
    enter(begun)
    stale = Operation.objects.get()
    by_browser(begun, now)
    look_now(stale, now=now)
    assert AuditEntry.objects.filter(operation=begun, step="default").count() == 1
    assert AuditEntry.objects.filter(operation=begun, kind="done").count() == 1


@promise(22)
@pytest.mark.parametrize(("passed", "outcome"), [(True, "done"), (False, "refused")])
def test_browser_closed_after_the_bank_is_settled_by_its_answer(
    stripe, begun, now, passed, outcome
):
    enter(begun, ASKS)
    by_browser(begun, now)
    assert stored().outcome == "waiting"
    stripe.stripe.authenticate(begun.after["setup"], passed=passed)
    by_webhook(begun, now)
    assert stored().outcome == outcome


def test_unconfirmed_card_is_told_in_words(stripe, begun, now):
    enter(begun, ASKS)
    stripe.stripe.authenticate(begun.after["setup"], passed=False)
    by_browser(begun, now)
    assert "Your bank did not get your confirmation" in stored().message
    assert default_card(begun.customer.external_id) != ""


def test_declined_card_is_refused_in_words_and_changes_nothing(begun, now):
    before = default_card(begun.customer.external_id)
    with pytest.raises(Refused):
        enter(begun, DECLINES)
    by_webhook(begun, now)
    assert (stored().outcome, stored().error_code) == ("refused", "generic_decline")
    assert "Your bank declined the card. You have not been charged." in stored().message
    assert default_card(begun.customer.external_id) == before


@pytest.mark.parametrize("hours", [22, 24])
def test_card_that_is_never_entered_is_given_up_within_a_day(begun, now, hours):
    settle_all(now=now + timedelta(hours=hours))
    given_up = hours > 23
    assert stored().outcome == ("refused" if given_up else "waiting")
    status = api().setup_intents.retrieve(begun.after["setup"]).status
    assert (status == "canceled") is given_up


def test_subscription_with_a_card_of_its_own_gets_the_new_one_too(begun, bought, now):
    params = {"default_payment_method": default_card(begun.customer.external_id)}
    api().subscriptions.update(bought.external_id, params)
    card = enter(begun).payment_method
    by_browser(begun, now)
    assert own_card(bought.external_id) == card
    assert Subscription.objects.get().card_external_id == card


def test_chosen_subscription_alone_is_paid_by_the_new_card(bought, customer, asking, now):
    before, chosen = default_card(customer.external_id), [bought.external_id]
    operation, _ = begin_card_update(customer, asking, subscriptions=chosen, retry=False)
    card = enter(operation).payment_method
    by_browser(operation, now)
    assert (own_card(bought.external_id), default_card(customer.external_id)) == (card, before)
    assert "It pays Tea from now on." in stored().message


@pytest.mark.parametrize("chosen", [["sub_made_up"], []])
def test_subscription_that_is_not_theirs_is_refused(stripe, customer, asking, chosen):
    with pytest.raises(Foreign):
        begin_card_update(customer, asking, subscriptions=chosen, retry=False)
    assert not Operation.objects.exists()


@promise(20)
def test_subscription_of_somebody_else_is_refused(stripe, customer, asking, now):
    other = subscribe("bob@example.com").subscription
    refresh_subscription(other, now=now)
    with pytest.raises(Foreign):
        begin_card_update(customer, asking, subscriptions=[other], retry=False)
    assert requests(stripe, "POST", "/v1/setup_intents") == []


@pytest.mark.sqlite_only
@promise(9)
@pytest.mark.parametrize("fault", FAULTS)
def test_begin_without_a_clear_answer_is_not_known_then_not_done(
    stripe, customer, asking, now, fault
):
    stripe.fault(fault, "POST /v1/setup_intents", times=3)
    operation, secret = begin_card_update(customer, asking, subscriptions="all", retry=True)
    assert (operation.outcome, secret) == ("unknown", "")
    stripe.lift_faults()
    by_webhook(operation, now)
    assert (stored().outcome, stored().error_code) == ("refused", "not_done")
    assert begin_card_update(customer, again(asking), subscriptions="all", retry=True)[1]


@pytest.mark.sqlite_only
@promise(9)
@pytest.mark.parametrize(
    ("fault", "at"),
    [(fault, "POST /v1/customers") for fault in FAULTS] + [("503", "GET /v1/setup_intents")],
)
def test_finish_without_a_clear_answer_waits_and_then_is_done(stripe, begun, now, fault, at):
    card = enter(begun).payment_method
    stripe.fault(fault, "" if fault == "down" else at, times=3)
    by_browser(begun, now)
    assert stored().outcome == "waiting"
    stripe.lift_faults()
    by_webhook(begun, now)
    assert stored().outcome == "done"
    assert default_card(begun.customer.external_id) == card


def test_refusal_halfway_says_that_not_everything_was_changed(stripe, begun, bought, now):
    params = {"default_payment_method": default_card(begun.customer.external_id)}
    api().subscriptions.update(bought.external_id, params)
    enter(begun)
    stripe.fault("403", "POST /v1/subscriptions")
    by_browser(begun, now)
    assert (stored().outcome, stored().error_code) == ("refused", "key_refused")
    assert "Not everything could be changed." in stored().message


@promise(25)
def test_secret_is_in_no_row_and_no_log(customer, asking, now, caplog):
    caplog.set_level(logging.DEBUG)
    operation, secret = begin_card_update(customer, asking, subscriptions="all", retry=True)
    enter(operation)
    by_browser(operation, now)
    rows = [*Operation.objects.values(), *AuditEntry.objects.values()]
    assert secret not in caplog.text + repr(rows)
    assert "_secret_" not in repr(rows)


@promise(22)
@pytest.mark.django_db(transaction=True)
def test_three_who_come_at_once_make_the_card_the_default_once(begun, now):
    card = enter(begun).payment_method
    gate = threading.Barrier(3)

    def come():
        gate.wait(30)
        by_browser(begun, now)
        connection.close()

    threads = [threading.Thread(target=come) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    by_webhook(begun, now)
    assert (stored().outcome, default_card(begun.customer.external_id)) == ("done", card)
    kinds = AuditEntry.objects.filter(operation=begun).values_list("kind", "step")
    steps = [("step", "begin"), ("step", "default")]
    assert sorted(kinds) == [("asked", ""), ("done", ""), *steps, ("waiting", "")]
