from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from portal_blocks.samples import sample_viewer
from portal_blocks.welcome.block import WelcomeBlock
from tests.portal_blocks.cast import shown, viewer

EMPTY = {"words": "", "without_name": "", "text": ""}


def test_the_hour_is_that_of_the_portals_time_zone():
    late = datetime(2026, 11, 22, 20, tzinfo=UTC)
    html = shown(WelcomeBlock(), EMPTY, viewer(now=late, time_zone="Asia/Tokyo"))
    assert "<h2>Good morning, Sam</h2>" in html


def test_a_name_is_text_and_no_markup():
    who = replace(viewer(), name="<b>Eve")
    assert "&lt;b&gt;Eve" in shown(WelcomeBlock(), {**EMPTY, "words": "Hello {name}"}, who)


def test_whoever_is_signed_out_is_greeted_without_a_name():
    who = replace(sample_viewer("signed_out"), name="Left Over", is_preview=False)
    assert "Left" not in shown(WelcomeBlock(), EMPTY, who)


def test_words_without_a_name_may_not_ask_for_one():
    block = WelcomeBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({**EMPTY, "without_name": "Hello {name}"}))
    assert "without_name" in refused.value.block_errors
