"""What the account is set to: retries, limits, and nonsense refused."""

import pytest
import stripe

from local_stripe.errors import ApiError
from tests.local_stripe.cast import DAY, control


def _fail_for(local, shop, days):
    subscription = shop.subscribe()
    shop.set_card(subscription.customer, "chargeCustomerFail")
    local.clock_to(subscription.items.data[0].current_period_end + days * DAY)
    return subscription


@pytest.mark.parametrize("rule", ["unpaid", "past_due", "pause"])
def test_retries_end_as_the_account_says(local, api, shop, rule):
    local.set(after_retries=rule)
    subscription = _fail_for(local, shop, 17)
    found = api.subscriptions.retrieve(subscription.id)
    assert found.status == ("paused" if rule == "pause" else rule)
    newest = shop.invoices(subscription.id)[0]
    assert (newest.status, newest.next_payment_attempt) == ("open", None)


def test_pause_after_the_last_retry_says_why_and_ends_with_the_money(local, api, shop):
    local.set(after_retries="pause")
    subscription = _fail_for(local, shop, 17)
    details = api.subscriptions.retrieve(subscription.id).status_details
    assert details.paused.subscription.type == "final_payment_failure"
    method = shop.set_card(subscription.customer, "visa").id
    api.invoices.pay(shop.invoices(subscription.id)[0].id, {"payment_method": method})
    assert api.subscriptions.retrieve(subscription.id).status == "active"


def test_unpaid_subscription_is_sent_drafts_only(local, shop):
    local.set(after_retries="unpaid")
    subscription = _fail_for(local, shop, 40)
    assert [one.status for one in shop.invoices(subscription.id)] == ["draft", "open", "paid"]


def test_days_between_retries_can_be_set(local, api, shop):
    local.set(retry_days=[1])
    subscription = _fail_for(local, shop, 2)
    assert api.subscriptions.retrieve(subscription.id).status == "canceled"


def test_too_many_requests_a_second_are_refused(local, api):
    local.set(rate_limit=3)
    for _ in range(3):
        api.customers.list()
    with pytest.raises(stripe.RateLimitError) as caught:
        api.customers.list()
    assert caught.value.headers["Stripe-Rate-Limited-Reason"] == "global-rate"
    local.set(rate_limit=0)
    assert api.customers.list().data == []


@pytest.mark.parametrize(
    "given",
    [
        {"colour": "red"},
        {"after_retries": "wait"},
        {"retry_days": 3},
        {"retry_days": [-1]},
        {"rate_limit": True},
        {"search_delay": "1"},
        {"webhook_retries": "never"},
    ],
)
def test_nonsense_is_no_setting(local, given):
    with pytest.raises(ApiError, match="Not a setting"):
        local.set(**given)


def test_settings_are_read_and_changed_over_http_and_reset(local):
    changed = control(local.url, "/_local/settings", {"upcoming_days": 30})[1]
    assert (changed["upcoming_days"], changed["retry_days"]) == (30, [3, 5, 7])
    assert control(local.url, "/_local/settings")[1] == changed
    control(local.url, "/_local/reset", {})
    assert local.stripe.settings.upcoming_days == 7
