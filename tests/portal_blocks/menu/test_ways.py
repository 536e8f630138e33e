from __future__ import annotations

import pytest
from wagtail.models import Page

from access_rules.presets import ACTIVE, ANY_CUSTOMER
from cms.models import PortalPage
from tests.pages import again, block, make_home, make_page, text

ELSEWHERE = {"page": None, "address": "https://example.com/", "label": "Elsewhere", "text": ""}


@pytest.fixture
def pages(shop):
    """A first page, and below it one for any customer and one for the active alone."""
    home = Page.objects.get(pk=make_home(shop, text("Home")).pk)
    return home, make_page(home, "open"), make_page(home, "perks", rule=ACTIVE)


def menu(pages, **value) -> None:
    """Put a menu on the first page."""
    home = PortalPage.objects.get(pk=pages[0].pk)
    shown = {"heading": "Go", "links": [], "below": None, "look": "list", **value}
    home.body = [block("menu", ANY_CUSTOMER, **shown)]
    home.save_revision().publish()


def way(page) -> dict[str, object]:
    return {"page": page.pk, "address": "", "label": "", "text": ""}


def titles(visit, shop, key: str) -> list[str]:
    html = visit(again(shop), key).get("/").content.decode().partition('class="ways')[2]
    return [part.partition("<")[0].partition(">")[2] for part in html.split('<a href="')[1:]][:3]


@pytest.mark.parametrize(("key", "perks"), [("active", ["Perks"]), ("cancelled", [])])
def test_pages_below_one_are_shown_to_whom_they_are_for(pages, visit, shop, key, perks):
    menu(pages, below=pages[0].pk)
    assert [one for one in titles(visit, shop, key) if one in ("Open", "Perks")] == ["Open", *perks]


@pytest.mark.parametrize(("key", "perks"), [("active", True), ("cancelled", False)])
def test_chosen_pages_are_shown_to_whom_they_are_for(pages, visit, shop, key, perks):
    menu(pages, links=[way(pages[2]), ELSEWHERE])
    assert ("Perks" in titles(visit, shop, key)) is perks
    assert "Elsewhere" in titles(visit, shop, key)


def test_a_page_that_is_chosen_twice_stands_there_once(pages, visit, shop):
    menu(pages, links=[way(pages[1]), way(pages[1])])
    assert titles(visit, shop, "active").count("Open") == 1


def test_whoever_may_go_nowhere_sees_no_menu(pages, visit, shop):
    menu(pages, links=[way(pages[2])])
    html = visit(again(shop), "cancelled").get("/").content.decode()
    assert "block--menu" not in html
