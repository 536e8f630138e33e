"""A merchant writes something for some customers, sees it as they will, and publishes it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import ACTIVE, IN_BROWSER, INACTIVE
from tests.browser.conftest import passport

pytestmark = IN_BROWSER

WORDS = "The new harvest has landed."
# What is typed reaches the form a moment later; who publishes within it publishes nothing.
KEPT = """words => [...document.querySelectorAll("input[type=hidden]")]
    .some((input) => input.value.includes(words))"""


@pytest.fixture
def overview(edit) -> Any:
    """The Overview page in the editor, opened by the merchant."""
    return edit("shop")


def write_text(editor: Any, words: str) -> None:
    """Add a text block at the end of the page and write in it."""
    writing = editor.locator("[contenteditable=true]")
    before = writing.count()
    editor.get_by_role("button", name="Insert a block").last.click()
    editor.get_by_role("option", name="Text", exact=True).click()
    expect(writing).to_have_count(before + 1)
    expect(writing.last).to_be_focused()
    writing.last.press_sequentially(words)
    expect(writing.last).to_have_text(words)
    editor.wait_for_function(KEPT, arg=words)


def test_a_block_for_inactive_customers_is_published_and_seen_by_them_alone(
    demo, browser, overview
):
    write_text(overview, WORDS)
    overview.get_by_role("button", name="Settings").last.click()
    overview.get_by_role("radio", name=re.compile("^Inactive")).last.check()
    overview.get_by_role("button", name="More actions").click()
    overview.get_by_role("button", name="Publish").click()
    overview.get_by_role("status").filter(has_text="has been published").wait_for()
    cookies = {who: passport(demo, browser, "shop", who) for who in (*ACTIVE, *INACTIVE)}
    seen = [who for who in cookies if WORDS in demo.visit("shop", "/", cookies=cookies[who]).body]
    assert seen == list(INACTIVE)


def test_a_page_is_looked_at_as_three_people_and_at_a_date_and_does_nothing(overview):
    words = "Coffee at home, on time"
    overview.get_by_role("button", name="Toggle preview").click()
    preview = overview.frame_locator("#w-preview-iframe")
    bar, hidden = preview.locator(".preview-bar"), preview.locator(".block--hidden").first
    expect(bar).to_contain_text("As Active customer.")
    expect(hidden).to_contain_text("Hidden from this viewer. Shown to whoever owes something.")
    expect(hidden).to_have_css("border-style", "dashed")
    overview.get_by_label("As", exact=True).select_option(label="Cancelled")
    expect(preview.get_by_text(words)).to_be_visible()
    overview.get_by_label("A real customer").fill("past-due@")
    overview.get_by_role("button", name="past-due@example.com").click()
    expect(bar).to_contain_text("As Priya Nair.")
    expect(preview.get_by_text(words)).to_have_count(0)
    overview.get_by_label("On", exact=True).fill("2031-12-24T18:00")
    expect(bar).to_contain_text("with what they have today")
    expect(preview.locator("button:enabled")).to_have_count(0)
    there = overview.frame(url=re.compile("in_preview_panel")).url
    preview.get_by_role("main").get_by_role("link").first.click()
    assert overview.frame(url=re.compile("in_preview_panel")).url == there
