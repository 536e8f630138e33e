"""What somebody sees of a page: the rules around it, each of its blocks, and why.

Asked by the Why panel, by the bar over a preview, by the customer's page, by `explain_access` and
by reports. It answers as the gate does, from the same rules, and adds what each was answered by.
One query for the pages' blocks at most, and one a kind of thing that rules name; none a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.models import Page

from access_rules.decisions import Decision, Rule
from cms.gate import Denial, denial
from cms.models import PortalPage
from cms.pages.tree import STEP, Node, Tree, tree_of
from cms.why.names import named_together
from cms.why.steps import RuleDecision, rule_decision
from portal_blocks.base import PortalBlock
from portal_blocks.viewer import Viewer
from portals.registry import Portal

WORDS = 60


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """The rule of a page, and what it answered."""

    page_id: int | None
    title: str
    decision: RuleDecision


@dataclass(frozen=True, slots=True)
class BlockDecision:
    """One block. `allowed`: its page, all that is around it and its own rule allow it."""

    block_id: str
    kind: str
    label: str
    words: str
    allowed: bool
    decision: RuleDecision
    inside: tuple[BlockDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class PageDecision:
    """What a viewer sees of a page.

    `refused` is the door's decision where the portal does not admit them. `around` holds the rules
    from the portal's start page down to the page's own. `is_reached` is False for a page that is
    not published, or below one that is not: nobody sees it, whatever the rules say. `denied` is
    what they get in its place, None where they see it or nobody does.
    """

    page_id: int | None
    title: str
    url: str
    refused: Decision | None
    is_reached: bool
    around: tuple[PlacedRule, ...]
    blocks: tuple[BlockDecision, ...]
    denied: Denial | None

    @property
    def allowed(self) -> bool:
        """Whether they see the page, as it is published or would be."""
        return all(one.decision.allowed for one in self.around) and bool(self.around)

    @property
    def settled_by(self) -> PlacedRule | None:
        """The first rule that refuses, else the page's own."""
        refusing = (one for one in self.around if not one.decision.allowed)
        return next(refusing, self.around[-1] if self.around else None)

    @property
    def reason(self) -> str:
        """What settled it, as one line; the door's where that is closed and the page is."""
        if self.refused is not None and not self.allowed:
            return " ".join(one.sentence for one in self.refused.because)
        return self.settled_by.decision.reason if self.settled_by else ""


def page_decision(page: PortalPage, viewer: Viewer, *, blocks: bool = True) -> PageDecision:
    """Return what `viewer` sees of `page`: as it stands there, which may be a draft."""
    tree = tree_of(viewer.portal)
    above = _above(page, viewer.portal, tree)
    node = tree.by_id(page.pk)
    rules = [*((one.pk, one.title, one.rule) for one in above or ())]
    rules.append((page.pk, page.title, page.visibility))
    body = list(rules_in(page.body)) if blocks else []
    with named_together([*(rule for _pk, _title, rule in rules), *body], viewer.subject):
        around = tuple(_placed(pk, title, rule, viewer) for pk, title, rule in rules)
        allowed = above is not None and all(one.decision.allowed for one in around)
        found = tuple(_blocks(page.body, viewer, around=allowed)) if blocks else ()
    reached = above is not None and node is not None
    return PageDecision(
        page_id=page.pk,
        title=page.title,
        url=node.url if node else "",
        refused=viewer.refused,
        is_reached=reached,
        around=around if above is not None else (),
        blocks=found,
        denied=denial(node, viewer) if reached and node and not allowed else None,
    )


def page_decisions(viewer: Viewer) -> list[PageDecision]:
    """Return what a viewer sees of every published page of the portal, without the blocks.

    No query but for the names in the rules.
    """
    tree = tree_of(viewer.portal)
    chains = [(node, tree.chain(node)) for node in tree.pages()]
    with named_together([node.rule for node, _chain in chains], viewer.subject):
        answered = {node.pk: _placed(node.pk, node.title, node.rule, viewer) for node, _ in chains}
        return [
            _decision_of(node, tuple(answered[one.pk] for one in chain), viewer)
            for node, chain in chains
        ]


def _decision_of(node: Node, around: tuple[PlacedRule, ...], viewer: Viewer) -> PageDecision:
    allowed = bool(around) and all(one.decision.allowed for one in around)
    return PageDecision(
        page_id=node.pk,
        title=node.title,
        url=node.url,
        refused=viewer.refused,
        is_reached=bool(around),
        around=around,
        blocks=(),
        denied=denial(node, viewer) if around and not allowed else None,
    )


def _above(page: Page, portal: Portal, tree: Tree) -> list[Node] | None:
    """The pages above, from the portal's start page down; None where one is not published."""
    if page.pk == portal.root_page_id:
        return []
    parent = page.path[:-STEP]
    found = next((node for node in tree.pages() if node.path == parent), None)
    return (tree.chain(found) or None) if found is not None else None


def _placed(pk: int | None, title: str, rule: Rule, viewer: Viewer) -> PlacedRule:
    return PlacedRule(pk, title, rule_decision(rule, viewer.subject))


def _blocks(stream: StreamValue, viewer: Viewer, *, around: bool) -> Iterator[BlockDecision]:
    for child in _portal_blocks(stream):
        decision = rule_decision(child.value.get("visibility"), viewer.subject)
        allowed = around and decision.allowed
        inside = [
            one for part in _streams_in(child) for one in _blocks(part, viewer, around=allowed)
        ]
        yield BlockDecision(
            block_id=str(child.id or ""),
            kind=child.block_type,
            label=str(child.block.label),
            words="" if inside else _words(child),
            allowed=allowed,
            decision=decision,
            inside=tuple(inside),
        )


def rules_in(stream: StreamValue) -> Iterator[Rule]:
    """Yield the rules of all blocks, the ones inside others included."""
    for child in _portal_blocks(stream):
        yield child.value.get("visibility")
        for part in _streams_in(child):
            yield from rules_in(part)


def _portal_blocks(stream: StreamValue) -> Iterator[Any]:
    return (child for child in stream if isinstance(child.block, PortalBlock))


def _streams_in(child: Any) -> Iterator[StreamValue]:
    if isinstance(child.value, StructValue):
        yield from (part for part in child.value.values() if isinstance(part, StreamValue))


def _words(child: Any) -> str:
    """How a block begins, to tell it from others of its kind."""
    # An open choice says "None" of itself, which tells nobody anything.
    told = (one for one in child.block.get_searchable_content(child.value) if str(one) != "None")
    words = " ".join(" ".join(map(str, told)).split())
    return words if len(words) <= WORDS else f"{words[: WORDS - 1].rstrip()}…"
