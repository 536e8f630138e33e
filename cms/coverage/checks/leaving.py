"""Whoever has a running subscription has to be able to end it here, in few steps.

Each block that sends to a cancel flow is followed (`cancelling.py`), to the button that cancels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from access_rules.decisions import Rule, allows_all
from access_rules.presets import ANY_CUSTOMER
from billing.models import Subscription, SubscriptionState
from cms.coverage.blocks import Block
from cms.coverage.checks.cancelling import (
    CONFIRM,
    CONTROL,
    CONTROLS,
    FLOW,
    OFFER,
    REASONS,
    Entry,
    Problem,
    Walk,
    items,
)
from cms.coverage.findings import Finding, Mend, edit_url, error, of_portal, warning
from cms.coverage.ground import Ground, PageSeen, Persona
from portal_blocks.cancel_reasons.asking import reasons_of
from portal_blocks.terms.waits import HELD, terms_of

RUNNING = frozenset(
    {
        SubscriptionState.ACTIVE,
        SubscriptionState.TRIALING,
        SubscriptionState.PAST_DUE,
        SubscriptionState.PAUSED,
    }
)
_HAS_ONE: Rule = {
    "version": 1,
    "all": [{"condition": "subscription_state", "states": sorted(map(str, RUNNING))}],
}


def leaving(ground: Ground) -> Iterator[Finding]:
    """Find flows that somebody cannot finish, ways back to nowhere, and no way at all."""
    passed, loose = set[int](), dict[tuple[str, int], Problem]()
    for entry in (*_entries(ground), *_addresses(ground)):
        walk = Walk(ground, entry)
        for problem in walk.problems():
            yield _told(problem, entry, ground)
        yield from _looser(walk, ground)
        passed |= walk.passed
    for page in ground.pages:
        flow = [block for block in page.blocks if block.kind in FLOW]
        for block in flow:
            yield from _of_block(block, page, ground)
        if flow and page.pk not in passed and all(block.kind != CONFIRM for block in flow):
            walk = Walk(ground, _entry(page, flow[0], page.pk, ground))
            loose |= {(one.code, one.page.pk): one for one in walk.problems()}
            passed |= walk.passed
    yield from map(_loose, loose.values())
    yield from _nowhere_to_cancel(ground)


def _entries(ground: Ground) -> Iterator[Entry]:
    """The blocks that send to a flow."""
    for page in ground.pages:
        for block in page.blocks:
            first = block.value.get("cancel_page")
            if _allows(block) and first:
                yield _entry(page, block, int(first), ground)


def _addresses(ground: Ground) -> Iterator[Entry]:
    """The pages of reasons that the address to cancel leads to, for whom no block sends to any."""
    without = [one for one in _subscribers(ground) if not _has_control(one, ground)]
    for page in ground.pages:
        for block in (one for one in page.blocks if one.kind == REASONS):
            if any(ground.sees(block, page, one.subject) for one in without):
                yield _entry(page, block, page.pk, ground)


def _entry(page: PageSeen, block: Block, first: int, ground: Ground) -> Entry:
    rules = page.rules_of(block)
    has_one = () if ground.portal.is_membership else (_HAS_ONE,)
    people = [one for one in _subscribers(ground) if allows_all(rules, one.subject)]
    return Entry(page, block, first, (ANY_CUSTOMER, *has_one, *rules), tuple(people))


def _told(problem: Problem, entry: Entry, ground: Ground) -> Finding:
    """Tell it of the page at fault; of a draft that is part of the way, so that it is stopped."""
    page, block = _at([*problem.way, problem.page], entry, ground) or (problem.page, problem.block)
    mend = Mend(problem.mend, edit_url(problem.page.pk))
    return error(problem.code, page, problem.told, mend, block=block)


def _at(ways: list[PageSeen], entry: Entry, ground: Ground) -> tuple[PageSeen, Block | None] | None:
    """The draft, where it is part of the way or stands above one that is; None for the last one."""
    draft = ground.page(ground.draft.pk) if ground.draft is not None else None
    involved = {node.pk for page in (*ways, entry.page) for node in page.chain}
    if draft is None or draft.pk not in involved or draft.pk == ways[-1].pk:
        return None
    return draft, entry.block if draft.pk == entry.page.pk else None


def _looser(walk: Walk, ground: Ground) -> Iterator[Finding]:
    """Last steps by which somebody cancels who may not yet by the block that leads there."""
    if walk.terms is None:
        return
    for page, block in walk.ends:
        if walk.terms.holds_back(terms_of(CONTROL, block.value)):
            told = _(
                "Whoever has its address can cancel earlier than by the block that leads here."
            )
            words = _("Write the same under “When they may cancel” in both blocks.")
            where, part = _at([page], walk.entry, ground) or (page, block)
            mend = Mend(words, edit_url(page.pk))
            yield warning("cancel_terms_differ", where, told, mend, block=part)


def _of_block(block: Block, page: PageSeen, ground: Ground) -> Iterator[Finding]:
    back = block.value.get("keep_page")
    go = edit_url(page.pk)
    if back and ground.page(back) is None:
        told = _("The way back leads to a page that is not published here.")
        mend = Mend(_("Choose another, or none: then it leads to the subscription."), go)
        yield warning("cancel_no_way_back", page, told, mend, block=block)
    wanted = {one for one in _words(block.value.get("for_reasons")) if one}
    unknown = sorted(wanted - _known_reasons(ground))
    if block.kind == OFFER and unknown:
        told = _("It is for reasons that are asked nowhere: %(names)s.")
        mend = Mend(_("Write the short names as they stand with the reasons."), go)
        names = {"names": ", ".join(unknown)}
        yield warning("cancel_reason_unknown", page, told % names, mend, block=block)


def _loose(problem: Problem) -> Finding:
    """What is wrong with steps that no block sends to: told, for they are being built."""
    page, mend = problem.page, Mend(problem.mend, edit_url(problem.page.pk))
    if problem.code == "cancel_no_next":
        told = _("It names no next page, so whoever goes on is led to any last step there is.")
        return warning("cancel_loose_end", page, told, mend, block=problem.block)
    return warning(problem.code, page, problem.told, mend, block=problem.block)


def _known_reasons(ground: Ground) -> set[str]:
    asked = (block for page in ground.pages for block in page.blocks if block.kind == REASONS)
    values = ({"reasons": items(block.value.get("reasons"))} for block in asked)
    return {one.key for value in values for one in reasons_of(value)}


def _words(stored: Any) -> list[str]:
    rows = stored if isinstance(stored, list) else []
    return [one.get("value", "") if isinstance(one, dict) else str(one) for one in rows]


def _subscribers(ground: Ground) -> list[Persona]:
    return [one for one in ground.members if one.key in RUNNING]


def _nowhere_to_cancel(ground: Ground) -> Iterator[Finding]:
    """A portal in which somebody with a running subscription has no button that ends it."""
    without = [one for one in _subscribers(ground) if not _may_cancel(one, ground)]
    if not without or not ground.pages:
        return
    if not Subscription.objects.filter(shop=ground.portal.shop_id).exists():
        return
    names = get_text_list([f"“{one.label}”" for one in without], _("and"))
    told = _("Customers in the state %(states)s can cancel nowhere on this site.")
    words = _("Allow it in the block “Subscriptions”, or give them a page with the last step.")
    mend = Mend(words, edit_url(ground.pages[0].pk))
    yield of_portal("nowhere_to_cancel", told % {"states": names}, mend)


def _may_cancel(one: Persona, ground: Ground) -> bool:
    return any(
        ground.sees(block, page, one.subject) and _is_in_time(block, one)
        for page in ground.pages
        for block in page.blocks
        if block.kind == CONFIRM or _allows(block)
    )


def _is_in_time(block: Block, one: Persona) -> bool:
    """Whether the terms of a block let somebody cancel in the state they are in."""
    states = terms_of(CONTROL, block.value).states
    return not states or one.key not in HELD or one.key in states


def _has_control(one: Persona, ground: Ground) -> bool:
    return any(
        ground.sees(block, page, one.subject)
        for page in ground.pages
        for block in page.blocks
        if _allows(block)
    )


def _allows(block: Block) -> bool:
    return block.kind == CONTROLS and bool(block.value.get("allow_cancel", True))
