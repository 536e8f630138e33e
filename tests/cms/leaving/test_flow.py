"""A cancel flow from its first page to Stripe, and what is kept of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from access_rules.presets import INACTIVE
from billing.gateway.client import api
from billing.mirror.prices import refresh_price
from billing.models import Leaving, LeavingStep, Operation, Subscription
from cms.models import PortalPage
from tests.pages import controls, make_page


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


def test_offer_that_is_taken_back_leaves_it_as_it_was(walker, flow, tea):
    flow(offer={"offer": "pause"})
    walker.see("/stay/").press("accept").press("restart")
    assert at_stripe(tea).pause_collection is None
    assert Leaving.objects.get().end == "kept"


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


@pytest.fixture
def entry(shop, flow):
    """A page with the subscriptions, which sends to the flow: `entry()`."""

    def made(**how):
        pages, sends = flow(**how), controls()
        sends["value"]["cancel_page"] = pages["why"].pk
        return {**pages, "subs": make_page(pages["why"].get_parent(), "subs", sends)}

    return made


def test_flow_without_a_last_step_ends_nowhere_where_nothing_else_cancels(walker, flow):
    pages = flow()
    pages["last"].unpublish()
    walker.see("/stay/").press("decline")
    assert "cannot be cancelled on this site" in walker.html


def test_flow_without_a_last_step_ends_where_it_began(walker, entry, tea):
    entry()["last"].unpublish()
    walker.see("/stay/").press("decline")
    assert walker.url.startswith(f"/subs/?open=cancel&subscription={tea.external_id}")
    walker.press("cancel")
    assert at_stripe(tea).cancel_at_period_end


def test_last_step_that_is_closed_now_is_no_step_whatever_stands_in_its_place(walker, entry, tea):
    last = entry()["last"]
    last.visibility, last.when_denied = INACTIVE, "teaser"
    last.save_revision().publish()
    walker.see("/stay/").press("decline")
    assert walker.url.startswith("/subs/?open=cancel")


def test_form_from_before_there_was_a_flow_leads_into_it(walker, entry, shop, tea):
    subs = entry()["subs"]
    flow_page = subs.body[0].value["cancel_page"]
    subs.body[0].value["cancel_page"] = None
    subs.save_revision().publish()
    walker.see("/subs/")
    subs.body[0].value["cancel_page"] = flow_page
    subs.save_revision().publish()
    walker.press("cancel")
    assert "Nothing is cancelled yet. Cancelling begins on this page." in walker.html
    assert walker.url == f"/why/?subscription={tea.external_id}"
    assert (at_stripe(tea).cancel_at_period_end, Operation.objects.count()) == (False, 0)


def cancelled_meanwhile(tea):
    Subscription.objects.filter(pk=tea.pk).update(state="ending", cancel_at=tea.current_period_end)


@pytest.mark.parametrize("button", ["keep", "choose"])
def test_old_page_promises_nothing_of_what_is_cancelled_by_now(walker, flow, tea, button):
    flow()
    walker.see("/why/")
    Leaving.objects.all().delete()
    cancelled_meanwhile(tea)
    walker.press(button)
    assert "Nothing has changed" not in walker.html
    assert Leaving.objects.count() == 0


def test_offer_of_an_old_page_keeps_nobody_who_has_cancelled(walker, flow, tea):
    flow(offer={"offer": "pause"})
    walker.see("/stay/")
    cancelled_meanwhile(tea)
    walker.press("accept")
    assert "This offer is no longer there." in walker.html
    assert (Leaving.objects.get().end, Operation.objects.count()) == ("", 0)


@pytest.mark.parametrize("comment", ["Two bags left", "Two bags \x00left"])
def test_words_without_a_reason_are_kept_and_told(walker, flow, tea, comment):
    flow()
    walker.see("/why/").press("choose", comment=comment).press("decline").press("cancel")
    assert Leaving.objects.get().comment == "Two bags left"
    assert at_stripe(tea).cancellation_details.comment == "Two bags left"


def test_press_is_kept_with_its_own_page_among_copies(walker, flow):
    pages = flow()
    copy = pages["last"].copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)
    walker.see("/last/")
    html = walker.html
    walker.see("/copy/")
    walker.html = html
    walker.press("cancel")
    step = LeavingStep.objects.get(kind="cancel")
    assert (step.page_id, step.page_id == copy.pk) == (pages["last"].pk, False)
    assert list(LeavingStep.objects.filter(kind="shown").values_list("page_id", flat=True)) == [
        pages["last"].pk,
        copy.pk,
    ]


def test_terms_of_the_last_step_bind_it_and_are_kept_as_shown(walker, flow, tea):
    pages = flow()
    walker.see("/last/")
    last = PortalPage.objects.get(pk=pages["last"].pk)
    last.body[0].value["cancel_terms"] = {"renewals": 9, "notice": 0, "states": []}
    last.save_revision().publish()
    walker.press("cancel")
    assert walker.html.count("You can cancel from") == 2  # what came of it, and how it stands
    assert "/cancel/" not in walker.html
    assert (at_stripe(tea).cancel_at_period_end, Operation.objects.count()) == (False, 0)
    assert "You can cancel from" in LeavingStep.objects.filter(kind="shown").last().said
