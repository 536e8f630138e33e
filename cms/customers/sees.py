"""What a customer sees of each portal of their shop: every page with its decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from access_rules.decisions import Decision
from access_rules.permissions import PREVIEW_AS_CUSTOMER
from accounts.models import Customer, StaffUser
from cms.previewing.links import preview_url
from cms.previewing.modes import Mode
from cms.previewing.people import viewer_at
from cms.rules.portals import portals_of
from cms.why.deciding import PageDecision, page_decisions
from cms.why.links import why_url
from cms.why.words import Outcome, outcome_of
from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One page. `preview_url` is empty for whoever may not look as a customer."""

    decision: PageDecision
    outcome: Outcome
    why_url: str
    preview_url: str


@dataclass(frozen=True, slots=True)
class SeenPortal:
    """One portal, its door's answer, and the customer's standing there as a sentence."""

    portal: Portal
    door: Decision
    standing: str
    pages: Sequence[SeenPage]


def what_they_see(customer: Customer, staff: StaffUser, now: datetime) -> list[SeenPortal]:
    """Return what a customer sees of the portals that are this member of staff's.

    Nothing for a deleted or erased customer. `customer.facts` is fetched along, or by one query.
    """
    if customer.is_gone:
        return []
    may_preview = staff.has_perm(PREVIEW_AS_CUSTOMER)
    own = (one for one in portals_of(staff) if one.shop_id == customer.shop_id)
    return [_seen(customer, portal, now, may_preview=may_preview) for portal in own]


def _seen(customer: Customer, portal: Portal, now: datetime, *, may_preview: bool) -> SeenPortal:
    mode = Mode(customer_id=customer.pk)
    viewer, door = viewer_at(portal, customer, now)
    standing = viewer.subject.standing
    with timezone.override(portal.tz):
        pages = [
            SeenPage(
                decision,
                outcome_of(decision),
                why_url(mode, portal, decision.page_id),
                preview_url(mode, portal, decision.page_id) if may_preview else "",
            )
            for decision in page_decisions(viewer)
            if decision.page_id is not None
        ]
        return SeenPortal(portal, door, standing.sentence() if standing else "", pages)
