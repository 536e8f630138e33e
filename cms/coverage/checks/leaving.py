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
    FLOW,
    OFFER,
    REASONS,
    Entry,
    Problem,
    Walk,
    following,
    items,
)
from cms.coverage.findings import Finding, Mend, edit_url, error, of_portal, warning
from cms.coverage.ground import Ground, PageSeen, Persona
from portal_blocks.cancel_reasons.asking import reasons_of

CONTROLS = "subscription_controls"
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
    told = set()
    for entry in _entries(ground):
        for problem in Walk(ground, entry).problems():
            told.add(problem.page.pk)
            yield _told(problem, entry, ground)
    for page in ground.pages:
        flow = [block for block in page.blocks if block.kind in FLOW]
        for block in flow:
            yield from _of_block(block, page, ground)
        if page.pk not in told and all(block.kind != CONFIRM for block in flow):
            yield from _loose_ends(page, flow)
    yield from _nowhere_to_cancel(ground)


def _entries(ground: Ground) -> Iterator[Entry]:
    has_one = () if ground.portal.is_membership else (_HAS_ONE,)
    for page in ground.pages:
        for block in page.blocks:
            first = block.value.get("cancel_page")
            if block.kind == CONTROLS and block.value.get("allow_cancel", True) and first:
                rules = page.rules_of(block)
                people = [one for one in _subscribers(ground) if allows_all(rules, one.subject)]
                around = (ANY_CUSTOMER, *has_one, *rules)
                yield Entry(page, block, int(first), around, tuple(people))


def _told(problem: Problem, entry: Entry, ground: Ground) -> Finding:
    """Tell it of the page at fault; of a draft that is part of the way, so that it is stopped."""
    page, block = problem.page, problem.block
    involved = {one.pk for one in (*problem.way, entry.page, problem.page)}
    if ground.draft is not None and ground.draft.pk in involved and ground.draft.pk != page.pk:
        draft = ground.page(ground.draft.pk)
        page, block = draft or page, entry.block if draft is entry.page else None
    mend = Mend(problem.mend, edit_url(problem.page.pk))
    return error(problem.code, page, problem.told, mend, block=block)


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


def _loose_ends(page: PageSeen, flow: list[Block]) -> Iterator[Finding]:
    """Steps that no block sends to, and that name nothing that follows them."""
    for block in flow:
        if None in following(block):
            told = _("It names no next page, so whoever goes on is led to any last step there is.")
            mend = Mend(_("Choose the next page."), edit_url(page.pk))
            yield warning("cancel_loose_end", page, told, mend, block=block)


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
        ground.sees(block, page, one.subject)
        for page in ground.pages
        for block in page.blocks
        if block.kind == CONFIRM
        or (block.kind == CONTROLS and block.value.get("allow_cancel", True))
    )
