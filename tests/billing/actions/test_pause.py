import pytest

from billing.actions.pause import pause_subscription
from billing.gateway.client import api
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Subscription
from tests.billing.buying import subscribe


@pytest.mark.parametrize(("method", "word"), [("hold", "active"), ("stop", "paused")])
def test_pause_is_in_the_portals_manner(bought, portal, asking, method, word):
    portal.pause_method = method
    operation = pause_subscription(bought, asking)
    row = Subscription.objects.get()
    assert (operation.outcome, operation.params) == ("done", {"method": method})
    assert (row.state, row.pause_kind, row.raw_status) == ("paused", method, word)


def test_where_stopping_is_impossible_it_is_refused_and_not_held(stripe, shop, portal, asking, now):
    target = subscribe(billing_mode={"type": "classic"}).subscription
    refresh_subscription(target, now=now)
    portal.pause_method = "stop"
    operation = pause_subscription(Subscription.objects.get(), asking)
    assert operation.outcome == "refused"
    assert "did not accept" in operation.message
    assert operation.after["refused_because"]
    assert api().subscriptions.retrieve(target).pause_collection is None


def test_trial_can_be_paused(stripe, shop, asking, now):
    refresh_subscription(subscribe(trial_period_days=14).subscription, now=now)
    assert pause_subscription(Subscription.objects.get(), asking).outcome == "done"


@pytest.mark.parametrize(
    ("state", "outcome", "code"),
    [
        ("paused", "done", ""),
        ("past_due", "refused", "past_due"),
        ("ending", "refused", "not_running"),
        ("cancelled", "refused", "not_running"),
        ("expired", "refused", "not_running"),
        ("incomplete", "refused", "not_running"),
        ("unknown", "refused", "not_running"),
    ],
)
def test_what_need_not_be_asked_is_answered(bought, asking, state, outcome, code):
    bought.state = state
    operation = pause_subscription(bought, asking)
    assert (operation.outcome, operation.error_code) == (outcome, code)
    assert operation.message
    assert api().subscriptions.retrieve(bought.external_id).pause_collection is None
