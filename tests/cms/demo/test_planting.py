"""The pages of the demo, planted: each names what is there, and nothing is wrong with them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from wagtail.models import Page, Site

from billing.models import Product
from cms.coverage.linting import lint
from cms.demo import rules
from cms.demo.club_pages import club_pages
from cms.demo.planting import plant, resolved
from cms.demo.shop_pages import shop_pages
from cms.models import PortalPage
from portals.models import PortalSettings, Shop
from tests.pages import again

SHOP_URL = "https://kestrel.example/coffee"
PRICES: dict[str, str] = defaultdict(str)
LIBRARY = {"hero": 1, "cherries": 2, "morning-set": 3, "recipe-card": 4}

ABOUT_THE_CAST = {"nobody_now", "product_not_sold"}  # nobody of it owns a grinder


@pytest.fixture
def planted(portals, now):
    """Both portals with the demo's pages, their pictures and documents left out."""
    shop = Shop.objects.get()
    for name in rules.OWNED:
        Product.objects.create(shop=shop, source="stripe", external_id=name, name=name)
    rules.name_rules(shop)
    Page.objects.filter(depth=2).update(slug=Concat(Value("old-"), F("slug")))
    specs = shop_pages(SHOP_URL, PRICES, now), club_pages(SHOP_URL, PRICES)
    for portal, spec in zip(portals, specs, strict=True):
        home = plant(Page.get_first_root_node(), spec, LIBRARY)
        Site.objects.filter(pk=portal.site_id).update(root_page=home)
        back = Page.objects.filter(slug="come-back").first() or home
        changed = PortalSettings.objects.get(site=portal.site_id)
        changed.active_home, changed.inactive_home = home, back
        changed.save()
    return [again(portal) for portal in portals]


def test_nothing_is_wrong_with_the_pages_and_their_rules(planted, people, now):
    found = [finding for portal in planted for finding in lint(portal, now)]
    assert [one for one in found if one.code not in ABOUT_THE_CAST] == []


def test_pages_name_each_other_by_key(planted):
    grinder, extras = (PortalPage.objects.get(slug=slug) for slug in ("grinder", "extras"))
    assert (grinder.when_denied, grinder.denied_page_id) == ("page", extras.pk)
    stored = [str(page.body.raw_data) for page in PortalPage.objects.all()]
    assert not any('"@' in one or "'@" in one for one in stored)


def test_whoever_has_no_seat_reads_a_taste_of_it_signed_in_or_not(planted, visit):
    shop = planted[0]
    for key in ("", "any"):
        seen = visit(shop, key).get("/tasting/").content.decode()
        assert "Seats are for regulars" in seen
        assert "You have a seat" not in seen


def test_names_become_keys_in_values_and_in_links():
    keys = {"payment": 7}
    value = {"page": "@payment", "text": '<a id="@payment">', "mail": "a@payment.example"}
    assert resolved([value], keys) == [
        {"page": 7, "text": '<a id="7">', "mail": "a@payment.example"}
    ]


def test_a_name_of_nothing_is_refused():
    with pytest.raises(KeyError):
        resolved({"page": "@nowhere"}, {})
