"""Proves who somebody is by their e-mail address and the number of an order of theirs.

What a wrong address and a wrong number get is the same answer after the same work. What it
proves is little: that one customer, not all that the address may own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from accounts.addresses import network_of
from accounts.models import Customer, CustomerAccount, SignInAttempt
from accounts.throttle import Limit, Throttled, count_try, give_back
from portals.registry import Portal

METHOD = "order"
PER_EMAIL = Limit("order-email", tries=5, seconds=3600)
PER_NETWORK = Limit("order-network", tries=20, seconds=3600)
PER_PORTAL = Limit("order-portal", tries=2000, seconds=3600)
Outcome = SignInAttempt.Outcome


class NotProven(Exception):
    """The address and the number do not belong together, or nobody may sign in with them."""


class NotAdmitted(Exception):
    """They are who they say, but this portal is not for them; `decision` says why."""

    def __init__(self, decision: Any) -> None:
        super().__init__("This portal is not for this customer.")
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody typed, and where from. Spaces and the case of letters do not matter."""

    email: str
    number: str
    address: str


def prove(claim: Claim, portal: Portal, *, now: datetime) -> tuple[CustomerAccount, Customer]:
    """Return the account and the customer that `claim` proves, made at the first sign-in.

    Raise `Throttled`, `NotProven` or `NotAdmitted`. Every try leaves a row as evidence.
    """
    limits = _limits(claim, portal)
    try:
        count_try(limits, now=now)
    except Throttled:
        _record(claim, portal, Outcome.THROTTLED)
        raise
    customer = import_string(settings.CUSTOMER_OF_ORDER)(portal.shop_id, claim.email, claim.number)
    if customer is None or not _may_sign_in(customer):
        _record(claim, portal, Outcome.WRONG)
        raise NotProven
    give_back(limits, now=now)
    decision = import_string(settings.ADMISSION)(portal, customer, now)
    if not decision.allowed:
        _record(claim, portal, Outcome.NOT_ADMITTED)
        raise NotAdmitted(decision)
    account = _account_of(customer, claim.email)
    _record(claim, portal, Outcome.SIGNED_IN, account)
    return account, customer


def _limits(claim: Claim, portal: Portal) -> dict[Limit, str]:
    return {
        PER_EMAIL: f"{portal.shop_id}:{claim.email}",
        PER_NETWORK: network_of(claim.address),
        PER_PORTAL: str(portal.site_id),
    }


def _may_sign_in(customer: Customer) -> bool:
    return customer.account is None or customer.account.is_active


def _account_of(customer: Customer, email: str) -> CustomerAccount:
    """The customer's account, made now if they sign in for the first time."""
    if customer.account is not None:
        return customer.account
    with transaction.atomic():
        account = _find(customer, email) or _make(customer, email)
        Customer.objects.filter(pk=customer.pk, account=None).update(account=account)
    customer.account = account
    return account


def _find(customer: Customer, email: str) -> CustomerAccount | None:
    return CustomerAccount.objects.filter(shop_id=customer.shop_id, email__iexact=email).first()


def _make(customer: Customer, email: str) -> CustomerAccount:
    account = CustomerAccount(shop_id=customer.shop_id, email=email, name=customer.name)
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:  # two first sign-ins at the same moment: the other one made it
        return CustomerAccount.objects.get(shop_id=customer.shop_id, email__iexact=email)
    return account


def _record(
    claim: Claim, portal: Portal, outcome: str, account: CustomerAccount | None = None
) -> None:
    SignInAttempt.objects.create(
        site_id=portal.site_id,
        account=account,
        email=claim.email[:254],
        method=METHOD,
        outcome=outcome,
        address=claim.address,
    )
