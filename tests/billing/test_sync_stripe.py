"""`manage.py sync_stripe`: what it says and with what code it ends."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Customer
from billing.gateway.client import api
from billing.models import Card, Order, Price, Product, Subscription, SyncCursor
from tests.billing.buying import requests, sign_up, subscribe
from tests.billing.mirror.world import ours, theirs
from tests.billing.own_account import own_account
from tests.promises import promise

DAY = timedelta(days=1)
MODELS = (Customer, Card, Product, Price, Subscription, Order, SyncCursor)


@pytest.fixture
def ago(now):
    """An ISO time so long ago."""
    return lambda before: (now - before).isoformat()


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("sync_stripe", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def refused(*arguments: str) -> tuple[str, str]:
    """Run it, and return what it says before it ends with code 1, and why."""
    out = io.StringIO()
    with pytest.raises(CommandError) as fault:
        call_command("sync_stripe", *arguments, stdout=out, stderr=out)
    assert fault.value.returncode == 1
    return out.getvalue(), str(fault.value)


def rows() -> list[list[dict[str, object]]]:
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


@promise(7)
def test_day_without_webhooks_is_made_up_for(stripe, shop, ago):
    bought = subscribe()
    api().subscriptions.cancel(bought.subscription)
    assert "objects were looked at" in run("--since", ago(DAY))
    assert ours() == theirs()
    assert requests(stripe, "GET", "/v1/customers") == [(None, 200)]  # by the test itself


@promise(7)
@pytest.mark.parametrize("arguments", [[], ["--since"]])
def test_longer_gap_is_made_up_for_by_a_walk_without_duplicates(stripe, shop, ago, arguments):
    subscribe("one@example.com"), subscribe("two@example.com")
    since = [*arguments, *([ago(40 * DAY)] if arguments else [])]
    out = run(*since)
    run(*since)
    assert ("Stripe remembers 30 days" in out) is bool(arguments)
    assert ours() == theirs()
    assert Customer.objects.count() == 2


@promise(8)
def test_check_lists_exactly_the_five_rows_that_differ_and_changes_nothing(stripe, shop):
    one, two = subscribe("one@example.com"), subscribe("two@example.com")
    run()
    Customer.objects.filter(external_id=one.customer).update(name="Eve")
    Card.objects.filter(external_id=two.card).update(last4="0000")
    Subscription.objects.filter(external_id=two.subscription).update(state="paused")
    Order.objects.filter(external_id=one.invoice).update(total=1)
    Customer.objects.create(shop=shop, source="stripe", external_id="cus_lost")
    before = rows()
    out, reason = refused("--check")
    assert rows() == before
    assert reason == "5 rows differ."
    told = [line for line in out.splitlines() if not line.startswith("  ")]
    assert sorted(told[:-1]) == sorted(
        [
            f"customer {one.customer} differs (name)",
            f"card {two.card} differs (last4)",
            f"subscription {two.subscription} differs (state)",
            f"order {one.invoice} differs (total)",
            "customer cus_lost is not at Stripe",
        ]
    )
    assert "  total: ours 1, Stripe's 2400" in out


def test_repair_mends_what_check_found(stripe, shop):
    subscribe()
    run()
    Order.objects.update(total=1)
    Customer.objects.create(shop=shop, source="stripe", external_id="cus_lost")
    assert "2 rows differed and are mended." in run()
    assert "differ" not in run("--check")


def test_check_tells_of_what_we_lack(stripe, shop):
    customer = sign_up()
    out, reason = refused("--check")
    assert f"customer {customer} is missing here" in out
    assert reason == "1 row differs."
    assert not Customer.objects.exists()


def test_check_of_a_window_looks_only_at_what_happened_in_it(stripe, shop, ago):
    bought = subscribe()
    run()
    Subscription.objects.update(state="paused")
    api().products.update(bought.product, {"name": "Green tea"})
    out, reason = refused("--check", "--since", ago(DAY))
    assert f"subscription {bought.subscription} differs (state)" in out
    assert f"product {bought.product} differs (name)" in out
    assert reason == "2 rows differ."


def test_check_of_a_window_looks_at_prices(stripe, shop, ago):
    subscribe()
    run()
    price = Price.objects.get().external_id
    api().prices.update(price, {"nickname": "Monthly"})
    out, reason = refused("--check", "--since", ago(DAY))
    assert f"price {price} differs (nickname)" in out
    assert reason == "1 row differs."


def test_check_of_a_window_finds_whose_a_detached_card_was(stripe, shop, ago):
    bought = subscribe()
    run()
    api().payment_methods.detach(bought.card)
    out, _reason = refused("--check", "--since", ago(DAY))
    assert f"card {bought.card} is not at Stripe" in out


def test_stopped_walk_says_how_to_go_on_and_does(stripe, shop):
    for number in range(3):
        sign_up(f"{number}@example.com")
    stripe.fault("401", "GET /v1/customers/cus_[^/]+/payment_methods")
    _out, reason = refused()
    assert "Stripe does not accept the configured key" in reason
    assert "Run the same command again to go on." in reason
    stripe.fault("down", "GET /v1/events")
    refused()
    stripe.lift_faults()
    assert "Going on with what was begun at" in run()
    assert ours() == theirs()


def test_with_stripe_down_a_check_says_that_nothing_was_changed(stripe, shop):
    stripe.fault("down")
    _out, reason = refused("--check")
    assert reason.splitlines()[0] == "Stripe gave no answer."
    assert reason.endswith("Nothing was changed.")


def test_what_fails_is_told_and_ends_with_code_1(stripe, shop):
    type(shop).objects.create(name="Elsewhere")
    customer = sign_up()
    out, reason = refused()
    assert f"customer {customer}: ShopUnknown" in out
    assert reason.startswith("1 of them could not be brought into step")


def test_key_of_another_account_deletes_nobody(stripe, shop):
    for number in range(20):
        Customer.objects.create(shop=shop, source="stripe", external_id=f"cus_{number}")
    _out, reason = refused()
    assert "Stripe does not have 20 of 20 customers." in reason
    assert not Customer.objects.exclude(deleted_at=None).exists()


def test_without_a_key_it_is_refused(settings, db):
    settings.STRIPE_SECRET_KEY = ""
    assert "STRIPE_SECRET_KEY is not set." in refused()[1]


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "2026-13-01T00:00", ""])
def test_what_is_no_time_is_refused(db, text):
    assert "is no time. Write it like" in refused(f"--since={text}")[1]


def test_time_in_the_future_is_refused(db, ago):
    assert "is in the future." in refused("--since", ago(-DAY))[1]


def test_no_bar_is_shown_where_there_is_no_terminal(stripe, shop, capfd):
    sign_up()
    run()
    assert capfd.readouterr().err == ""


@pytest.fixture
def own(shop):
    return own_account()


@promise(16)
def test_every_account_is_walked_and_named(stripe, shop, own):
    customer = sign_up()
    out = run()
    assert "Stripe account of the environment:" in out
    assert f"Stripe account {own.external_id}:" in out
    shops = Customer.objects.filter(external_id=customer).values_list("shop", flat=True)
    assert sorted(shops) == [shop.pk, own.shop_id]


@promise(16)
@pytest.mark.parametrize("arguments", [[], ["--check"], ["--since"]])
def test_account_with_a_revoked_key_does_not_stop_the_others(stripe, shop, own, ago, arguments):
    customer = sign_up()
    stripe.fault("401")  # the first that asks is the environment's
    since = [*arguments, ago(DAY)] if "--since" in arguments else arguments
    out, reason = refused(*since)
    assert reason.startswith("environment: Stripe does not accept")
    if "--check" in arguments:
        assert f"customer {customer} is missing here" in out
    else:
        assert Customer.objects.get().shop == own.shop


def test_walk_of_each_account_goes_on_where_it_was(stripe, shop, own):
    sign_up()
    stripe.fault("down", "GET /v1/events")
    refused()
    kinds = sorted(SyncCursor.objects.values_list("kind", flat=True))
    assert kinds == ["command", f"command:{own.name}"]
    stripe.lift_faults()
    assert run().count("Going on with what was begun at") == 2
    assert not SyncCursor.objects.exists()
