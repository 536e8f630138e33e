from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
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


@pytest.fixture
def led_away(pages):
    """Whoever may not see the second page is led to the first."""
    perks = PortalPage.objects.get(pk=pages[2].pk)
    perks.when_denied, perks.denied_page = "page", pages[1]
    perks.save_revision().publish()
    return perks


@pytest.mark.parametrize("key", ["active", "cancelled"])
def test_a_page_that_only_leads_elsewhere_stands_in_no_menu(pages, led_away, visit, shop, key):
    menu(pages, links=[way(led_away)])
    html = visit(again(shop), key).get("/").content.decode()
    assert (">Perks<" in html) is (key == "active")


def test_a_link_in_a_text_leads_where_it_leads(pages, led_away, visit, shop):
    home = PortalPage.objects.get(pk=pages[0].pk)
    words = f'<p>See <a linktype="page" id="{led_away.pk}">the perks</a></p>'
    home.body = [block("rich_text", ANY_CUSTOMER, text=words)]
    home.save_revision().publish()
    assert ">the perks</a>" in visit(again(shop), "cancelled").get("/").content.decode()


def test_links_to_pages_cost_no_query_of_their_own(pages, led_away, visit, shop):
    found = []
    for chosen in ([], [way(led_away)], [way(led_away), way(pages[1])]):
        menu(pages, links=[*chosen, ELSEWHERE])
        reader = visit(again(shop), "cancelled")
        reader.get("/")
        with CaptureQueriesContext(connection) as asked:
            reader.get("/")
        found.append(len(asked))
    assert found[1] == found[2] <= found[0] + 1  # the pages themselves are read together


def test_a_page_that_is_chosen_twice_stands_there_once(pages, visit, shop):
    menu(pages, links=[way(pages[1]), way(pages[1])])
    assert titles(visit, shop, "active").count("Open") == 1


def test_whoever_may_go_nowhere_sees_no_menu(pages, visit, shop):
    menu(pages, links=[way(pages[2])])
    html = visit(again(shop), "cancelled").get("/").content.decode()
    assert "block--menu" not in html
