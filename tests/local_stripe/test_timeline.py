"""The demo's clock and what it plays."""

import threading
import time
from itertools import pairwise

import pytest
import stripe

from local_stripe import core, timeline
from local_stripe.errors import ApiError
from local_stripe.state import State
from tests.local_stripe.cast import DAY, control


def test_shop_that_began_90_days_ago_has_its_renewals_when_it_is_now(local, api, shop):
    begin = int(time.time()) - 90 * DAY
    local.clock_to(begin)
    subscription = shop.subscribe()
    local.stripe.clock_to_now()
    created = [invoice.created for invoice in shop.invoices(subscription.id)]
    assert abs(created[-1] - begin) < 5
    assert len(created) in (3, 4)
    assert all(27 * DAY < a - b < 32 * DAY for a, b in pairwise(created))
    assert abs(local.stripe.now - time.time()) < 3


def test_renewal_is_a_draft_for_an_hour_and_then_paid(local, api, shop):
    subscription = shop.subscribe()
    end = subscription.items.data[0].current_period_end
    local.clock_to(end + 60)
    assert [one.status for one in shop.invoices(subscription.id)] == ["draft", "paid"]
    local.clock_to(end + 3601)
    newest = shop.invoices(subscription.id)[0]
    assert (newest.status, newest.billing_reason) == ("paid", "subscription_cycle")
    assert newest.status_transitions.paid_at == end + 3600


def test_trial_ends_with_a_charge(local, api, shop):
    subscription = shop.subscribe(trial_period_days=7)
    local.advance(8 * DAY)
    assert api.subscriptions.retrieve(subscription.id).status == "active"
    assert shop.invoices(subscription.id)[0].amount_paid == 2000


def test_failed_renewal_is_tried_again_and_then_ends_it(local, api, shop):
    subscription = shop.subscribe()
    end = subscription.items.data[0].current_period_end
    shop.set_card(subscription.customer, "chargeCustomerFail")
    local.clock_to(end + 2 * DAY)
    assert api.subscriptions.retrieve(subscription.id).status == "past_due"
    local.clock_to(end + 9 * DAY)
    assert shop.invoices(subscription.id)[0].attempt_count == 3
    local.clock_to(end + 16 * DAY)
    ended = api.subscriptions.retrieve(subscription.id)
    assert (ended.status, ended.cancellation_details.reason) == ("canceled", "payment_failed")


def test_new_card_heals_a_past_due_subscription(local, api, shop):
    subscription = shop.subscribe()
    shop.set_card(subscription.customer, "chargeCustomerFail")
    local.advance(33 * DAY)
    shop.set_card(subscription.customer, "visa")
    api.invoices.pay(shop.invoices(subscription.id)[0].id)
    assert api.subscriptions.retrieve(subscription.id).status == "active"


def test_renewal_that_needs_authentication_asks_for_it(local, api, shop):
    subscription = shop.subscribe()
    shop.set_card(subscription.customer, "authenticationRequired")
    local.advance(32 * DAY)
    assert api.subscriptions.retrieve(subscription.id).status == "past_due"
    assert api.events.list({"type": "invoice.payment_action_required"}).data


def test_cancelled_subscription_is_charged_no_more(local, api, shop):
    subscription = shop.subscribe()
    shop.set_card(subscription.customer, "chargeCustomerFail")
    local.clock_to(subscription.items.data[0].current_period_end + DAY)  # once tried, not again
    api.subscriptions.cancel(subscription.id)
    local.advance(60 * DAY)
    newest = shop.invoices(subscription.id)[0]
    assert (newest.status, newest.attempt_count) == ("open", 1)


def test_ending_subscription_ends_with_its_period(local, api, shop):
    subscription = shop.subscribe(cancel_at_period_end=True)
    local.advance(32 * DAY)
    ended = api.subscriptions.retrieve(subscription.id)
    assert (ended.status, ended.ended_at) == ("canceled", ended.cancel_at)
    assert len(shop.invoices(subscription.id)) == 1


@pytest.mark.parametrize(
    ("behavior", "status"),
    [("void", "void"), ("keep_as_draft", "draft"), ("mark_uncollectible", "uncollectible")],
)
def test_paused_collection_is_not_charged(local, api, shop, behavior, status):
    subscription = shop.subscribe()
    api.subscriptions.update(subscription.id, {"pause_collection": {"behavior": behavior}})
    local.advance(32 * DAY)
    newest = shop.invoices(subscription.id)[0]
    assert (newest.status, newest.amount_paid) == (status, 0)
    assert api.subscriptions.retrieve(subscription.id).status == "active"


def test_collection_resumes_by_itself(local, api, shop):
    subscription = shop.subscribe()
    until = subscription.items.data[0].current_period_end + DAY
    pause = {"behavior": "void", "resumes_at": until}
    api.subscriptions.update(subscription.id, {"pause_collection": pause})
    local.advance(66 * DAY)
    assert [one.status for one in shop.invoices(subscription.id)] == ["paid", "void", "paid"]
    assert api.subscriptions.retrieve(subscription.id).pause_collection is None


def test_pause_of_collection_can_be_lifted(local, api, shop):
    subscription = shop.subscribe()
    api.subscriptions.update(subscription.id, {"pause_collection": {"behavior": "void"}})
    lifted = api.subscriptions.update(subscription.id, {"pause_collection": ""})
    assert lifted.pause_collection is None


def test_incomplete_subscription_expires_after_a_day(local, api, shop):
    subscription = shop.subscribe(shop.customer("chargeCustomerFail"))
    local.advance(DAY)
    assert api.subscriptions.retrieve(subscription.id).status == "incomplete_expired"
    assert shop.invoices(subscription.id)[0].status == "void"


def test_clock_goes_forward_only(local, shop):
    shop.subscribe()
    with pytest.raises(ApiError, match="forward only"):
        local.clock_to(int(time.time()) - DAY)


def test_clock_is_moved_over_http(local):
    begin = int(time.time()) - 90 * DAY
    assert control(local.url, "/_local/clock", {"to": begin})[1]["now"] == begin
    control(local.url, "/_local/clock", {"advance": DAY})
    assert abs(local.stripe.now - begin - DAY) <= 60
    assert control(local.url, "/_local/clock", {"to": "now"})[1]["offset"] == 0


def test_ticker_plays_while_time_goes_by(monkeypatch):
    played = threading.Event()

    def play(_world, until):
        played.set()
        return 0

    monkeypatch.setattr(core, "_TICK", 0.01)
    monkeypatch.setattr(timeline, "play", play)
    own = core.LocalStripe(State(seed=1), ticking=True)
    assert played.wait(30)
    own.close()


def test_nonsense_for_the_clock_is_refused(local):
    assert control(local.url, "/_local/clock", {"to": "tomorrow"})[0] == 400


def test_month_ends_keep_their_day(local, api, shop):
    local.clock_to(1769860800)  # 31 January 2026, noon
    subscription = shop.subscribe()
    local.clock_to(1777680000)
    days = [time.gmtime(one.created).tm_mday for one in shop.invoices(subscription.id)]
    assert days == [30, 31, 28, 31]


def test_stripe_errors_are_the_librarys(api):
    with pytest.raises(stripe.InvalidRequestError):
        api.subscriptions.retrieve("sub_nothing")
