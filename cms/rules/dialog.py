"""What staff are told before and after publishing: who gains and who loses."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from access_rules.permissions import SEE_CUSTOMERS
from accounts.models import StaffUser
from cms.pages.portal_page import PortalPage
from cms.rules.asking import told_change, told_portal
from cms.rules.bounded import TookTooLong, bounded
from cms.rules.changes import Changes, changes_between
from cms.rules.errors import Refused
from cms.rules.portals import portals_above
from cms.rules.seen import Seen, rules_above, seen_live, seen_on, with_posted
from portals import clock
from portals.registry import Portal

SECONDS = 3.0
log = logging.getLogger(__name__)


def told_changes(
    page_id: int, posted: Mapping[str, Any], portal: Portal, user: StaffUser, now: datetime
) -> dict[str, Any]:
    """Return who gains and who loses by a page's newest draft, or by what stands in its form."""
    page = PortalPage.objects.filter(pk=page_id).first()
    if page is None:
        raise Refused(_("There is no such page."), status=404)
    draft, above = page.get_latest_revision_as_object(), rules_above(page, portal)
    after = with_posted(seen_on(draft, above), draft, posted)
    names = user.has_perm(SEE_CUSTOMERS)
    found = _counted(seen_live(page, above), after, portal, now, names=names)
    told: dict[str, Any] = {"portal": told_portal(portal), "note": ""}
    if found is None:
        note = _("Who gains and who loses cannot be counted quickly enough.")
        return {**told, "places": [], "gain": 0, "lose": 0, "note": note}
    places = [
        {
            "block": one.block,
            "label": one.label,
            "is_new": one.is_new,
            "is_gone": one.is_gone,
            **told_change(one.change, names=names),
        }
        for one in found.places
    ]
    return {**told, "places": places, "gain": found.gain, "lose": found.lose}


def before_publishing(request: HttpRequest, page: Page) -> None:
    """Count while the page is still as it was (a `before_publish_page` hook)."""
    portals = portals_above(page) if isinstance(page, PortalPage) else []
    if not portals:
        return
    above = rules_above(page, portals[0])
    before, after = seen_live(page, above), seen_on(page, above)
    found = _counted(before, after, portals[0], clock.now(), names=False)
    if found is not None and (found.gain or found.lose):
        request.portico_changes = found  # type: ignore[attr-defined]


def after_publishing(request: HttpRequest, _page: Page) -> None:
    """Say who gained and who lost (an `after_publish_page` hook)."""
    found: Changes | None = getattr(request, "portico_changes", None)
    if found is not None:
        messages.info(request, sentence(found))


def sentence(found: Changes) -> str:
    """Return the two figures in words."""
    gain = ngettext("%(n)d customer gains", "%(n)d customers gain", found.gain) % {"n": found.gain}
    lose = ngettext("%(n)d loses", "%(n)d lose", found.lose) % {"n": found.lose}
    return _("By this change %(gain)s sight of something, %(lose)s.") % {"gain": gain, "lose": lose}


def _counted(
    before: Seen, after: Seen, portal: Portal, now: datetime, *, names: bool
) -> Changes | None:
    try:
        with bounded(SECONDS):
            return changes_between(before, after, portal, now, names=names)
    except TookTooLong as error:
        log.warning("A change was not counted: %s", error.__cause__)
        return None
