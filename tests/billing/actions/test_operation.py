import logging
import threading
import time
from functools import partial

import pytest
from django.db import connection, transaction

from accounts.models import Customer
from billing.actions.cancel import cancel_subscription
from billing.actions.errors import Foreign, WrongOperation
from billing.actions.pause import pause_subscription
from billing.actions.restart import restart_subscription
from billing.models import Operation, Subscription
from portals.models import Shop
from tests.billing.buying import again, requests
from tests.promises import promise

WRITES = "/v1/subscriptions/%"
COMMANDS = [pause_subscription, restart_subscription, cancel_subscription]


def _state():
    return Subscription.objects.get().state


def test_done_is_shown_at_once_and_written_down(bought, asking):
    operation = pause_subscription(bought, asking)
    assert (operation.outcome, operation.actor) == ("done", "customer")
    assert operation.settled_at == asking.now
    assert operation.stripe_request_id.startswith("req_")
    assert (operation.before["state"], operation.after["state"]) == ("active", "paused")
    assert _state() == "paused"
    assert Customer.objects.get().facts.subscriptions[0]["state"] == "paused"


def test_operations_id_is_stripes_idempotency_key(stripe, bought, asking):
    pause_subscription(bought, asking)
    assert requests(stripe, "POST", WRITES)[-1] == (str(asking.operation_id), 200)


@promise(10)
def test_operation_is_committed_before_stripe_is_asked(bought, asking, monkeypatch):
    seen = []

    def asked(*_args, **_kwargs):
        seen.append((Operation.objects.get().outcome, connection.in_atomic_block))
        raise ZeroDivisionError

    monkeypatch.setattr("billing.actions.pause.pause", asked)
    depth = connection.in_atomic_block  # the test's own
    with pytest.raises(ZeroDivisionError):
        pause_subscription(bought, asking)
    assert seen == [("pending", depth)]


@pytest.mark.django_db(transaction=True)
def test_command_refuses_to_run_inside_a_transaction(bought, asking):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        pause_subscription(bought, asking)


@promise(10)
def test_double_click_asks_once(stripe, bought, asking):
    first, second = pause_subscription(bought, asking), pause_subscription(bought, asking)
    assert (first.pk, second.outcome) == (second.pk, "done")
    assert len(requests(stripe, "POST", WRITES)) == 1


def test_click_while_we_are_checking_asks_nothing_more(stripe, bought, asking):
    stripe.fault("503", "POST", times=3)
    unsure = pause_subscription(bought, asking)
    second = pause_subscription(bought, again(asking))
    assert (second.pk, second.outcome) == (unsure.pk, "unknown")
    assert len(requests(stripe, "POST", WRITES)) == 3


@promise(10)
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_ask_once(stripe, bought, asking):
    gate, told = threading.Barrier(3), []

    def click():
        gate.wait(30)
        told.append(pause_subscription(bought, asking))
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(told) == 3
    assert len(requests(stripe, "POST", WRITES)) == 1
    assert Operation.objects.get().outcome == "done"


@promise(11)
@pytest.mark.parametrize("command", [restart_subscription, cancel_subscription])
def test_id_of_another_action_is_refused(stripe, bought, asking, command):
    pause_subscription(bought, asking)
    with pytest.raises(WrongOperation):
        command(bought, asking)
    assert len(requests(stripe, "POST", WRITES)) == 1


@promise(20)
def test_id_of_another_customers_operation_is_refused(stripe, bought, shop, asking):
    pause_subscription(bought, asking)
    other = Customer.objects.create(shop=shop, source="stripe", external_id="cus_2")
    bought.customer = other
    with pytest.raises(WrongOperation):
        pause_subscription(bought, asking)


def test_id_of_another_subscription_is_refused(stripe, bought, asking):
    pause_subscription(bought, asking)
    bought.external_id = "sub_other"
    with pytest.raises(WrongOperation):
        pause_subscription(bought, asking)


@promise(20)
@pytest.mark.parametrize("command", COMMANDS)
def test_subscription_of_another_shop_is_refused(stripe, bought, portal, asking, command):
    portal.shop_id = Shop.objects.create(name="Elsewhere").pk
    with pytest.raises(Foreign):
        command(bought, asking)
    assert not Operation.objects.exists()
    assert requests(stripe, "POST", WRITES) == []


@promise(9)
def test_without_any_answer_nothing_is_claimed(stripe, bought, asking):
    stripe.fault("down", "POST", times=3)
    operation = pause_subscription(bought, asking)
    assert (operation.outcome, operation.settled_at) == ("unknown", None)
    assert "We could not reach our payment partner" in operation.message
    assert _state() == "active"


@promise(9)
def test_no_answer_in_time_is_no_answer(stripe, bought, asking, monkeypatch):
    monkeypatch.setattr("billing.gateway.client.TIMEOUTS", (1.0, 0.05))
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.001)
    from billing.gateway.client import _client

    _client.cache_clear()
    stripe.fault("timeout", "POST", times=3, seconds=0.2)
    assert pause_subscription(bought, asking).outcome == "unknown"


def test_unknown_is_looked_at_soon(stripe, bought, asking, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "billing.actions.operation.ask_worker", lambda task, seconds: asked.append((task, seconds))
    )
    stripe.fault("503", "POST", times=3)
    pause_subscription(bought, asking)
    assert asked == [("billing.tasks.settle_operations", 5)]


@pytest.mark.parametrize("fault", ["401", "403"])
def test_refusal_of_the_key_is_told_plainly_and_changes_nothing(stripe, bought, asking, fault):
    stripe.fault(fault, "POST")
    operation = pause_subscription(bought, asking)
    assert (operation.outcome, operation.error_code) == ("refused", "key_refused")
    assert "Your subscription goes on as before." in operation.message
    assert _state() == "active"


def test_subscription_that_stripe_does_not_know_is_refused(stripe, bought, asking):
    Subscription.objects.update(external_id="sub_gone")
    operation = pause_subscription(Subscription.objects.get(), asking)
    assert (operation.outcome, operation.error_code) == ("refused", "resource_missing")
    assert "You have not been charged" in operation.message


def test_mirror_that_cannot_be_written_does_not_undo_what_is_done(bought, asking, stripe, shop):
    for product in bought.products.all():
        product.delete()  # so that it has to be fetched anew
    stripe.fault("503", "GET /v1/products", times=3)
    assert pause_subscription(bought, asking).outcome == "done"


@pytest.fixture
def operate(bought, asking):
    return partial(pause_subscription, bought, asking)


@pytest.fixture
def secrets(settings):
    return (settings.STRIPE_SECRET_KEY, *settings.STRIPE_WEBHOOK_SECRETS, "_secret_", "4242")


@promise(25)
@pytest.mark.parametrize("fault", ["401", "500", "lost_response"])
def test_logs_and_rows_tell_no_secret(stripe, operate, secrets, caplog, fault):
    caplog.set_level(logging.DEBUG)
    stripe.fault(fault, "POST", times=3)
    operation = operate()
    told = caplog.text + repr(vars(operation))
    assert not [secret for secret in secrets if secret in told]


def test_page_is_not_kept_waiting_by_the_worker(stripe, bought, asking):
    stripe.fault("down")
    began = time.monotonic()
    pause_subscription(bought, asking)
    assert time.monotonic() - began < 5
