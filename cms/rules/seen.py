"""What is on a page, and by whose leave: as it is live, in a draft, or in a form not yet saved.

A block is seen by whoever meets its rule, those of the blocks around it, the page's, and those of
the pages above. Teasers are left out: they are for those who do not see the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wagtail.models import Page

from cms.pages.portal_page import PortalPage
from cms.rules.blocks import Placed, Rule, placed
from portals.registry import Portal

PAGE = ""
"""In place of a block's id: the page itself."""
MOST_AROUND = 10
"""Blocks around each other that a form may claim."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`page`: the page's rule and those above it, outermost first; None where nobody gets there.

    `blocks`: by its id, the rules of the blocks around a block and its own. `labels`: what each is.
    """

    page: tuple[Rule, ...] | None = None
    blocks: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def rules(self, place: str) -> tuple[Rule, ...] | None:
        """Return every rule around a block and its own; None where it is not, or nobody gets."""
        if self.page is None or place == PAGE:
            return self.page
        own = self.blocks.get(place)
        return None if own is None else (*self.page, *own)


def seen_on(page: PortalPage, above: Sequence[Rule] | None) -> Seen:
    """Return what is on a page, below pages with these rules."""
    if above is None:
        return Seen()
    blocks = [block for block in placed(page.body) if block.id]
    return Seen(
        page=(*above, page.visibility or {}),
        blocks={block.id: tuple(block.rules) for block in blocks},
        labels={block.id: block.label for block in blocks},
    )


def seen_live(page: Page, above: Sequence[Rule] | None) -> Seen:
    """Return what is on a page as it is published; nothing before it is."""
    live = PortalPage.objects.filter(pk=page.pk, live=True).first()
    return Seen() if live is None else seen_on(live, above)


def rules_above(page: Page, portal: Portal) -> list[Rule] | None:
    """Return the rules of the pages above, from the portal's first page down.

    None where one of them is not live: nobody gets to the page then.
    """
    root = Page.objects.filter(pk=portal.root_page_id).values_list("path", flat=True).first()
    steps = range(len(root or ""), len(page.path), Page.steplen)
    paths = [page.path[:end] for end in steps if end]
    rows = PortalPage.objects.filter(path__in=paths, live=True).order_by("path")
    rules: list[Rule] = [rule or {} for rule in rows.values_list("visibility", flat=True)]
    return rules if len(rules) == len(paths) else None


def with_posted(seen: Seen, draft: PortalPage, posted: Mapping[str, Any]) -> Seen:
    """Return what will be on a page by the rules that stand in its form, saved or not.

    `posted`: `page_rule`; `blocks`, rules by block id, of all blocks there are; and `within`, by a
    block's id the id of the block around it. Without that, they stand as in the draft.
    """
    if seen.page is None:
        return seen
    if isinstance(rule := posted.get("page_rule"), Mapping):
        seen = replace(seen, page=(*seen.page[:-1], rule))
    rules, within = posted.get("blocks"), posted.get("within")
    if not isinstance(rules, Mapping):
        return seen
    around = within if isinstance(within, Mapping) else _around(placed(draft.body))
    blocks = {key: tuple(_chain(key, rules, around)) for key in rules}
    return replace(seen, blocks=blocks)


def _around(blocks: Iterator[Placed]) -> dict[str, str]:
    return {block.id: block.around[-1].id for block in blocks if block.around}


def _chain(key: str, rules: Mapping[str, Any], around: Mapping[str, Any]) -> list[Rule]:
    chain: list[Rule] = []
    for _level in range(MOST_AROUND):
        chain.insert(0, rules.get(key) or {})
        key = str(around.get(key) or "")
        if not key:
            break
    return chain
