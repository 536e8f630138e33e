"""Who looks at this request's page. Everything that decides or shows asks here, once a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from access_rules.decisions import admits
from access_rules.subject import signed_out, subject_of
from accounts.models import Customer
from accounts.queries import SignedIn, signed_in
from billing.models import CustomerFacts
from portal_blocks.viewer import RealData, Viewer
from portals import clock
from portals.registry import Portal
from portals.requests import require_portal


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks; in a preview, the invented customer put there by the page."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        viewer = _viewer(require_portal(request), signed_in(request), clock.now())
        request.viewer = viewer  # type: ignore[attr-defined]
    return viewer


def _viewer(portal: Portal, person: SignedIn | None, now: datetime) -> Viewer:
    if person is None:
        return Viewer(portal, signed_out(now), RealData(()))
    facts = _facts(person.customers)
    decision = admits(portal, facts, now)
    if not decision.allowed:
        nobody = signed_out(now)
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
    subject = subject_of(portal, facts, owner, now, methods=person.methods)
    return Viewer(portal, subject, RealData(ids), ids, person.name, person.account.email)


def _facts(customers: Sequence[Customer]) -> CustomerFacts | None:
    """The facts of one person, who may be several customers; None where none are known."""
    known = [facts for one in customers if (facts := getattr(one, "facts", None)) is not None]
    if len(known) < 2:
        return known[0] if known else None
    first = min((f.first_order_at for f in known if f.first_order_at), default=None)
    last = max((f.last_order_at for f in known if f.last_order_at), default=None)
    return CustomerFacts(
        customer=known[0].customer,
        subscriptions=_joined(facts.subscriptions for facts in known),
        clubs_ever=_joined(facts.clubs_ever for facts in known),
        orders_count=sum(facts.orders_count for facts in known),
        first_order_at=first,
        last_order_at=last,
    )


def _joined(parts: Iterable[Any]) -> list[Any]:
    """One list of many; what is no list is left out, as the engine would."""
    return [one for part in parts if isinstance(part, list) for one in part]
