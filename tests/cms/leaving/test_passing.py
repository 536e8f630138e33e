"""Which pages of a flow are a stop, and what is kept of them."""

from __future__ import annotations

import pytest

from access_rules.presets import INACTIVE
from billing.models import Leaving, LeavingStep
from cms.models import PortalPage
from tests.pages import block, make_page


def kinds():
    return list(LeavingStep.objects.order_by("id").values_list("kind", flat=True))


def test_page_of_an_offer_that_was_taken_stays_on_a_reload(walker, flow):
    flow(offer={"offer": "pause"})
    walker.see("/stay/").press("accept").see("/stay/")
    assert "/last/" not in walker.url
    assert "You keep it. Nothing is cancelled." in walker.html


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


def test_pages_of_offers_in_a_circle_lead_to_the_last_step(walker, flow, tea):
    pages = flow(offer={"offer": "pause", "for_reasons": ["nobody"]})
    stay = PortalPage.objects.get(pk=pages["stay"].pk)
    again = make_page(stay.get_parent(), "again", block("cancel_offer", offer="swap", next=stay.pk))
    stay.body[0].value["next"] = again
    stay.save_revision().publish()
    assert walker.see("/stay/").url.startswith("/last/")


def test_offer_that_is_gone_says_so_and_leads_on(walker, flow, tea):
    pages = flow(offer={"offer": "pause"})
    walker.see("/stay/")
    stay = PortalPage.objects.get(pk=pages["stay"].pk)
    stay.body[0].value["for_reasons"] = ["another"]
    stay.save_revision().publish()
    walker.press("accept")
    assert "This offer is no longer there. Nothing has changed." in walker.html
    assert walker.press("decline").url.startswith("/last/")
