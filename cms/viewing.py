"""Who looks at this request's page. Everything that decides or shows asks here, once a request."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from access_rules.decisions import admits
from access_rules.subject import signed_out, subject_of
from accounts.queries import SignedIn, signed_in
from billing.facts import facts_of
from portal_blocks.viewer import RealData, Viewer
from portals.registry import Portal
from portals.requests import require_portal


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks; in a preview, the invented customer put there by the page."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        viewer = _viewer(require_portal(request), signed_in(request), timezone.now())
        request.viewer = viewer  # type: ignore[attr-defined]
    return viewer


def _viewer(portal: Portal, person: SignedIn | None, now: datetime) -> Viewer:
    if person is None:
        return Viewer(portal, signed_out(now), RealData(()))
    facts = facts_of(person.customers)
    decision = admits(portal, facts, now)
    if not decision.allowed:
        nobody = signed_out(now)
        return Viewer(
            portal, nobody, RealData(()), name=person.name, email=person.account.email,
            refused=decision,
        )
    ids = person.customer_ids
    subject = subject_of(portal, facts, ids[0], now, methods=person.methods)
    return Viewer(portal, subject, RealData(ids), ids, person.name, person.account.email)
