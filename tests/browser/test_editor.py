"""A merchant writes something for some customers, sees it as they will, and publishes it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser import ACTIVE, IN_BROWSER, INACTIVE
from tests.browser.conftest import passport

pytestmark = IN_BROWSER

WORDS = "The new harvest has landed."
WIDE = {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def overview(demo, open_page) -> Any:
    """The Overview page in the editor, opened by the merchant."""
    page = open_page("admin", "/", **WIDE)
    page.get_by_label("Email").fill("merchant@example.com")
    page.get_by_label("Password", exact=True).fill(demo.editor_password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(demo.url("admin", "/admin/"))
    query = "SELECT id FROM wagtailcore_page WHERE slug = 'shop'"
    page.goto(demo.url("admin", f"/admin/pages/{demo.rows(query)[0][0]}/edit/"))
    return page


def test_a_block_for_inactive_customers_is_published_and_seen_by_them_alone(
    demo, browser, overview
):
    overview.get_by_role("button", name="Insert a block").last.click()
    overview.get_by_role("option", name="Text", exact=True).click()
    overview.locator("[contenteditable=true]").last.press_sequentially(WORDS)
    overview.get_by_role("button", name="Settings").last.click()
    overview.get_by_role("radio", name=re.compile("^Inactive")).last.check()
    overview.get_by_role("button", name="More actions").click()
    overview.get_by_role("button", name="Publish").click()
    overview.get_by_role("status").filter(has_text="published").wait_for()
    cookies = {who: passport(demo, browser, "shop", who) for who in (*ACTIVE, *INACTIVE)}
    seen = [who for who in cookies if WORDS in demo.visit("shop", "/", cookies=cookies[who]).body]
    assert seen == list(INACTIVE)


def test_the_preview_shows_a_page_as_others_see_it(overview):
    overview.get_by_role("button", name="Toggle preview").click()
    preview = overview.frame_locator("iframe[title='Preview']")
    overview.get_by_label("Preview mode").select_option(label="Inactive customer")
    preview.get_by_text("Coffee at home, on time.").wait_for()
    assert preview.locator(".block--hidden").count() == 0
    overview.get_by_label("Preview mode").select_option(label="Active customer")
    hidden = preview.get_by_text("is hidden here. Who sees it: Inactive.").first
    hidden.wait_for()
    assert hidden.locator("..").evaluate("e => getComputedStyle(e).borderStyle") == "dashed"
    assert preview.get_by_text("Coffee at home, on time.").count() == 0
