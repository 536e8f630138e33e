"""Every page of both portals: no fault that axe finds, light and dark, and fit for a small phone.

`open_page` adds: nothing in the console, no other host, no broken security policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import IN_BROWSER
from tests.browser.conftest import sign_in

pytestmark = IN_BROWSER

ORDER, NO_PAGE = "the newest order", "/no-such-page/"
LEAVING = ("/cancel/", "/cancel/before-you-go/", "/cancel/before-you-go/confirm/")
PAGES = {
    ("shop", "active"): [
        *("/", "/orders/", "/deliveries/", "/extras/", "/perks/", "/tasting/", "/grinder/"),
        *("/payment/", "/help/", "/account/", *LEAVING, ORDER, NO_PAGE),
    ],
    ("shop", "cancelled"): ["/", "/orders/", "/deliveries/", "/payment/"],
    ("club", "active"): ["/", "/roast/", "/roast/brewing/", "/cupping/", "/payment/", ORDER],
    ("club", "paused"): ["/", "/come-back/", "/payment/", "/account/", NO_PAGE],
}
SMALL = {"viewport": {"width": 320, "height": 640}, "reduced_motion": "reduce"}
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
# Axe writes inline styles, which our policy forbids, and asks for style sheets a second time.
FOR_AXE = {"bypass_csp": True, "reduced_motion": "reduce"}
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}
COLOURS = {**AXE_OPTIONS, "runOnly": ["color-contrast", "link-in-text-block"]}


def pages_of(page: Any, demo: Any, portal: str, who: str) -> Iterator[Any]:
    """Go to every page of a customer; orders and what is not there, once a portal."""
    for path in PAGES[portal, who]:
        if path == ORDER:
            page.goto(demo.url(portal))
            page.locator(".order-row__what").first.click()
            page.wait_for_url("**/order/*/")
        else:
            page.goto(demo.url(portal, path))
        yield page


def pages_at_the_door(page: Any, demo: Any) -> Iterator[Any]:
    """Go to what is seen signed out: signing in, its error, being signed out, being refused."""
    yield page
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    yield page
    page.goto(demo.url("club", "/sign-out/"))
    yield page
    page.goto(demo.url("club", "/sign-in/"))
    sign_in(page, demo, "any")
    page.get_by_text("You used the address").wait_for()
    yield page


def by_axe(page: Any) -> list[str]:
    """Name what axe finds: colours in light as the page comes, all in dark with panels open."""
    found = []
    for scheme, options in (("light", COLOURS), ("dark", AXE_OPTIONS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for fault in Axe().run(page, options=options).response["violations"]:
            where = [node["target"] for node in fault["nodes"]]
            found.append(f"{page.url} in {scheme}: {fault['id']} at {where}")
        page.evaluate(OPEN_ALL)
    return found


def too_wide(page: Any) -> list[str]:
    """Say by how much a page is wider than the screen, as it comes and with all panels open."""
    before = page.evaluate(OVERFLOW)
    page.evaluate(OPEN_ALL)
    after = page.evaluate(OVERFLOW)
    return [f"{page.url}: {before} px, {after} px when open"] if before or after else []


@pytest.mark.parametrize(("portal", "who"), PAGES)
def test_axe_finds_no_fault_in_a_customers_pages(demo, open_page, portal, who):
    page = open_page(portal, who=who, **FOR_AXE)
    assert [fault for one in pages_of(page, demo, portal, who) for fault in by_axe(one)] == []


def test_axe_finds_no_fault_at_the_door(demo, open_page):
    page = open_page("club", "/sign-in/", **FOR_AXE)
    assert [fault for one in pages_at_the_door(page, demo) for fault in by_axe(one)] == []


@pytest.mark.parametrize(("portal", "who"), PAGES)
def test_a_customers_pages_fit_a_small_phone(demo, open_page, portal, who):
    page = open_page(portal, who=who, **SMALL)
    assert [fault for one in pages_of(page, demo, portal, who) for fault in too_wide(one)] == []


def test_the_door_fits_a_small_phone(demo, open_page):
    page = open_page("club", "/sign-in/", **SMALL)
    assert [fault for one in pages_at_the_door(page, demo) for fault in too_wide(one)] == []
