"""Publishes the demo's pages, and puts keys where a page, picture or document is named.

Pages name each other before there are any: `"@payment"` stands for the key of the page with that
slug in the same portal, or of something in the library. First all pages are made, then filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cms.demo.pages import PageSpec
from cms.models import PortalPage

NAME = re.compile(r"@([a-z-]+)")
QUOTED = re.compile(r'"@([a-z-]+)"')
Keys = Mapping[str, int]


def plant(parent: Any, spec: PageSpec, library: Keys) -> PortalPage:
    """Publish a page and all below it under `parent`. `library`: keys of what is no page."""
    made = list(_shells(parent, spec))
    keys = {**library, **{page.slug: page.pk for page, _spec in made}}
    for page, one in made:
        _fill(PortalPage.objects.get(pk=page.pk), one, keys)
    home: PortalPage = PortalPage.objects.get(pk=made[0][0].pk)
    return home


def _shells(parent: Any, spec: PageSpec) -> Iterator[tuple[PortalPage, PageSpec]]:
    page = PortalPage(
        title=spec.title,
        slug=spec.slug,
        show_in_menus=spec.in_menu,
        visibility=dict(spec.rule),
        live=False,
    )
    parent.add_child(instance=page)
    yield page, spec
    for child in spec.children:
        yield from _shells(page, child)


def _fill(page: PortalPage, spec: PageSpec, keys: Keys) -> None:
    page.body = resolved(list(spec.blocks), keys)
    page.when_denied = spec.when_denied
    page.when_signed_out = spec.when_signed_out
    page.teaser = resolved(list(spec.teaser), keys)
    page.denied_page_id = keys[spec.denied_page] if spec.denied_page else None
    page.save_revision().publish()


def resolved(value: Any, keys: Keys) -> Any:
    """Return stored blocks with keys in place of names. Raises `KeyError` for an unknown one."""
    if isinstance(value, dict):
        return {name: resolved(part, keys) for name, part in value.items()}
    if isinstance(value, list):
        return [resolved(part, keys) for part in value]
    if not isinstance(value, str):
        return value
    whole = NAME.fullmatch(value)
    return keys[whole[1]] if whole else QUOTED.sub(lambda name: f'"{keys[name[1]]}"', value)
