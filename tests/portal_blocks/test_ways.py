from __future__ import annotations

from dataclasses import replace

import pytest

from portal_blocks.samples import sample_viewer
from portal_blocks.ways import is_block_shown, way
from tests.pages import block, make_home
from tests.portal_blocks.cast import viewer


@pytest.mark.parametrize(
    ("about", "address"),
    [
        ({}, "/go/orders/"),
        ({"order": 17}, "/go/orders/?order=17"),
        ({"subscription": "a&b"}, "/go/orders/?subscription=a%26b"),
    ],
)
def test_a_way_has_the_address_that_e_mails_carry(about, address):
    assert way("orders", **about) == address


@pytest.mark.parametrize("kind", ["heading", "order_history"])
def test_a_block_is_shown_where_some_page_has_it_for_the_viewer(shop, kind):
    home = make_home(shop, block("heading", text="Hello", level="h2"))
    portal = replace(shop, root_page_id=home.pk)
    someone = replace(sample_viewer("active", portal), customer_ids=(1,))
    assert is_block_shown(kind, someone) is (kind == "heading")


def test_invented_people_are_shown_every_block():
    assert is_block_shown("order_history", viewer())
