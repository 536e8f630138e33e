"""Every page of both portals: no fault that axe finds, light and dark, and fit for a small phone.

`open_page` adds: nothing in the console, no other host, no broken security policy.
"""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import IN_BROWSER
from tests.browser.conftest import sign_in

pytestmark = IN_BROWSER

PAGES = {
    ("shop", "active"): ["/", "/orders/", "/perks/", "/payment/"],
    ("shop", "cancelled"): ["/", "/orders/", "/payment/"],
    ("club", "active"): ["/", "/roast/", "/roast/brewing/", "/payment/"],
    ("club", "paused"): ["/", "/come-back/", "/payment/"],
}
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"


def look_over(page: Any) -> list[str]:
    """Name what is wrong with a page: in light on a desk, in dark on a phone with all open."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 900})
    faults = _axe(page, "light")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})
    if wider := page.evaluate(OVERFLOW):
        faults.append(f"{page.url} is {wider} px too wide")
    page.evaluate(OPEN_ALL)
    if wider := page.evaluate(OVERFLOW):
        faults.append(f"{page.url} is {wider} px too wide with all panels open")
    return faults + _axe(page, "dark")


def _axe(page: Any, scheme: str) -> list[str]:
    found = Axe().run(page).response["violations"]
    nodes = [(one["id"], node["target"]) for one in found for node in one["nodes"]]
    return [f"{page.url} in {scheme}: {name} at {target}" for name, target in nodes]


@pytest.mark.parametrize(("portal", "who"), PAGES)
def test_pages_of_a_customer_have_no_fault(demo, open_page, portal, who):
    page = open_page(portal, who=who)
    faults = []
    for path in [*PAGES[portal, who], "/no-such-page/"]:
        page.goto(demo.url(portal, path))
        faults += look_over(page)
    assert faults == []


def test_an_order_of_its_own_has_no_fault(open_page):
    page = open_page("shop", "/orders/", who="active")
    page.locator(".order-row__what").first.click()
    page.wait_for_url("**/order/*/")
    assert look_over(page) == []


def test_signing_in_and_its_error_have_no_fault(demo, open_page):
    page = open_page("shop", "/sign-in/")
    faults = look_over(page)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert faults + look_over(page) == []


def test_the_refusal_has_no_fault(demo, open_page):
    page = open_page("club", "/sign-in/")
    sign_in(page, demo, "any")
    assert "is for members" in page.title() or page.get_by_text("is for members").count()
    assert look_over(page) == []


def test_the_result_of_an_action_and_the_sign_out_have_no_fault(demo, open_page):
    page = open_page("shop", "/sign-out/")
    assert look_over(page) == []
