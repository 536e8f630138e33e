"""Which ways a menu shows one viewer: to pages they may see and to other sites, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from portal_blocks.base import Place, leads_somewhere
from portal_blocks.viewer import Viewer

Pages = list[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Way:
    """One line of the menu."""

    title: str
    text: str
    url: str
    is_current: bool = False


def ways(value: Mapping[str, Any], viewer: Viewer, place: Place) -> list[Way]:
    """Return the chosen ways, then those to the pages below the chosen one."""
    once: dict[str, Way] = {}
    for way in [*_chosen(value, viewer, place), *_below(value, viewer, place)]:
        once.setdefault(way.url, way)
    return list(once.values())


def pages_below(page_id: int, viewer: Viewer) -> Pages:
    """Return key, title and address of the pages right below one, as far as the viewer may see.

    The settings name who knows pages.
    """
    asked: Callable[[int, Viewer], Pages] = import_string(settings.PAGES_BELOW)
    return asked(page_id, viewer)


def _chosen(value: Mapping[str, Any], viewer: Viewer, place: Place) -> Iterator[Way]:
    links: Iterable[Mapping[str, Any]] = value.get("links") or ()
    for link in links:
        page, words, text = link.get("page"), link.get("label") or "", link.get("text") or ""
        if page is None:
            yield Way(words, text, link.get("address") or "")
        elif page.live and leads_somewhere(page.pk, viewer, itself=True):
            yield Way(words or page.title, text, page.get_url(), page.pk == place.page_id)


def _below(value: Mapping[str, Any], viewer: Viewer, place: Place) -> list[Way]:
    page = value.get("below")
    found = pages_below(page.pk, viewer) if page is not None else []
    return [Way(title, "", url, pk == place.page_id) for pk, title, url in found]
