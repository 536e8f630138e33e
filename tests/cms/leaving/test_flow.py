"""A cancel flow from its first page to Stripe, and what is kept of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from access_rules.presets import INACTIVE
from billing.gateway.client import api
from billing.mirror.prices import refresh_price
from billing.models import Leaving, LeavingStep, Operation, Subscription


def kinds():
    return list(LeavingStep.objects.order_by("id").values_list("kind", flat=True))


def at_stripe(tea):
    return api().subscriptions.retrieve(tea.external_id)


def test_flow_is_walked_to_its_end_and_kept_as_proof(walker, flow, tea):
    pages = flow(offer={"offer": "pause"})
    walker.see("/why/").press("choose", reason="too-much", comment="Two bags left")
    walker.press("decline").press("cancel")
    assert at_stripe(tea).cancel_at_period_end
    assert kinds() == ["shown", "reason", "shown", "declined", "shown", "cancel"]
    assert LeavingStep.objects.get(kind="cancel").page_revision == pages["last"].live_revision_id
    leaving = Leaving.objects.get()
    assert (leaving.end, leaving.reason) == ("cancelled", "too-much")
    assert leaving.operation.action == "cancel_subscription"


def test_reason_is_told_to_stripe_in_its_own_words(walker, flow, tea):
    flow()
    walker.see("/why/").press("choose", reason="too-much", comment="Two bags left")
    walker.press("decline").press("cancel")
    details = at_stripe(tea).cancellation_details
    assert (details.feedback, details.comment) == ("unused", "Two bags left")


def test_what_came_of_it_stands_in_its_place_and_is_taken_back(walker, flow, tea):
    flow()
    walker.see("/last/").press("cancel")
    assert "Your subscription is cancelled." in walker.html
    walker.press("restart")
    assert not at_stripe(tea).cancel_at_period_end
    assert Leaving.objects.get().end == "kept"


def test_offer_that_is_taken_ends_the_try(walker, flow, tea):
    flow(offer={"offer": "pause", "weeks": 3})
    walker.see("/why/").press("choose").press("accept")
    assert at_stripe(tea).pause_collection is not None
    assert "You keep it. Nothing is cancelled." in walker.html
    assert (Leaving.objects.get().end, kinds()[-1]) == ("saved", "offer")


def test_page_of_an_offer_that_was_taken_stays_on_a_reload(walker, flow):
    flow(offer={"offer": "pause"})
    walker.see("/stay/").press("accept").see("/stay/")
    assert "/last/" not in walker.url
    assert "You keep it. Nothing is cancelled." in walker.html


def test_offer_that_is_taken_back_leaves_it_as_it_was(walker, flow, tea):
    flow(offer={"offer": "pause"})
    walker.see("/stay/").press("accept").press("restart")
    assert at_stripe(tea).pause_collection is None
    assert Leaving.objects.get().end == "kept"


@pytest.mark.parametrize(
    "offer",
    [
        {"offer": "discount", "code": "NOBODYKNOWS"},
        {"offer": "pause", "for_reasons": ["price"]},
    ],
    ids=lambda one: one["offer"],
)
def test_page_of_an_offer_that_does_not_fit_is_no_stop(walker, flow, tea, offer):
    flow(offer=offer)
    walker.see("/why/").press("choose", reason="too-much")
    assert walker.url == f"/last/?subscription={tea.external_id}"
    assert kinds() == ["shown", "reason", "shown"]


def test_page_of_an_offer_that_is_not_for_them_is_no_stop(walker, flow, tea):
    flow(rule=INACTIVE)
    walker.see("/stay/")
    assert walker.url == f"/last/?subscription={tea.external_id}"


def test_discount_is_given_once(walker, flow, tea):
    coupon = api().coupons.create({"percent_off": 50, "duration": "once"}).id
    promotion: Any = {"type": "coupon", "coupon": coupon}
    api().promotion_codes.create({"promotion": promotion, "code": "STAY"})
    flow(offer={"offer": "discount", "code": "STAY"})
    walker.see("/stay/")
    assert "We take €12.00 off your next charge." in walker.html
    walker.press("accept")
    Leaving.objects.update(ended_at="2020-01-01T00:00:00Z")
    assert (len(at_stripe(tea).discounts), walker.see("/stay/").url[:6]) == (1, "/last/")


def test_other_price_is_shown_before_it_is_agreed_to(walker, flow, tea):
    item = tea.items[0]
    product = api().prices.retrieve(item["price"]).product
    half: Any = {"product": product, "currency": "eur", "unit_amount": 1200}
    half["recurring"] = {"interval": "month"}
    price = api().prices.create(half).id
    refresh_price(price, now=datetime.now(UTC))
    flow(offer={"offer": "swap", "price": price})
    assert "€12.00 in place of €24.00" in walker.see("/stay/").html
    walker.press("accept")
    assert at_stripe(tea)["items"].data[0].price.id == price


def test_keeping_it_ends_the_try_and_leads_back(walker, flow):
    flow()
    walker.see("/why/").press("keep")
    assert (Leaving.objects.get().end, kinds()) == ("kept", ["shown", "kept"])


def test_double_click_cancels_once(walker, flow, tea):
    flow()
    walker.see("/last/")
    html = walker.html
    walker.press("cancel")
    walker.html = html
    walker.press("cancel")
    assert (Operation.objects.count(), kinds().count("cancel")) == (1, 1)


def test_with_stripe_away_cancelling_is_being_checked_and_nothing_is_lost(
    walker, flow, stripe, tea
):
    flow()
    walker.see("/last/")
    stripe.fault("down")
    walker.press("cancel")
    assert "We are checking" in walker.html
    assert (Leaving.objects.get().end, kinds()[-1]) == ("", "cancel")


def test_with_stripe_away_a_discount_is_passed_over(walker, flow, stripe):
    flow(offer={"offer": "discount", "code": "STAY"})
    stripe.fault("down")
    assert walker.see("/stay/").url.startswith("/last/")


@pytest.mark.parametrize(
    "headers", [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}]
)
def test_page_that_is_loaded_ahead_is_not_kept(walker, flow, headers):
    flow()
    walker.client.get("/why/", headers=headers)
    walker.client.head("/why/")
    assert Leaving.objects.count() == 0


def test_reload_writes_nothing_more(walker, flow):
    flow()
    for _ in range(3):
        walker.see("/why/")
    assert kinds() == ["shown"]


def test_subscription_of_somebody_else_is_never_taken_for_their_own(walker, flow):
    flow()
    walker.see("/last/?subscription=sub_paused")
    assert "Which subscription do you mean?" in walker.html
    assert "/cancel/" not in walker.html


def test_of_several_one_is_chosen_first(walker, flow, tea):
    row = Subscription.objects.get(pk=tea.pk)
    row.pk, row.external_id = None, "sub_second"
    row.save()
    flow()
    assert "?subscription=sub_second" in walker.see("/why/").html
    assert "Why?" in walker.see("/why/?subscription=sub_second").html


def test_flow_without_a_next_page_still_ends(walker, flow, shop):
    pages = flow()
    pages["last"].unpublish()
    walker.see("/stay/").press("decline")
    assert "cannot be cancelled on this site" in walker.html
