from dataclasses import replace
from datetime import timedelta

import pytest

from billing.actions.change_plan import change_plan
from billing.actions.errors import Foreign, OutOfDate
from billing.actions.plans import NoPreview, plan_prices, preview_plan
from billing.actions.settling import settle_all
from billing.gateway.client import api
from billing.gateway.paying import fetch_payment
from billing.gateway.subscription_changes import ItemChange
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Notice, Operation, Price, Subscription
from billing.queries import prices_sold, subscription_of
from portals.models import Shop
from tests.billing.actions.changing import agree, row, to
from tests.billing.actions.shelf import confirm, shelve
from tests.billing.buying import again, requests, subscribe, use_card
from tests.promises import promise

LATER = timedelta(minutes=5)


@promise(24)
def test_what_was_shown_is_what_is_charged(stripe, crate, asking):
    preview = preview_plan(row(), to(crate), now=asking.now)
    operation = change_plan(row(), asking, changes=to(crate), agreed=preview.fingerprint)
    assert operation.outcome == "done"
    invoice = api().invoices.list({"subscription": row().external_id}).data[0]
    assert invoice.amount_paid == preview.due_now > 2300
    assert (row().amount, preview.next_amount) == (4800, 4800)
    assert row().current_period_end == preview.next_charge_at


def test_more_of_the_same_is_a_change_too(bought, asking):
    operation = agree(bought.items[0]["price"], asking, quantity=3)
    assert operation.outcome == "done"
    assert row().amount == 3 * 2400


def test_another_rhythm_begins_a_new_period(bought, shop, asking, now):
    yearly = shelve(shop, amount=24000, interval="year", name="Tea by the year")
    preview = preview_plan(row(), to(yearly), now=now)
    assert agree(yearly, asking).outcome == "done"
    assert row().interval == "year"
    assert abs(row().current_period_end - preview.next_charge_at) < timedelta(minutes=1)


def test_cheaper_plan_gives_credit_and_charges_nothing(bought, shop, asking, now):
    small = shelve(shop, amount=600, interval="month", name="Sachet")
    preview = preview_plan(row(), to(small), now=now)
    assert (preview.due_now, preview.next_amount) == (0, 600)
    assert preview.credit > 1700
    assert agree(small, asking).outcome == "done"
    customer = api().customers.retrieve(bought.customer.external_id)
    assert customer.balance == -preview.credit


def test_trial_is_changed_without_a_charge(stripe, shop, asking, now):
    refresh_subscription(subscribe(trial_period_days=14).subscription, now=now)
    crate = shelve(shop, amount=4800, interval="month", name="Crate")
    preview = preview_plan(row(), to(crate), now=now)
    assert (preview.due_now, preview.next_amount) == (0, 4800)
    assert preview.next_charge_at == row().trial_ends_at
    assert agree(crate, asking).outcome == "done"
    assert (row().state, row().amount) == ("trialing", 4800)


@promise(24)
@pytest.mark.parametrize("minutes", [11, -11])
def test_what_was_agreed_to_long_ago_is_asked_again(stripe, crate, asking, now, minutes):
    shown = preview_plan(row(), to(crate), now=now)
    at_another_time = replace(asking, now=now + timedelta(minutes=minutes))
    with pytest.raises(OutOfDate):
        change_plan(row(), at_another_time, changes=to(crate), agreed=shown.fingerprint)
    assert not Operation.objects.exists()


@promise(24)
def test_price_taken_off_the_shelf_meanwhile_is_asked_again(stripe, crate, asking, now):
    preview = preview_plan(row(), to(crate), now=now)
    api().prices.update(crate.external_id, {"active": False})
    with pytest.raises(OutOfDate):
        change_plan(row(), asking, changes=to(crate), agreed=preview.fingerprint)
    assert row().amount == 2400


@promise(24)
def test_other_figures_than_agreed_to_are_asked_again(stripe, crate, asking, now):
    preview = preview_plan(row(), to(crate), now=now)
    coupon = api().coupons.create({"percent_off": 50, "duration": "forever"})
    api().subscriptions.update(row().external_id, {"discounts": [{"coupon": coupon.id}]})
    with pytest.raises(OutOfDate):
        change_plan(row(), asking, changes=to(crate), agreed=preview.fingerprint)


