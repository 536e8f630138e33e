from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from wagtail.models import Page

from access_rules.presets import INACTIVE
from cms.demo.people import EMAILS
from cms.demo.shop import CLUB_NAME, SHOP_NAME
from cms.demo.shop_pages import shop_pages
from portal_blocks.samples import PERSONAS
from tests.pages import again, make_home, make_page, text

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "tutorial" / "first-portal.md").read_text("utf-8")


def test_people_and_places_in_the_text_are_the_demos(now):
    pages = shop_pages("https://kestrel.example/coffee", defaultdict(str), now)
    customers = set(re.findall(r"[\w-]+@example\.com", TEXT)) - {"merchant@example.com"}
    assert customers <= set(EMAILS)
    assert f"*{pages.title}*" in TEXT
    assert SHOP_NAME in TEXT
    assert CLUB_NAME in TEXT
    assert any(f"*{child.title}*" in TEXT and f"/{child.slug}/" in TEXT for child in pages.children)


def test_previews_in_the_text_are_those_there_are():
    build = (DOCS / "how-to" / "build-a-page.md").read_text("utf-8")
    assert all(f"*{label}*" in build for label in PERSONAS.values())


@pytest.mark.parametrize(("key", "sees"), [("cancelled", True), ("active", False)])
def test_a_page_for_inactive_customers_is_seen_by_them_alone(shop, visit, key, sees):
    home = make_home(shop, text("Welcome"))
    offer = text("Come back this month and the first bag is on us.")
    make_page(Page.objects.get(pk=home.pk), "we-miss-you", offer, rule=INACTIVE)
    client = visit(again(shop), key)
    assert (b"We miss you" in client.get("/").content) is sees
    assert (client.get("/we-miss-you/").status_code == 200) is sees
