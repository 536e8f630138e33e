"""Walks the blocks of a page that one viewer sees. A nested block is never wider than its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.blocks import StreamValue, StructValue

from portal_blocks.base import BlockView, PortalBlock
from portal_blocks.registry import asset_of
from portal_blocks.viewer import Viewer


def visible_blocks(stream: Iterable[Any], viewer: Viewer) -> Iterator[Any]:
    """Yield every block this viewer sees, in order, the ones inside others included."""
    for child in stream:
        if not isinstance(child.block, PortalBlock) or not child.block.is_for(child.value, viewer):
            continue
        yield child
        if isinstance(child.value, StructValue):
            for part in child.value.values():
                if isinstance(part, StreamValue):
                    yield from visible_blocks(part, viewer)


def find_block(stream: StreamValue, block_id: str, viewer: Viewer) -> Any | None:
    """Return the block of that id, if the viewer sees it and all that is around it."""
    found = (child for child in visible_blocks(stream, viewer) if str(child.id) == block_id)
    return next(found, None)


def find_view(stream: StreamValue, name: str, viewer: Viewer) -> tuple[Any, BlockView] | None:
    """Return the first block this viewer sees that has a view of that name, and the view."""
    for child in visible_blocks(stream, viewer):
        if name in child.block.views:
            return child, child.block.views[name]
    return None


def says_the_same_to_all(stream: StreamValue) -> bool:
    """Whether no block here, nor inside of one, depends on who looks or when."""
    for child in stream:
        if not isinstance(child.block, PortalBlock):
            return False
        if not child.block.says_the_same_to_all(child.value):
            return False
        parts = child.value.values() if isinstance(child.value, StructValue) else ()
        if not all(says_the_same_to_all(one) for one in parts if isinstance(one, StreamValue)):
            return False
    return True


def assets(stream: Iterable[Any], viewer: Viewer, kind: str) -> list[str]:
    """Return the static paths (`css` or `js`) of the blocks this viewer sees, each once."""
    seen = list(visible_blocks(stream, viewer))
    names = dict.fromkeys(name for one in seen for name in (*one.block.parts, one.block.name))
    return [path for name in names if (path := asset_of(name, kind))]