@pytest.mark.parametrize("agreed", ["", "x", "eyJ4IjoxfQ:forged"])
def test_agreement_that_we_did_not_write_is_none(stripe, crate, asking, agreed):
    with pytest.raises(OutOfDate):
        change_plan(row(), asking, changes=to(crate), agreed=agreed)


def test_agreement_to_something_else_is_none(stripe, crate, asking, now):
    preview = preview_plan(row(), to(crate), now=now)
    with pytest.raises(OutOfDate):
        change_plan(row(), asking, changes=to(crate, quantity=2), agreed=preview.fingerprint)


@promise(10)
def test_double_click_changes_once(stripe, crate, asking, now):
    preview = preview_plan(row(), to(crate), now=now)
    clicks = [
        change_plan(row(), asking, changes=to(crate), agreed=preview.fingerprint) for _ in "ab"
    ]
    assert [click.outcome for click in clicks] == ["done", "done"]
    assert len(requests(stripe, "POST", f"/v1/subscriptions/{row().external_id}")) == 1


def test_declined_payment_changes_nothing_and_leaves_nothing_open(stripe, crate, asking):
    use_card(row().customer.external_id, "pm_card_chargeCustomerFail")
    operation = agree(crate, asking)
    assert operation.outcome == "refused"
    assert "You have not been charged." in operation.message
    assert (row().state, row().amount) == ("active", 2400)
    assert api().invoices.retrieve(operation.after["invoice"]).status == "void"


@pytest.fixture
def waiting(stripe, crate, asking):
    """A change that the customer's bank wants to hear of."""
    use_card(row().customer.external_id, "pm_card_threeDSecure2Required")
    return agree(crate, asking)


@promise(23)
def test_bank_that_asks_leaves_it_waiting_with_a_way_to_finish(waiting):
    assert (waiting.outcome, row().amount) == ("waiting", 2400)
    assert waiting.after["due"] > 2300
    assert Notice.objects.get().about == str(waiting.pk)
    assert fetch_payment(waiting.after["invoice"]).client_secret


def test_subscription_knows_what_waits_for_the_customer(waiting):
    row = subscription_of([waiting.customer_id], waiting.target)
    assert (row.waits_for, row.is_being_checked) == (waiting.pk, False)


def test_waiting_change_counts_once_it_is_confirmed(stripe, waiting, now):
    confirm(stripe, waiting, passed=True)
    settle_all(now=now + LATER)
    assert Operation.objects.get().outcome == "done"
    assert row().amount == 4800


def test_change_that_the_bank_was_not_told_of_is_refused(stripe, waiting, now):
    confirm(stripe, waiting, passed=False)
    settle_all(now=now + LATER)
    operation = Operation.objects.get()
    assert (operation.outcome, row().amount) == ("refused", 2400)
    assert "did not get your confirmation" in operation.message


def test_waiting_change_is_told_of_once(stripe, waiting, now):
    before = waiting.entries.count()
    settle_all(now=now + LATER)
    assert Operation.objects.get().outcome == "waiting"
    assert waiting.entries.count() == before


def test_change_that_nobody_confirms_is_given_up(stripe, waiting, now):
    settle_all(now=now + timedelta(hours=23, minutes=5))
    operation = Operation.objects.get()
    assert (operation.outcome, operation.error_code) == ("refused", "not_confirmed")
    assert api().invoices.retrieve(waiting.after["invoice"]).status == "void"


@promise(9)
def test_lost_answer_to_a_declined_change_is_given_up(stripe, crate, asking, now):
    use_card(row().customer.external_id, "pm_card_chargeCustomerFail")
    changes = to(crate)
    preview = preview_plan(row(), changes, now=now)
    stripe.fault("lost_response", "POST /v1/subscriptions", times=3)
    unsure = change_plan(row(), asking, changes=changes, agreed=preview.fingerprint)
    assert unsure.outcome == "unknown"
    settle_all(now=now + LATER)
    assert Operation.objects.get().outcome == "refused"
    invoice = api().invoices.list({"subscription": row().external_id}).data[0]
    assert (invoice.status, row().amount) == ("void", 2400)


