from __future__ import annotations

import pytest

from cms.reference.blocks import blocks_page
from portal_blocks.registry import BLOCKS

PAGE = blocks_page()


@pytest.mark.parametrize("key", BLOCKS)
def test_every_block_has_a_row(key):
    assert f"| `{key}` |" in PAGE


@pytest.mark.parametrize(
    "row",
    [
        "| Orders at once | `page_size` | number | `20` |  |",
        "| May cancel | `allow_cancel` | yes or no | yes |  |",
        "| First column | `left` | blocks | none |  |",
        "| Level | `level` | Section; Part of a section | `h2` |  |",
        "| Picture | `image` | picture | needed |  |",
        (
            "| When they may skip | `skip_terms` | Not before so many renewals; "
            "So many days before the next charge, at the latest | none |  |"
        ),
    ],
)
def test_settings_say_their_kind_and_what_is_without_them(row):
    assert row in PAGE


def test_actions_name_the_switch_that_allows_them():
    assert "| `cancel` | May cancel |" in PAGE


def test_who_sees_a_block_is_said_once_for_all():
    assert "`visibility`" not in PAGE
