"""What is drawn once is what would be drawn, and each viewer gets their own."""

from __future__ import annotations

from itertools import count

import pytest
from django.utils import translation
from wagtail.blocks import StructValue

from cms.models import PortalPage
from portal_blocks.base import NOWHERE
from portal_blocks.drawn import MOST, drawn_once
from portal_blocks.registry import BLOCKS
from portal_blocks.samples import sample_viewer
from tests.contracts.block_contract import render

STREAM = PortalPage._meta.get_field("body").stream_block
KEPT = [
    name
    for name, block in STREAM.child_blocks.items()
    if block.drawn_by(block.get_preview_value(), sample_viewer("active"), NOWHERE) is not None
]


@pytest.fixture
def value() -> StructValue:
    return StructValue(None)


def test_it_is_drawn_once_for_each_key_and_language(value):
    numbers = map(str, count())
    for key in ("a", "b", "a"):
        for language in ("en", "de"):
            with translation.override(language):
                drawn_once(value, key, lambda: next(numbers))
    assert next(numbers) == "4"


def test_without_a_key_it_is_drawn_each_time(value):
    words = iter(["first", "second"])
    assert [drawn_once(value, None, lambda: next(words)) for _ in range(2)] == ["first", "second"]


def test_another_value_that_is_alike_is_drawn_by_itself(value):
    drawn_once(value, "a", lambda: "of the first")
    assert drawn_once(StructValue(None), "a", lambda: "of the other") == "of the other"


def test_no_more_than_some_ways_of_one_block_are_kept(value):
    for key in range(3 * MOST):
        drawn_once(value, key, lambda: "html")
    assert len(vars(value)["drawn"]) <= MOST


def test_the_blocks_of_words_and_pictures_are_kept():
    assert {"faq", "heading", "image", "rich_text", "testimonial"} <= set(KEPT)


@pytest.mark.parametrize("name", KEPT)
def test_what_was_drawn_for_one_is_what_is_drawn_for_others(name):
    block = STREAM.child_blocks[name]
    kept = block.get_preview_value()
    for persona in ("active", "past_due", "any_customer"):
        assert render(block, kept, persona) == render(block, block.get_preview_value(), persona)


@pytest.mark.parametrize("name", sorted(set(BLOCKS) - set(KEPT)))
def test_what_depends_on_more_is_not_kept(name):
    block = STREAM.child_blocks[name]
    kept = block.get_preview_value()
    render(block, kept, "active")
    assert "drawn" not in vars(kept)
