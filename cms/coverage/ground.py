"""Everything about one portal that a finding, or a cell of the table, is told from.

Read by a number of queries that does not grow with the pages: blocks are taken as they are stored.
With a draft, the portal is looked at as it will be once that is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from wagtail.blocks import StreamValue

from access_rules.compiling import compiled
from access_rules.conditions.base import Condition
from access_rules.conditions.named_rule import MeetsNamedRule
from access_rules.decisions import Rule, admits, allows_all
from access_rules.errors import RuleFault
from access_rules.named import leaves, opened
from access_rules.subject import Subject, signed_out
from access_rules.tree import Group
from cms.coverage.blocks import Block, blocks_in
from cms.media.models import PortalDocument, PortalImage
from cms.models import PortalPage
from cms.pages.tree import STEP, Node, Tree, tree_of
from portal_blocks.personas import PERSONAS, SIGNED_OUT, persona_facts, persona_subject
from portals.registry import Portal

Stored = tuple[tuple[Block, ...], tuple[Block, ...], datetime | None]
"""What is read of one page: its blocks, those of its teaser, and until when it is published."""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """One page that is published, or will be; `chain` leads to it from the portal's first page.

    `expires_at` is when it is taken offline by itself, None for never.
    """

    node: Node
    chain: tuple[Node, ...]
    blocks: tuple[Block, ...]
    teaser: tuple[Block, ...]
    expires_at: datetime | None = None

    @property
    def pk(self) -> int:
        """The page's id."""
        return self.node.pk

    @property
    def title(self) -> str:
        """The page's title."""
        return self.node.title

    @property
    def rules(self) -> list[Rule]:
        """The rules of the pages above, outermost first, and its own."""
        return [one.rule for one in self.chain]

    def rules_of(self, block: Block) -> list[Rule]:
        """Return every rule around a block, and its own."""
        return [*self.rules, *block.rules]


@dataclass(frozen=True, slots=True)
class Ruled:
    """One rule and where it stands: a page's own (`block` None), a block's or a teaser block's."""

    page: PageSeen
    block: Block | None
    rule: Rule
    in_teaser: bool = False

    @property
    def around(self) -> list[Rule]:
        """The rules around it; none around a teaser, which is for those the page is not for."""
        if self.block is None:
            return self.page.rules[:-1]
        above = self.block.rules[:-1]
        return above if self.in_teaser else [*self.page.rules, *above]

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield its conditions with their places, also those of named rules; none if broken."""
        tree = compiled(self.rule).tree
        if tree is not None:
            yield from _conditions(tree)


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody invented in this portal, and whether it lets them in; else seen as signed out."""

    key: str
    label: str
    subject: Subject
    is_admitted: bool = True


