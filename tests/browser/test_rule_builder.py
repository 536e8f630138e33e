"""A merchant composes a rule for an offer, by the mouse alone and by the keyboard alone."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser import IN_BROWSER

pytestmark = IN_BROWSER

HEADLINE = {
    "version": 1,
    "all": [
        {"condition": "standing", "value": "active"},
        {"condition": "member_for", "club": None, "days": 90},
        {"condition": "country", "places": ["europe", "GB"]},
        {"none": [{"condition": "bought_product", "products": "Hand grinder"}]},
    ],
}
ALL_OF_THEM = re.compile(r"of 5,0\d\d customers")  # those whom other tests made are among them
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# What of the editor itself is not ours to mend is left out: only the rule and its list are asked.
AXE = {"resultTypes": ["violations"], "preload": False}


@pytest.fixture
def extras(edit) -> Page:
    """The page of extras in the editor; no other test edits it."""
    page: Page = edit("extras")
    return page


@pytest.fixture
def tab(extras) -> Locator:
    """The tab that says who can see the page."""
    extras.get_by_role("tab", name="Who can see it").click()
    return extras.locator("#tab-who_can_see_it")


def pick(part: Locator, name: str) -> None:
    """Click something in the list that is open."""
    part.locator(".rule-option:visible").get_by_text(name, exact=True).click()


def add(part: Locator, name: str, within: int = -1) -> None:
    """Click a condition into a group."""
    part.get_by_role("button", name="Add condition").nth(within).click()
    pick(part, name)


def drag(page: Page, what: Locator, below: Locator) -> None:
    """Drag something below something else."""
    what.hover()
    page.mouse.down()
    box = below.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 4, steps=8)
    page.mouse.up()


def stored(demo: Any, part: Locator) -> str:
    """The rule as the form sends it, the one product in it by its name."""
    query = "SELECT id FROM billing_product WHERE name = 'Hand grinder'"
    text = part.locator("[data-rule-value]").input_value()
    return text.replace(f"[{demo.rows(query)[0][0]}]", '"Hand grinder"')


def canonical(rule: Any) -> str:
    """A rule as the form has it."""
    return json.dumps(rule, sort_keys=True, separators=(",", ":"))


def test_upsell_for_active_members_without_a_grinder_is_composed_with_the_mouse_alone(demo, extras):
    upsell = extras.locator("[data-streamfield-child]").nth(1)
    upsell.get_by_role("button", name="Settings").click()
    upsell.get_by_text("Active", exact=True).click()
    expect(upsell.locator(".rule-label")).to_have_text("Active")
    upsell.get_by_text("Composed…").click()
    add(upsell, "Member for some days")
    upsell.get_by_role("spinbutton", name="At least").click()
    upsell.locator(".rule-usual").get_by_text("90").click()
    upsell.get_by_role("button", name="Add group").click()
    upsell.get_by_label("How these conditions count together").last.select_option("none")
    add(upsell, "Bought a product, ever", within=0)
    pick(upsell, "Hand grinder")
    add(upsell, "Country")
    pick(upsell, "Europe")
    pick(upsell, "United Kingdom")
    upsell.get_by_text("Conditions", exact=True).click()
    above = upsell.get_by_role("group", name="Member for some days")
    drag(extras, upsell.get_by_role("button", name="Move Country", exact=True), below=above)
    assert stored(demo, upsell) == canonical(HEADLINE)
    expect(upsell.locator(".rule-outcome__count")).to_contain_text(ALL_OF_THEM)
    expect(upsell.locator(".rule-label")).to_contain_text("Composed: Whoever is Active")


def test_rule_is_composed_and_moved_about_with_the_keyboard_alone(extras, tab):
    press = extras.keyboard.press
    tab.get_by_role("radio", name="Any customer").focus()
    for _step in range(3):
        press("ArrowDown")  # Active, Inactive, Composed
    tab.get_by_role("button", name="Add condition").focus()
    press("Enter")
    extras.keyboard.type("orders")
    press("Enter")
    tab.get_by_role("button", name="Add group").focus()
    press("Enter")
    tab.get_by_role("button", name="Move Number of orders", exact=True).focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        press(key)
    expect(tab.get_by_text("Number of orders stays here.")).to_be_attached()
    moved = json.loads(tab.locator("[data-rule-value]").first.input_value())
    assert [next(iter(part)) for part in moved["all"]] == ["condition", "any"]
    press("Control+Z")
    expect(tab.locator(".rule-group__empty:visible")).to_have_count(1)


def test_whoever_may_not_edit_rules_reads_them_and_asks_for_nothing_more(extras):
    asked: list[str] = []
    extras.route("**/rules/frame/**", lambda route: route.fulfill(json={"may_edit": False}))
    extras.on("request", lambda request: asked.append(request.url))
    upsell = extras.locator("[data-streamfield-child]").nth(1)
    upsell.get_by_role("button", name="Settings").click()
    expect(upsell.get_by_text("You may not change who sees this.")).to_be_visible()
    expect(upsell.get_by_role("radio")).to_have_count(1)
    expect(upsell.get_by_role("radio")).to_be_disabled()
    assert [url.partition("?")[0][-12:] for url in asked if "/rules/" in url] == ["rules/frame/"]


def test_rule_that_cannot_be_read_says_where_and_why_and_can_be_started_anew(extras, tab):
    kept = tab.locator("[data-rule-value]").first
    kept.evaluate("input => (input.value = '{\"version\": 7}')")
    expect(tab.locator(".rule-broken__faults")).to_have_text(re.compile("^version "))
    expect(tab.get_by_text("Nobody, as long as the rule cannot be read.")).to_be_visible()
    assert kept.input_value() == '{"version": 7}'
    tab.get_by_role("button", name="Start anew").click()
    expect(tab.locator(".rule-broken")).to_have_count(0)
    expect(tab.locator(".rule-group__empty:visible")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_builder_has_no_fault_that_axe_finds_and_fits_a_small_phone(extras, tab, scheme):
    extras.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    tab.get_by_text("Composed…").click()
    add(tab, "Bought a product, ever")
    extras.set_viewport_size({"width": 320, "height": 640})
    expect(tab.locator(".rule-option:visible").first).to_be_visible()
    expect(tab.locator(".is-stale")).to_have_count(0)
    found = Axe().run(extras, context=".rule:has(.rule-builder)", options=AXE)
    assert not found.response["violations"], found.generate_report()
    assert extras.evaluate(FITS)


def test_publishing_tells_who_loses_and_leads_back(extras, tab):
    tab.get_by_text("Inactive", exact=True).click()
    extras.get_by_role("button", name="More actions").click()
    extras.get_by_role("button", name="Publish").click()
    dialog = extras.get_by_role("dialog", name="Some customers lose sight of something")
    expect(dialog.locator(".rule-side__count--lose").first).to_contain_text("lose")
    expect(dialog.get_by_role("link")).not_to_have_count(0)
    dialog.get_by_role("button", name="Go back").click()
    expect(dialog).to_have_count(0)
    assert "/edit/" in extras.url
