"""The guide, walked through: its pages made, published by staff, and gone through by a customer."""

from __future__ import annotations

import re

import pytest
from wagtail.models import Page

from cms.coverage.linting import lint, lint_page
from portal_blocks.cancel_confirm.block import CancelConfirmBlock
from portal_blocks.cancel_offer.block import CancelOfferBlock
from portal_blocks.cancel_offer.kinds import KINDS
from portal_blocks.cancel_reasons.block import CancelReasonsBlock, ReasonBlock
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from portals import clock
from portals.models import PortalSettings
from tests.cms.staff import client_of, merchant
from tests.docs.reading import guide, table
from tests.pages import again, block, controls, make_home, make_page

TEXT = guide("build-a-cancel-flow")
ONE_LINE = " ".join(TEXT.split())
LABELS = (
    *(
        str(of.meta.label)
        for of in (CancelConfirmBlock(), CancelOfferBlock(), CancelReasonsBlock())
    ),
    str(CancelOfferBlock().child_blocks["next"].label),
    str(CancelOfferBlock().child_blocks["for_reasons"].label),
    str(CancelReasonsBlock().child_blocks["next"].label),
    str(ReasonBlock().child_blocks["key"].label),
    str(SubscriptionControlsBlock().child_blocks["cancel_page"].label),
    str(PortalSettings._meta.get_field("most_cancel_steps").verbose_name),
)


@pytest.fixture
def made(shop):
    """The pages of the guide, in its order."""
    home = make_home(shop)
    last = make_page(home, "cancel", block("cancel_confirm", heading="Cancel", lost=["Shipping"]))
    stay = make_page(home, "before-you-go", block("cancel_offer", offer="pause", next=last.pk))
    row = {"words": "Too dear", "means": "too_expensive", "next": stay.pk}
    why = make_page(
        home, "why", block("cancel_reasons", heading="Why?", reasons=[row], next=stay.pk)
    )
    entry = controls()
    entry["value"]["cancel_page"] = why.pk
    return home, last, make_page(home, "subscriptions", entry)


@pytest.mark.parametrize("label", LABELS)
def test_every_label_is_the_editors(label):
    assert f"*{label}*" in ONE_LINE


def test_what_can_be_offered_is_in_the_table():
    assert [row[0] for row in table(TEXT, "What is offered")] == [str(words) for _, words in KINDS]


def test_the_pages_of_the_guide_can_be_published(shop, made):
    assert [one for one in lint(again(shop), clock.now()) if one.is_error] == []


def test_the_customer_comes_from_their_subscription_to_the_button(visit, shop, made):
    client = visit(shop, "active")
    page = client.get("/subscriptions/").content.decode()
    [first] = set(re.findall(r'href="(/why/\?subscription=sub_active)"', page))
    assert "Too dear" in client.get(first).content.decode()
    assert "Shipping" in client.get("/cancel/?subscription=sub_active").content.decode()


def test_without_the_last_page_the_flow_is_stopped(shop, made):
    _home, last, entry = made
    Page.objects.get(pk=last.pk).specific.unpublish()
    assert [one.is_error for one in lint_page(entry, clock.now())] == [True]


def test_the_report_is_where_the_guide_says(shop, made):
    client = client_of(merchant())
    assert "Leaving" in client.get("/admin/").content.decode()
    assert "Nobody came" in client.get("/admin/leaving/", {"portal": shop.site_id}).content.decode()
