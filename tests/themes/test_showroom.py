"""The theme in a browser: no accessibility findings, nothing too wide, nothing too small."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import chromium
from tests.themes.showroom import served, write
from tests.themes.specimens import PAGES

pytestmark = pytest.mark.browser
Scheme = Literal["light", "dark"]
PRIMARY = ".button, .action > summary, .site-menu > summary, .site-menu__body a"
TOO_SMALL = """at => [...document.querySelectorAll(at)]
    .filter(one => one.checkVisibility({visibilityProperty: true}))
    .map(one => [one.outerHTML, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < 44 || box.width < 44)
    .map(([html]) => html)"""
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("showroom")
    write(folder)
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def heard() -> list[str]:
    """The errors that were ever told in the console."""
    return []


@pytest.fixture(scope="module")
def tab(browser: Browser, heard: list[str]) -> Page:
    """One for all pages: a new one has an empty cache, and costs more than what is looked at."""
    tab = browser.new_page()
    tab.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    return tab


@pytest.fixture
def page(tab: Page) -> Page:
    """A phone in daylight."""
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.emulate_media(color_scheme="light")
    return tab


@pytest.fixture
def faults(heard: list[str]) -> list[str]:
    """The errors that this test's page tells."""
    heard.clear()
    return heard


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, address: str, name: str, scheme: Scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/{name}.html")
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []


@pytest.mark.parametrize("width", [320, 720, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_page_does_not_scroll_sideways(page: Page, address: str, name: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/{name}.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_page_breaks_no_policy_and_misses_no_file(
    page: Page, faults: list[str], address: str, name: str
):
    page.goto(f"{address}/{name}.html")
    page.evaluate("document.fonts.ready")
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_what_is_pressed_is_big_enough_for_a_thumb(page: Page, address: str, name: str):
    page.goto(f"{address}/{name}.html")
    assert page.evaluate(TOO_SMALL, PRIMARY) == []


def test_menu_opens_on_a_phone_without_script(browser: Browser, address: str):
    page = browser.new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(f"{address}/home.html")
    page.get_by_text("Menu", exact=True).click()
    assert page.get_by_role("link", name="Subscriptions").is_visible()
    page.close()


def test_menu_lies_open_where_there_is_room(page: Page, address: str):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/home.html")
    assert page.get_by_role("link", name="Subscriptions").is_visible()
    assert not page.get_by_text("Menu", exact=True).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chosen_scheme_wins_over_the_systems(page: Page, address: str, scheme: Scheme):
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    page.goto(f"{address}/home.html")
    page.evaluate("scheme => { document.documentElement.dataset.scheme = scheme }", scheme)
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == {"light": "rgb(247, 247, 245)", "dark": "rgb(20, 22, 24)"}[scheme]


def test_keyboard_shows_where_it_is(page: Page, address: str):
    page.goto(f"{address}/home.html")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.get_by_text("Skip to the content").is_visible()


def test_right_to_left_mirrors_the_page(page: Page, address: str):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/home.html")
    page.evaluate("document.documentElement.dir = 'rtl'")
    edges = [page.locator(part).bounding_box() for part in (".page__head", ".page__body")]
    title, flow = [box["x"] if box else 0 for box in edges]
    assert title > flow
