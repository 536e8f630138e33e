"""Live pages with their blocks, kept in the process: read and parsed once, until anything changes.

What is kept is the same for everybody: stored values, ready to be asked. Who sees which of it is
decided at every render, for its viewer alone. Drafts and previews never come here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.blocks import Block, ChooserBlock, ListBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page

if TYPE_CHECKING:
    from django.db.models import Model

    from cms.models import PortalPage

MOST = 250
"""Pages kept at once; one of 50 blocks takes 150 kB."""


class KeptPages:
    """Some pages, the ones asked for last. Drop it, and they are read anew."""

    def __init__(self) -> None:
        self._read = lru_cache(MOST)(_read)

    def page(self, pk: int) -> PortalPage:
        """Return a page of the caller's own; its blocks are everybody's, and never to be changed.

        Raise `DoesNotExist` where there is none.
        """
        # Wagtail notes on a page what it finds out in one request, such as the addresses of sites.
        return copy.copy(self._read(pk))


def _read(pk: int) -> PortalPage:
    from cms.models import PortalPage

    page: PortalPage = PortalPage.objects.get(pk=pk)
    # This parses what is left for later, and reads what is chosen in it: no request does it again.
    every = [one for stream in (page.body, page.teaser) for one in _parts(stream)]
    pictures = [one for one in every if isinstance(one, AbstractImage)]
    # Each size of a picture took longer to find in the cache than a whole block without one.
    prefetch_related_objects(pictures, Prefetch("renditions", to_attr="prefetched_renditions"))
    return page


def _parts(value: object) -> Iterator[object]:
    """Yield all that stands in a block, to any depth."""
    inside: Iterable[object] = ()
    if isinstance(value, StreamValue):
        inside = (child.value for child in value)
    elif isinstance(value, StructValue):
        inside = value.values()
    elif isinstance(value, ListValue):
        inside = value
    else:
        yield value
    for part in inside:
        yield from _parts(part)


def chosen_models(block: Block) -> Iterator[type[Model]]:
    """Yield what can be chosen in a block or inside of it: rows of these are kept with pages.

    But for other pages: they say by themselves what of them is live.
    """
    if isinstance(block, ChooserBlock) and not issubclass(block.model_class, Page):
        yield block.model_class
    inside: list[Any] = []
    if isinstance(block, BaseStreamBlock | BaseStructBlock):
        inside = list(block.child_blocks.values())
    elif isinstance(block, ListBlock):
        inside = [block.child_block]
    for child in inside:
        yield from chosen_models(child)
