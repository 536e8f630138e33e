from __future__ import annotations

import pytest

from portal_blocks.support_contact.block import SupportContactBlock
from tests.portal_blocks.cast import shown, viewer

EMPTY = {"heading": "", "text": "", "email": "", "phone": "", "hours": ""}
OURS = {"support_email": "us@example.com", "support_phone": "020 1", "support_hours": "9 to 5"}


def test_what_is_left_empty_is_the_portals():
    html = shown(SupportContactBlock(), EMPTY, viewer(**OURS))
    assert 'href="mailto:us@example.com"' in html
    assert "9 to 5" in html


def test_the_blocks_own_stands_before_the_portals():
    html = shown(SupportContactBlock(), {**EMPTY, "email": "vip@example.com"}, viewer(**OURS))
    assert "vip@example.com" in html
    assert "us@example.com" not in html


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("+44 (0)20 7946-0018", "+442079460018"), ("020 7946 0018", "02079460018")],
)
def test_a_number_is_dialled_without_what_is_there_for_the_eye(written, dialled):
    html = shown(SupportContactBlock(), {**EMPTY, "phone": written}, viewer())
    assert f'href="tel:{dialled}"' in html


def test_with_no_way_there_is_no_block():
    assert shown(SupportContactBlock(), {**EMPTY, "heading": "Help"}, viewer()).strip() == ""
