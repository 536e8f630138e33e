"""Who looks at this request's page. Everything that decides or shows asks here, once a request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language

from access_rules.decisions import admits
from access_rules.languages import canonical
from access_rules.subject import Visit, signed_out, subject_of
from accounts.models import Customer
from accounts.queries import SignedIn, signed_in
from billing.facts.person import facts_of_person
from billing.models import CustomerFacts
from cms.campaigns import campaigns_of
from cms.confirming.news import told_anew
from portal_blocks.viewer import RealData, Viewer
from portals import clock
from portals.registry import Portal
from portals.requests import require_portal


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks; in a preview, the invented customer put there by the page."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        portal, person = require_portal(request), signed_in(request)
        visit = _visit(request, person)
        viewer = _viewer(portal, person, visit, clock.now())
        if viewer.refused is not None and (fresh := told_anew(request)) is not None:
            viewer = _viewer(portal, fresh, visit, clock.now())
        request.viewer = viewer  # type: ignore[attr-defined]
    return viewer


def viewer_anew(request: HttpRequest) -> Viewer | None:
    """Return who looks with what Stripe says now, for whom a page is not; None: nothing is new."""
    if not viewer_of(request).signed_in or told_anew(request) is None:
        return None
    del request.viewer  # type: ignore[attr-defined]
    return viewer_of(request)


def _visit(request: HttpRequest, person: SignedIn | None) -> Visit:
    methods = () if person is None else tuple(person.methods)
    return Visit(methods, campaigns_of(request), canonical(get_language() or ""))


def _viewer(portal: Portal, person: SignedIn | None, visit: Visit, now: datetime) -> Viewer:
    nobody = signed_out(now, portal, visit)
    if person is None:
        return Viewer(portal, nobody, RealData(()))
    facts = _facts(person.customers)
    decision = admits(portal, facts, now)
    if not decision.allowed:
        return Viewer(
            portal,
            nobody,
            RealData(()),
            name=person.name,
            email=person.account.email,
            refused=decision,
        )
    ids = person.customer_ids
    owner = facts.customer_id if facts is not None else ids[0]
    subject = subject_of(portal, facts, owner, now, visit)
    here = person.here
    data = RealData(ids, here)
    return Viewer(portal, subject, data, ids, person.name, person.account.email, here=here)


def _facts(customers: Sequence[Customer]) -> CustomerFacts | None:
    """The facts of one person, who may be several customers; None where none are known."""
    found = (getattr(one, "facts", None) for one in customers)
    return facts_of_person([facts for facts in found if facts is not None])
