"""Blocks that are drawn outside of a page: in the gallery, at the support desk."""

from __future__ import annotations

from django.test import RequestFactory
from wagtail.blocks import Block

from portal_blocks.showing import shown
from tests.contracts.state_contract import NOW


def test_drawing_a_state_again_makes_no_block_anew():
    """Wagtail keeps every block that was ever made: a block made per request is never freed."""
    request = RequestFactory().get("/")
    shown("columns", "ready", request, now=NOW)
    made = len(Block.definition_registry)
    shown("columns", "ready", request, now=NOW)
    assert len(Block.definition_registry) == made
