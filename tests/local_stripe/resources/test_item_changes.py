"""One item of a subscription by itself."""

import pytest
import stripe

from tests.local_stripe.cast import DAY


def test_item_is_read_and_listed_by_pages(api, shop):
    subscription = shop.subscribe()
    added = api.subscription_items.create(
        {"subscription": subscription.id, "price": shop.price(500).id}
    )
    assert api.subscription_items.retrieve(added.id).price.unit_amount == 500
    first = api.subscription_items.list({"subscription": subscription.id, "limit": 1})
    assert (len(first.data), first.has_more) == (1, True)
    assert [one.id for one in first.auto_paging_iter()][1] == added.id


def test_change_of_an_item_is_prorated_like_any_other(api, shop):
    subscription = shop.subscribe()
    item = subscription.items.data[0].id
    change = {"quantity": 3, "proration_behavior": "always_invoice"}
    assert api.subscription_items.update(item, change).quantity == 3
    assert [one.total for one in shop.invoices(subscription.id)] == [4000, 2000]


@pytest.mark.parametrize("behavior", ["none", "create_prorations", "always_invoice"])
def test_another_interval_moves_the_anchor_to_now(local, api, shop, behavior):
    subscription = shop.subscribe()
    local.advance(10 * DAY)
    item, yearly = subscription.items.data[0].id, shop.price(20000, "year").id
    change = {"price": yearly, "proration_behavior": behavior}
    api.subscription_items.update(item, change)
    found = api.subscriptions.retrieve(subscription.id)
    assert found.billing_cycle_anchor == found.items.data[0].current_period_start
    paid = shop.invoices(subscription.id)[0].total
    assert paid == 20000 if behavior == "none" else 18000 < paid < 19000


def test_last_item_cannot_be_taken_away(api, shop):
    subscription = shop.subscribe()
    first = subscription.items.data[0].id
    with pytest.raises(stripe.InvalidRequestError, match="at least one"):
        api.subscription_items.delete(first)
    api.subscription_items.create({"subscription": subscription.id, "price": shop.price(500).id})
    assert api.subscription_items.delete(first).deleted


def test_unknown_item_is_a_404(api, shop):
    shop.subscribe()
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.subscription_items.retrieve("si_nobody")
    assert caught.value.http_status == 404
