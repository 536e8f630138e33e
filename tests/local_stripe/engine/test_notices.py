"""What is told beforehand."""

from tests.local_stripe.cast import DAY


def _told(api, name):
    return api.events.list({"type": name}).data


def test_renewal_is_told_of_days_before_and_once(local, api, shop):
    subscription = shop.subscribe(amount=1700)
    end = subscription.items.data[0].current_period_end
    local.clock_to(end - 7 * DAY - 60)
    assert _told(api, "invoice.upcoming") == []
    local.clock_to(end - DAY)
    told = _told(api, "invoice.upcoming")
    assert [one.created for one in told] == [end - 7 * DAY]
    invoice = told[0].data.object.to_dict()
    assert (invoice["total"], "id" in invoice) == (1700, False)
    assert len(shop.invoices(subscription.id)) == 1


def test_days_before_a_renewal_can_be_set_and_switched_off(local, api, shop):
    subscription = shop.subscribe()
    end = subscription.items.data[0].current_period_end
    local.set(upcoming_days=3)
    local.clock_to(end - 2 * DAY)
    assert _told(api, "invoice.upcoming")[0].created == end - 3 * DAY
    local.set(upcoming_days=0)
    local.clock_to(end + 40 * DAY)
    # What was told is forgotten by then, and nothing came after it.
    assert _told(api, "invoice.upcoming") == []


def test_renewal_that_will_not_come_is_not_told_of(local, api, shop):
    subscription = shop.subscribe(cancel_at_period_end=True)
    local.clock_to(subscription.cancel_at - 60)
    assert _told(api, "invoice.upcoming") == []


def test_end_of_a_trial_is_told_of_three_days_before_and_once(local, api, shop):
    subscription = shop.subscribe(trial_period_days=14)
    local.clock_to(subscription.trial_end - DAY)
    told = _told(api, "customer.subscription.trial_will_end")
    assert [one.created for one in told] == [subscription.trial_end - 3 * DAY]
    assert told[0].data.object.id == subscription.id


def test_end_of_a_short_trial_is_told_of_at_once(local, api, shop):
    subscription = shop.subscribe(trial_period_days=2)
    local.advance(1)
    told = _told(api, "customer.subscription.trial_will_end")
    assert [one.created for one in told] == [subscription.trial_start]


def test_longer_trial_is_told_of_again(local, api, shop):
    subscription = shop.subscribe(trial_period_days=5)
    local.advance(3 * DAY)
    later = local.stripe.now + 20 * DAY
    api.subscriptions.update(subscription.id, {"trial_end": later})
    local.clock_to(later - DAY)
    assert len(_told(api, "customer.subscription.trial_will_end")) == 2
