"""Every block of the registry keeps the promises of blocks."""

from __future__ import annotations

import pytest
from django.utils.module_loading import import_string

from portal_blocks.registry import BLOCKS
from tests.contracts import block_contract

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("promise", block_contract.PROMISES, ids=lambda p: p.__name__)
def test_block_keeps(name, promise):
    promise(import_string(BLOCKS[name])())


@pytest.mark.parametrize("name", BLOCKS)
def test_block_shows_its_preview(name):
    block_contract.shows_its_preview(name, import_string(BLOCKS[name])())


@pytest.mark.parametrize("name", BLOCKS)
def test_template_says_what_it_reads(name):
    block_contract.its_template_says_what_it_reads(name)
