"""Two settings of a block of which one is to be given, such as a page or an address."""

from __future__ import annotations

from wagtail import blocks


def is_one_of_two(block: blocks.Block, first: object, second: object) -> bool:
    """Whether one of two is given, not both; in a draft it may still be missing."""
    return not (first and second) and bool(first or second or block.is_deferred_validation)
