import logging

import pytest

from accounts.models import Customer
from billing.connecting.commands import connect
from billing.connecting.keys import Keys
from billing.gateway.client import api
from billing.gateway.endpoints import list_endpoints
from billing.mirror import reconciling
from billing.mirror.cursors import AnotherWalk
from billing.mirror.reconciling import reconcile, reconcile_batch
from billing.models import Order, SyncCursor
from tests.billing.buying import sign_up, subscribe
from tests.billing.mirror.world import ours, theirs
from tests.billing.own_account import own_account
from tests.promises import promise


@pytest.fixture(autouse=True)
def _logged(caplog):
    caplog.set_level(logging.INFO)


@pytest.fixture
def asked(monkeypatch):
    """The tasks that were asked for."""
    asked: list[str] = []
    monkeypatch.setattr(reconciling, "ask_worker", lambda task, _account: asked.append(task))
    return asked


def _night(now, asked):
    """Run the night's tasks until none asks for another; return how many there were."""
    reconcile(now=now)
    ran = 1
    while asked:
        asked.pop()
        reconcile_batch(now=now)
        ran += 1
    return ran


def test_night_brings_everything_into_step(stripe, shop, now, asked):
    subscribe("one@example.com"), subscribe("two@example.com")
    _night(now, asked)
    assert ours() == theirs()


@promise(8)
def test_five_spoilt_rows_are_logged_and_mended(stripe, shop, now, asked, caplog):
    customers = [sign_up(f"{number}@example.com") for number in range(6)]
    _night(now, asked)
    Customer.objects.filter(external_id__in=customers[:5]).update(name="Eve")
    stripe.advance(40 * 24 * 3600)
    caplog.clear()
    reconcile_batch(now=now)
    told = {record.getMessage() for record in caplog.records if record.levelno == logging.WARNING}
    assert told == {f"Mended: customer {one} differs (name)" for one in customers[:5]}
    assert not Customer.objects.filter(name="Eve").exists()


def test_walk_is_cut_into_batches(stripe, shop, now, asked, monkeypatch):
    monkeypatch.setattr(reconciling, "BATCH", 2)
    for number in range(5):
        sign_up(f"{number}@example.com")
    assert _night(now, asked) == 4
    assert Customer.objects.count() == 5
    assert not SyncCursor.objects.exists()


def test_without_an_answer_the_next_night_goes_on(stripe, shop, now, asked, caplog):
    subscribe()
    stripe.fault("down")
    assert _night(now, asked) == 2
    assert "It goes on next night." in caplog.text
    assert SyncCursor.objects.exists()
    stripe.lift_faults()
    _night(now, asked)
    assert Order.objects.count() == 1


def test_one_customer_that_fails_is_logged_and_passed_over(stripe, shop, now, asked, caplog):
    type(shop).objects.create(name="Elsewhere")
    lost = sign_up("lost@example.com")
    named = sign_up("named@example.com", metadata={"portico_shop": "Greenhouse"})
    reconcile_batch(now=now)
    assert f"Not mended: customer {lost}: ShopUnknown" in caplog.text
    assert Customer.objects.get().external_id == named


def test_other_walk_is_left_to_go_on(stripe, shop, now, asked, monkeypatch):
    sign_up()

    def overtaken(cursor, **_how):
        raise AnotherWalk

    monkeypatch.setattr(reconciling, "walk", overtaken)
    reconcile_batch(now=now)
    assert asked == []


def test_key_of_another_account_deletes_nobody(stripe, shop, now, asked, caplog):
    for number in range(20):
        Customer.objects.create(shop=shop, source="stripe", external_id=f"cus_{number}")
    assert _night(now, asked) == 2
    assert "Nothing was marked as deleted" in caplog.text
    assert not Customer.objects.exclude(deleted_at=None).exists()


def test_without_a_key_nothing_is_asked(settings, db, now, asked):
    settings.STRIPE_SECRET_KEY = ""
    assert _night(now, asked) == 1


def test_changes_of_the_last_days_come_first(stripe, shop, now, asked):
    customer = sign_up()
    api().customers.update(customer, {"name": "Bea"})
    reconcile(now=now)
    assert Customer.objects.get().name == "Bea"
    assert asked == ["billing.tasks.reconcile_batch"]


@promise(16)
def test_account_with_a_revoked_key_does_not_stop_the_others(stripe, shop, now, caplog, named):
    own = own_account()
    sign_up()
    stripe.fault("401", "GET /v1/events$")  # the environment asks first
    stripe.fault("401", "GET /v1/products$")
    reconcile(now=now)
    for _task, name in list(named):
        reconcile_batch(name, now=now)
    assert [name for _task, name in named] == ["", own.name]
    assert Customer.objects.get().shop == own.shop
    assert caplog.text.count("Stripe does not accept the configured key") == 2


@pytest.fixture
def named(monkeypatch):
    """The tasks that were asked for, with the account they are for."""
    named: list[tuple[str, str]] = []
    monkeypatch.setattr(reconciling, "ask_worker", lambda *task: named.append(task))
    return named


def test_nightly_walk_of_an_account_that_is_gone_does_nothing(stripe, db, now, named):
    reconcile_batch("gone", now=now)
    assert named == []
    assert not SyncCursor.objects.exists()


def test_key_that_may_not_touch_endpoints_still_catches_up(stripe, shop, now, named, caplog):
    connect(shop, Keys("sk_test_1", "pk_test_1"), now=now)
    sign_up()
    stripe.fault("403", "/v1/webhook_endpoints")
    reconcile(now=now)
    assert "The webhook endpoint (acct_local) was not looked at" in caplog.text
    assert Customer.objects.get().name == "Ada"


def test_own_accounts_endpoint_is_mended_at_night(stripe, shop, now, named):
    row = connect(shop, Keys("sk_test_1", "pk_test_1"), now=now)
    api().webhook_endpoints.delete(row.endpoint_id)
    reconcile(now=now)
    assert len(list_endpoints()) == 1
