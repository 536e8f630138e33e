"""The door of a whole portal: may this customer come in at all?

Asked when signing in, and again at every request, since a membership can end while its member is
signed in. A customer portal admits every customer of its shop; a membership portal the members of
its club, and former ones where the merchant says so.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext

from access_rules.fault_log import log_once
from access_rules.reasons import Decision, Reason, refused, refused_by_fault
from access_rules.standing import counting_club, in_club
from access_rules.subject import subject_of
from accounts.models import Customer
from billing.models import CustomerFacts, SubscriptionState
from billing.models.subscriptions import ENDED_STATES
from portals.registry import Portal

DOOR = "portal"


def admission(portal: Portal, customer: Customer, now: datetime) -> Decision:
    """Return whether `customer` may come in. One query, unless `facts` was fetched along."""
    try:
        gone = _gone(portal, customer)
        return admits(portal, _facts_of(customer), now) if gone is None else gone
    except Exception as error:  # noqa: BLE001 (closed by default: whatever fails, refuses)
        return _refused_by(error, portal)


def admits(portal: Portal, facts: CustomerFacts | None, now: datetime) -> Decision:
    """Return whether the customer of these facts may come in, without a query.

    The caller has established who that is. No facts: someone of whom no purchase is known. Where
    `facts.customer` was fetched along, a deleted customer and another shop's are refused too.
    """
    try:
        customer = None if facts is None else _fetched(facts)
        gone = None if customer is None else _gone(portal, customer)
        return _admits(portal, facts, now) if gone is None else gone
    except Exception as error:  # noqa: BLE001 (closed by default: whatever fails, refuses)
        return _refused_by(error, portal)


def _admits(portal: Portal, facts: CustomerFacts | None, now: datetime) -> Decision:
    if not portal.is_membership:
        return _admitted(gettext("Every customer of this shop may come in."))
    club = {"club": portal.club_name}
    if facts is None:
        return refused(gettext("Not a member of %(club)s.") % club, DOOR)
    subject = subject_of(portal, facts, facts.customer_id, now)
    states = {one.state for one in in_club(subject.subscriptions, counting_club(portal))}
    if states - ENDED_STATES - {SubscriptionState.INCOMPLETE}:
        return _admitted(gettext("A member of %(club)s.") % club)
    # A first payment never made ends as `expired` too; only what was paid is among the clubs ever.
    if counting_club(portal) not in subject.clubs_ever:
        return refused(gettext("Not a member of %(club)s.") % club, DOOR)
    if not states & ENDED_STATES:
        return _admitted(gettext("Bought a product of %(club)s.") % club)
    if portal.admit_ended:
        return _admitted(gettext("A former member of %(club)s, who may still come in.") % club)
    return refused(gettext("The membership of %(club)s has ended.") % club, DOOR)


def _gone(portal: Portal, customer: Customer) -> Decision | None:
    if customer.shop_id != portal.shop_id:
        return refused(gettext("A customer of another shop."), DOOR)
    if not customer.pk or customer.deleted_at is not None:
        return refused(gettext("This customer no longer exists."), DOOR)
    return None


def _fetched(facts: CustomerFacts) -> Customer | None:
    known = CustomerFacts.customer.is_cached(facts)
    return facts.customer if known else None


def _facts_of(customer: Customer) -> CustomerFacts | None:
    try:
        return customer.facts
    except ObjectDoesNotExist:
        return None


def _admitted(sentence: str) -> Decision:
    return Decision(allowed=True, because=(Reason(sentence, met=True, path=DOOR),))


def _refused_by(error: Exception, portal: object) -> Decision:
    log_once((DOOR, str(portal), type(error)), "The door of %s failed", portal, error=error)
    return refused_by_fault(error)
