from __future__ import annotations

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from access_rules.presets import EVERYONE
from portal_blocks.button.block import ButtonBlock
from tests.pages import make_home, make_page, text
from tests.portal_blocks.cast import PLACE, shown, viewer

ELSEWHERE = "https://example.com/coffee"


@pytest.fixture
def page(shop):
    return make_page(make_home(shop, text("Hello")), "coffee", text("All coffees"))


def button(**value):
    given = {"label": "See all", "page": None, "address": "", "style": "primary"}
    return {**given, "visibility": EVERYONE, **value}


def clean(**value):
    block = ButtonBlock()
    return block.clean(block.to_python(button(**value)))


def refusal(**value) -> dict[str, list[str]]:
    with pytest.raises(StructBlockValidationError) as refused:
        clean(**value)
    return {name: list(fault) for name, fault in refused.value.block_errors.items()}


def test_a_button_that_leads_nowhere_is_refused_with_words():
    assert refusal() == {"page": ["Choose a page, or give an address: one of the two."]}


def test_a_button_that_leads_to_two_places_is_refused_with_words(page):
    assert refusal(page=page.pk, address=ELSEWHERE) == refusal()


def test_a_button_leads_to_one_of_the_two(page):
    assert clean(page=page.pk)["page"].pk == page.pk
    assert clean(address=ELSEWHERE)["address"] == ELSEWHERE


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "not an address"])
def test_an_address_that_is_none_is_refused(address):
    assert refusal(address=address) == {"address": ["Enter a valid URL."]}


def test_customers_are_led_to_the_page(page):
    html = shown(ButtonBlock(), button(page=page.pk), viewer())
    assert f'href="{page.full_url}"' in html
    assert ">See all</a>" in html


def test_customers_are_led_elsewhere():
    assert f'href="{ELSEWHERE}"' in shown(ButtonBlock(), button(address=ELSEWHERE), viewer())


def test_a_page_that_is_not_published_has_no_address(page):
    page.unpublish()
    block = ButtonBlock()
    assert block.load(block.to_python(button(page=page.pk)), viewer(), PLACE) == {"url": ""}


def test_a_page_that_was_deleted_has_no_address(page):
    gone = button(page=page.pk)
    page.delete()
    block = ButtonBlock()
    assert block.load(block.to_python(gone), viewer(), PLACE) == {"url": ""}


@pytest.mark.parametrize(("style", "stands_out"), [("primary", True), ("quiet", False)])
def test_only_the_primary_button_stands_out(style, stands_out):
    html = shown(ButtonBlock(), button(address=ELSEWHERE, style=style), viewer())
    assert ("button--primary" in html) is stands_out


def test_what_looks_like_html_is_text():
    html = shown(ButtonBlock(), button(address=ELSEWHERE, label="<i>See</i>"), viewer())
    assert "&lt;i&gt;See&lt;/i&gt;" in html
