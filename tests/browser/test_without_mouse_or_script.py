"""Everything works by keyboard alone, and everything works with JavaScript switched off."""

from __future__ import annotations

from typing import Any

from tests.browser import IN_BROWSER
from tests.browser.conftest import sign_in
from tests.browser.test_subscriptions import press, status

pytestmark = IN_BROWSER

FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  const ring = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
  return {text: e.innerText || e.value || "", id: e.id, tag: e.tagName,
          visible: (ring || s.boxShadow !== "none") && box.width > 1 && box.height > 1};
}"""


def tab_to(page: Any, text: str) -> None:
    """Press Tab until something of that text has the focus; it is always to be seen where."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["visible"], f"Nobody sees that the focus is at {focus}."
        if focus["text"].startswith(text):
            return
    raise AssertionError(f"No Tab leads to {text}.")


def test_the_first_tab_leads_past_the_header(open_page):
    page = open_page("shop", "/sign-in/")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)["id"] == "main"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["id"] == "id_email"


def test_signing_in_and_pausing_take_no_mouse(demo, open_page):
    page = open_page("shop", "/sign-in/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("active@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type(demo.order_number("active") + "\n")
    page.wait_for_url(demo.url("shop"))
    tab_to(page, "Pause")
    page.keyboard.press("Enter")
    tab_to(page, "Pause now")
    page.keyboard.press("Enter")
    page.locator(".said").wait_for()
    assert status(page) == "Paused"
    press(page, "Restart", "Restart now")


def test_going_back_from_a_panel_returns_the_focus_to_its_button(open_page):
    page = open_page("shop", who="active")
    tab_to(page, "Pause")
    page.keyboard.press("Enter")
    tab_to(page, "Keep it going")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)["text"].startswith("Pause")
    assert not page.get_by_role("button", name="Pause now").is_visible()


def test_signing_in_pausing_restarting_and_signing_out_take_no_script(demo, open_page):
    phone = {"width": 390, "height": 844}
    page = open_page("club", "/sign-in/", java_script_enabled=False, viewport=phone)
    sign_in(page, demo, "active")
    press(page, "Pause", "Pause now")
    assert status(page) == "Paused"
    press(page, "Restart", "Restart now")
    assert status(page) == "Active"
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    assert "You are signed out" in page.get_by_role("main").inner_text()
    assert "portico" not in [cookie["name"] for cookie in page.context.cookies()]
