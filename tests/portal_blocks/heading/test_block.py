from __future__ import annotations

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from access_rules.presets import EVERYONE
from portal_blocks.heading.block import HeadingBlock
from tests.portal_blocks.cast import shown, viewer


@pytest.mark.parametrize("level", ["h2", "h3"])
def test_a_heading_has_the_level_it_was_given(level):
    html = shown(HeadingBlock(), {"text": "Your plants", "level": level}, viewer())
    assert f"<{level}>Your plants</{level}>" in html


def test_a_new_heading_names_a_section():
    assert HeadingBlock().get_default()["level"] == "h2"


@pytest.mark.parametrize("level", ["h1", "h4", "script", ""])
def test_only_the_page_itself_has_the_first_level(level):
    block = HeadingBlock()
    value = block.to_python({"text": "Your plants", "level": level, "visibility": EVERYONE})
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert list(refused.value.block_errors) == ["level"]


def test_what_looks_like_html_is_text():
    html = shown(HeadingBlock(), {"text": "<b>Plants</b> & pots", "level": "h2"}, viewer())
    assert "<h2>&lt;b&gt;Plants&lt;/b&gt; &amp; pots</h2>" in html
