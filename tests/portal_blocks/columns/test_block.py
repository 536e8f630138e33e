from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, EVERYONE, INACTIVE
from portal_blocks.columns.block import ColumnsBlock
from portal_blocks.samples import sample_viewer
from tests.pages import block, text
from tests.portal_blocks.cast import shown, viewer


def columns(left=(), right=(), ratio="even", **value):
    return {"left": list(left), "right": list(right), "ratio": ratio, **value}


def test_the_columns_stand_in_their_order():
    html = shown(ColumnsBlock(), columns([text("First")], [text("Second")]), viewer())
    assert html.index("First") < html.index("Second")


def test_each_block_in_them_can_be_linked_to():
    left, right = text("First"), text("Second")
    html = shown(ColumnsBlock(), columns([left], [right]), viewer())
    assert [html.count(f'id="block-{one["id"]}"') for one in (left, right)] == [1, 1]


def test_a_block_in_them_that_is_not_for_the_viewer_is_not_there():
    both = columns([text("For all"), text("Come back", INACTIVE)], [text("Welcome", ACTIVE)])
    html = shown(ColumnsBlock(), both, viewer())
    assert [words in html for words in ("For all", "Come back", "Welcome")] == [True, False, True]
    assert html.count("block--rich_text") == 2


def test_what_is_in_columns_for_others_is_seen_by_nobody_else():
    hidden = columns([text("For all")], visibility=INACTIVE)
    assert shown(ColumnsBlock(), hidden, viewer()) == ""


def test_a_preview_says_of_hidden_columns_once_that_they_are_hidden():
    hidden = columns([text("Come back")], [text("Save 10 %")], visibility=INACTIVE)
    html = shown(ColumnsBlock(), hidden, sample_viewer("active"))
    assert html.count("Hidden from this viewer") == 1
    assert "Come back" not in html


@pytest.mark.parametrize("ratio", ["even", "main_aside"])
def test_the_widths_are_the_merchants_choice(ratio):
    assert f"columns--{ratio}" in shown(ColumnsBlock(), columns(ratio=ratio), viewer())


def test_columns_hold_no_columns():
    stored = ColumnsBlock().to_python(columns([block("columns"), text("First")]))
    assert [child.block_type for child in stored["left"]] == ["rich_text"]


def test_a_merchant_may_leave_a_column_empty():
    block = ColumnsBlock()
    cleaned = block.clean(block.to_python(columns([text("Alone")], visibility=EVERYONE)))
    assert [len(cleaned[side]) for side in ("left", "right")] == [1, 0]