class Ground:
    """A portal at one moment; with `draft`, as it will be when that page is published.

    `planned` are the pages as they will be, where some are about to be taken away or moved.
    """

    def __init__(
        self,
        portal: Portal,
        now: datetime,
        draft: PortalPage | None = None,
        planned: Tree | None = None,
    ) -> None:
        self.portal, self.now, self.draft, self.planned = portal, now, draft, planned

    @cached_property
    def tree(self) -> Tree:
        """The pages with their rules."""
        if self.planned is not None:
            return self.planned
        live = tree_of(self.portal)
        is_first = self.draft is not None and self.draft.pk == self.portal.root_page_id
        if self.draft is None or (live.root is None and not is_first):
            return live
        others = [node for node in live.pages() if node.pk != self.draft.pk]
        return Tree(sorted([*others, _node(self.draft, live)], key=lambda node: node.path))

    @cached_property
    def pages(self) -> tuple[PageSeen, ...]:
        """Every page that a viewer could reach, in the order of the tree. One query."""
        nodes = [(node, tuple(self.tree.chain(node))) for node in self.tree.pages()]
        stored = dict(self._stored([node.pk for node, chain in nodes if chain]))
        return tuple(
            PageSeen(node, chain, *stored[node.pk])
            for node, chain in nodes
            if chain and node.pk in stored
        )

    def _stored(self, keys: list[int]) -> Iterator[tuple[int, Stored]]:
        rows = PortalPage.objects.filter(pk__in=keys)
        for pk, *stored in rows.values_list("pk", "body", "teaser", "expire_at"):
            yield pk, _as_stored(*stored)
        if self.draft is not None:
            one = self.draft
            yield one.pk, _as_stored(one.body, one.teaser, one.expire_at)

    def page(self, pk: int | None) -> PageSeen | None:
        """Return one of the pages."""
        return next((one for one in self.pages if one.pk == pk), None)

    @cached_property
    def every_rule(self) -> tuple[Ruled, ...]:
        """Every rule of the portal's pages."""
        return tuple(one for page in self.pages for one in _rules_of(page))

    @cached_property
    def rules(self) -> tuple[Ruled, ...]:
        """The rules that are asked about: the draft's alone, where there is one."""
        pk = self.draft.pk if self.draft is not None else None
        return tuple(one for one in self.every_rule if pk in (None, one.page.pk))

    @cached_property
    def personas(self) -> tuple[Persona, ...]:
        """The invented people, as this portal meets them."""
        return tuple(_persona(key, self.portal, self.now) for key in PERSONAS)

    @property
    def members(self) -> list[Persona]:
        """Those of them who are signed in and let in."""
        return [one for one in self.personas if one.is_admitted and one.subject.signed_in]

    @cached_property
    def pictures(self) -> dict[int, PortalImage]:
        """The pictures on all pages. One query."""
        return PortalImage.objects.in_bulk({pk for one in self._blocks for pk in one.pictures})

    @cached_property
    def documents(self) -> dict[int, PortalDocument]:
        """The documents that all pages lead to. One query."""
        return PortalDocument.objects.in_bulk({pk for one in self._blocks for pk in one.documents})

    @property
    def _blocks(self) -> Iterator[Block]:
        return (block for page in self.pages for block in (*page.blocks, *page.teaser))

    def sees(self, block: Block, page: PageSeen, subject: Subject) -> bool:
        """Whether somebody sees a block: by all rules around it, its own, and its picture's."""
        if not allows_all(page.rules_of(block), subject):
            return False
        own = self.pictures.get(block.picture) if block.picture else None
        return own is None or own.is_for(subject)


def _as_stored(
    body: StreamValue | None, teaser: StreamValue | None, expires_at: datetime | None
) -> Stored:
    return tuple(blocks_in(body)), tuple(blocks_in(teaser)), expires_at


def _conditions(tree: Group, place: str = "") -> Iterator[tuple[str, Condition]]:
    """A condition of a named rule stands where the named rule does."""
    for path, one in leaves(tree):
        if isinstance(one, MeetsNamedRule):
            with suppress(RuleFault), opened(one.rule) as inner:
                yield from list(_conditions(inner, place or path))
        elif isinstance(one, Condition):
            yield place or path, one


def _rules_of(page: PageSeen) -> Iterator[Ruled]:
    yield Ruled(page, None, page.node.rule)
    for block in page.blocks:
        yield Ruled(page, block, block.rule)
    for block in page.teaser:
        yield Ruled(page, block, block.rule, in_teaser=True)


def _persona(key: str, portal: Portal, now: datetime) -> Persona:
    label = str(PERSONAS[key])
    subject = persona_subject(key, portal, now)
    if key == SIGNED_OUT or admits(portal, persona_facts(key, portal, now), now).allowed:
        return Persona(key, label, subject)
    return Persona(key, label, signed_out(now, portal), is_admitted=False)


def _node(draft: PortalPage, live: Tree) -> Node:
    """The node that a draft will be."""
    was = live.by_id(draft.pk)
    above = next((one for one in live.pages() if one.path == draft.path[:-STEP]), None)
    url = was.url if was else f"{above.url if above else '/'}{draft.slug}/"
    made = Node(draft.pk, draft.path, url, draft.title, draft.visibility or {}, draft.show_in_menus)
    return replace(
        made,
        when_denied=draft.when_denied,
        denied_page=draft.denied_page_id,
        when_signed_out=draft.when_signed_out,
    )
