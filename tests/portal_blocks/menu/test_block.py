from __future__ import annotations

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from access_rules.presets import EVERYONE
from portal_blocks.menu.block import MenuBlock, WayBlock
from portal_blocks.menu.ways import Way, ways
from tests.portal_blocks.cast import PLACE, viewer

EMPTY = {"page": None, "address": "", "label": "", "text": ""}


@pytest.mark.parametrize(
    ("value", "field"), [({}, "page"), ({"address": "https://example.com/"}, "label")]
)
def test_a_way_that_leads_nowhere_or_has_no_words_is_refused(value, field):
    block = WayBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({**EMPTY, **value}))
    assert list(refused.value.block_errors) == [field]


def test_a_way_elsewhere_is_as_the_merchant_wrote_it():
    link = {**EMPTY, "address": "https://example.com/", "label": "Elsewhere", "text": "Far"}
    found = ways({"links": [link], "below": None}, viewer(), PLACE)
    assert found == [Way("Elsewhere", "Far", "https://example.com/")]


def test_a_menu_of_nothing_is_refused():
    block = MenuBlock()
    value = block.to_python({"links": [], "below": None, "look": "list", "visibility": EVERYONE})
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert "below" in refused.value.block_errors
