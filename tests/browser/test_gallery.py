"""Every state of every block in a browser, many of them on one page: axe, light and dark; 320 px;
text at twice its size; targets large enough for a finger.

No server and no database: what a page asks for is answered from here.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from playwright.sync_api import Browser, Page

from cms.gallery.drawing import html_of
from cms.previewing.drawing import portal_urls
from portal_blocks.showing import shown
from tests.browser import IN_BROWSER
from tests.contracts.state_contract import NOW, STATES

pytestmark = IN_BROWSER
MOST = 250_000
"""Characters on one page: axe takes the square of what it looks at."""
MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
STYLES = re.compile(r'<link rel="stylesheet"[^>]*>')
ELEMENTS = re.compile(r"<(\w+)([^>]*)>")
ATTRIBUTES = re.compile(r'\s(?:((?:class|type|role)="[^"]*")|([\w-]+)(?:="[^"]*")?)')
HTML = """<!doctype html><html lang="en"><head><title>Gallery</title>
<meta name="viewport" content="width=device-width">{styles}</head>
<body><main class="site-main">{states}</main></body></html>"""
AXE = {"resultTypes": ["violations"], "preload": False}
# The rules of WCAG 2.2 measure targets, as `SMALL` does in a hundredth of the time.
TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
WIDER = """() => [...document.querySelectorAll("[data-state]")]
  .filter((state) => state.scrollWidth > state.clientWidth)
  .map((state) => state.dataset.state)"""
SMALL = """() => [...document.querySelectorAll(":is(button, summary, select, .button)")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden"))
  .filter((one) => Math.min(one.offsetWidth, one.offsetHeight) < 24)
  .map((one) => `${one.closest("[data-state]").dataset.state}: ${one.outerHTML.slice(0, 120)}`)"""


@cache
def states() -> dict[str, str]:
    """What each state shows, with an id of its own."""
    request, found = RequestFactory().get("/"), {}
    with portal_urls():
        for name, key in STATES:
            state = f"{name}/{key}"
            block_id = str(uuid5(NAMESPACE_URL, state))
            found[state] = html_of(shown(name, key, request, now=NOW, block_id=block_id))
    return found


@cache
def all_kinds() -> list[str]:
    """A few pages with every state that shows some kind of element which none before it has."""
    sheets: list[list[str]] = [[]]
    seen: set[Any] = set()
    for state, html in states().items():
        elements = ELEMENTS.findall(main_of(html))
        kinds = {(tag, *ATTRIBUTES.findall(rest)) for tag, rest in elements}
        if kinds <= seen:
            continue
        seen |= kinds
        if sum(len(main_of(states()[one])) for one in sheets[-1]) > MOST:
            sheets.append([])
        sheets[-1].append(state)
    return [sheet_of(names) for names in sheets]


def sheet_of(names: list[str]) -> str:
    styles = {link: None for name in names for link in STYLES.findall(states()[name])}
    shows = "".join(f'<div data-state="{one}">{main_of(states()[one])}</div>' for one in names)
    return HTML.format(styles="".join(styles), states=shows)


def main_of(html: str) -> str:
    [main] = MAIN.findall(html)
    return str(main)


@pytest.fixture(scope="module")
def look(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Look at a page; what it asks for is found among the static files."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")

    def looked(sheet: str) -> Page:
        page: Page = context.new_page()
        page.route("**/*", lambda route: answer(route, sheet))
        page.goto("http://gallery.localhost/")
        return page

    yield looked
    context.close()


@pytest.fixture(scope="module")
def whole(look) -> Page:
    """One page with every state."""
    page: Page = look(sheet_of(list(states())))
    return page


def answer(route: Any, sheet: str) -> None:
    path = urlsplit(route.request.url).path
    found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if path == "/":
        route.fulfill(body=sheet, content_type="text/html")
    elif found:
        route.fulfill(path=str(found), content_type=mimetypes.guess_type(path)[0])
    else:
        route.fulfill(status=404, body="")


def faults(page: Page, scheme: Any, run: dict[str, Any]) -> list[str]:
    """What axe finds in a scheme."""
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page, options={**AXE, "runOnly": run}).response["violations"]
    return [
        f"{fault['id']} in {scheme}: {node['html'][:160]}"
        for fault in found
        for node in fault["nodes"]
    ]


def test_axe_finds_nothing_in_any_state_light_or_dark(look):
    found = []
    for page in map(look, all_kinds()):
        found += faults(page, "light", TAGS) + faults(page, "dark", COLOURS)
        page.close()
    assert found == []


def test_no_state_is_wider_than_the_smallest_phone(whole):
    whole.set_viewport_size({"width": 320, "height": 800})
    assert whole.evaluate(WIDER) == []


def test_no_state_is_wider_when_its_text_is_twice_as_large(whole):
    whole.set_viewport_size({"width": 640, "height": 800})
    whole.evaluate("document.documentElement.style.fontSize = '200%'")
    wider = whole.evaluate(WIDER)
    whole.evaluate("document.documentElement.style.fontSize = ''")
    assert wider == []


def test_whatever_is_pressed_is_large_enough(whole):
    whole.set_viewport_size({"width": 390, "height": 800})
    assert whole.evaluate(SMALL) == []