def test_with_stripe_down_nothing_is_shown_and_nothing_is_asked(stripe, crate, asking, now):
    preview = preview_plan(row(), to(crate), now=now)
    stripe.fault("down")
    with pytest.raises(NoPreview, match="cannot reach"):
        change_plan(row(), asking, changes=to(crate), agreed=preview.fingerprint)
    assert not Operation.objects.exists()


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("past_due", "past_due"),
        ("paused", "not_running"),
        ("ending", "not_running"),
        ("cancelled", "not_running"),
        ("incomplete", "not_running"),
        ("unknown", "not_running"),
    ],
)
def test_only_what_runs_is_changed(stripe, crate, now, state, code):
    Subscription.objects.update(state=state)
    with pytest.raises(NoPreview) as refused:
        preview_plan(row(), to(crate), now=now)
    assert refused.value.code == code


def test_what_stopped_running_after_it_was_agreed_to_is_not_changed(stripe, crate, asking, now):
    preview = preview_plan(row(), to(crate), now=now)
    Subscription.objects.update(state="paused")
    with pytest.raises(NoPreview, match="running"):
        change_plan(row(), asking, changes=to(crate), agreed=preview.fingerprint)
    assert not Operation.objects.exists()


def test_what_is_left_over_is_off_the_next_charge(stripe, bought, shop, asking, now):
    small = shelve(shop, amount=2300, interval="week", name="Sachet")
    preview = preview_plan(row(), to(small), now=now)
    assert 0 < preview.credit < preview.next_amount == 2300
    assert preview.next_charge_at < now + timedelta(days=8)  # not when the month would be over
    assert agree(small, asking).outcome == "done"
    stripe.clock_to(int(preview.next_charge_at.timestamp()) + 2 * 3600)
    invoice = api().invoices.list({"subscription": bought.external_id}).data[0]
    assert invoice.amount_paid == preview.next_amount - preview.credit


def test_what_it_is_already_is_no_change(stripe, bought, now):
    with pytest.raises(NoPreview, match="already"):
        preview_plan(row(), to(bought.items[0]["price"]), now=now)


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_so_many_cannot_be_chosen(stripe, crate, now, quantity):
    with pytest.raises(NoPreview):
        preview_plan(row(), to(crate, quantity=quantity), now=now)


@promise(20)
def test_item_of_another_subscription_cannot_be_changed(stripe, crate, now):
    other = (ItemChange("si_of_somebody", crate.external_id, 1),)
    with pytest.raises(NoPreview):
        preview_plan(row(), other, now=now)


@promise(20)
def test_subscription_of_another_shop_is_refused(stripe, crate, portal, asking, now):
    preview = preview_plan(row(), to(crate), now=now)
    portal.shop_id = Shop.objects.create(name="Elsewhere").pk
    with pytest.raises(Foreign):
        change_plan(row(), asking, changes=to(crate), agreed=preview.fingerprint)


@pytest.mark.parametrize(
    "change", [{"currency": "USD"}, {"is_active": False}, {"interval": ""}, {"shop": None}]
)
def test_only_what_the_shop_sells_by_subscription_in_its_currency_is_a_choice(
    stripe, crate, change
):
    assert crate in plan_prices(row())
    values = {"shop": Shop.objects.create(name="Elsewhere")} if "shop" in change else change
    Price.objects.filter(pk=crate.pk).update(**values)
    assert crate not in plan_prices(row())


@pytest.mark.parametrize("change", [{"is_active": False}, {"interval": ""}])
def test_price_that_is_not_sold_begins_no_subscription(stripe, crate, shop, change):
    assert prices_sold(shop.pk, [crate.external_id]) == {crate.external_id}
    Price.objects.filter(pk=crate.pk).update(**change)
    assert prices_sold(shop.pk, [crate.external_id]) == set()


def test_the_way_back_is_an_ordinary_change(stripe, crate, bought, asking):
    tea = bought.items[0]["price"]
    agree(crate, asking)
    assert agree(tea, again(asking)).outcome == "done"
    assert row().amount == 2400
