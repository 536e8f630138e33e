"""Turns memberships into what the block shows: the club, the number, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from access_rules.standing import StandingValue, standing_of
from access_rules.subject import MembershipFact
from portal_blocks.viewer import Viewer
from portals.registry import club_name


@dataclass(frozen=True, slots=True)
class MembershipCard:
    """One card. `status` is empty where the club is no matter of a subscription."""

    club: str
    number: str
    since: datetime
    status: str
    is_active: bool


def cards_of(viewer: Viewer) -> list[MembershipCard]:
    """Return the viewer's cards, the oldest membership first. No query.

    Somebody who is several customers of the shop has one card a club: of the first membership.
    """
    first: dict[int, MembershipFact] = {}
    for one in sorted(viewer.subject.memberships, key=lambda one: one.since):
        first.setdefault(one.club, one)
    here = viewer.portal.club_id if viewer.portal.is_membership else None
    return [_card(one, viewer) for one in first.values() if here in (None, one.club)]


def _card(one: MembershipFact, viewer: Viewer) -> MembershipCard:
    subject, portal = viewer.subject, viewer.portal
    of_club = [row for row in subject.subscriptions if one.club in row.clubs]
    standing = standing_of(of_club, one.club, portal.policy, subject.now)
    is_active = standing.value == StandingValue.ACTIVE
    status = (_("Active") if is_active else _("Not active now")) if of_club else ""
    name = portal.club_name if one.club == portal.club_id else club_name(one.club)
    return MembershipCard(name, one.number, one.since, status, is_active or not of_club)
