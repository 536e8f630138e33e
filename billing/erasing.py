"""Erasing what tells who a customer is, as they asked for and staff decided.

What the law has kept stays: orders with their numbers and sums, and the trail of what was charged,
which names nobody once the customer's row does not. Stripe is not changed: what it keeps of a
customer, the merchant has it delete there. Until then it tells of them again, with every webhook:
whoever writes rows leaves out of those of an erased customer what is left out here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import (
    Consent,
    Customer,
    CustomerAccount,
    CustomerNote,
    CustomerSession,
    IdentityLink,
    Passkey,
)
from billing.actions.operation import OPEN
from billing.audit import forget_person, record_decision
from billing.bills import bills_of
from billing.facts import rebuild_facts
from billing.mirror.customers import SOURCE
from billing.mirror.locks import locked
from billing.models import (
    Card,
    Leaving,
    Membership,
    Notice,
    Operation,
    Order,
    Outcome,
    PaymentState,
    SharedAddress,
    Subscription,
)
from billing.models.subscriptions import ENDED_STATES
from portals.models.shop import MemberNumbers

ERASED = "erased"
_WORDS = ("email", "phone", "country", "region", "language")
_MAPS = ("attributes", "billing_address", "shipping_address")
_FREE = ("update_card",)  # nothing is charged by a card form that somebody left open


class StillRunning(Exception):
    """Money may still move: `message` says to staff what has to come first, of what `titles`."""

    permanent = False
    code = "still_running"

    def __init__(self, message: str, titles: Sequence[str]) -> None:
        self.titles = titles
        self.message = message % {"titles": ", ".join(titles)}
        super().__init__(self.message)


def erase_customers(
    customers: Sequence[Customer], account: CustomerAccount | None, *, actor: str, now: datetime
) -> None:
    """Erase them in one transaction, and close their account. Twice changes nothing more.

    Raise `StillRunning` where something is charged, or may be, or is argued about; nothing is
    erased then.
    """
    with transaction.atomic():
        rows = [locked(one.pk) for one in sorted(customers, key=lambda one: one.pk)]
        _check_settled([row.pk for row in rows])
        for row in rows:
            if row.erased_at is None:
                _erase(row, actor=actor, now=now)
        if account is not None:
            _close(account)
        rebuild_facts([row.pk for row in rows], now=now)


def _check_settled(ids: Collection[int]) -> None:
    live = Subscription.objects.filter(customer__in=ids).exclude(state__in=ENDED_STATES)
    if titles := [one.title for one in live]:
        words = _("Cancel %(titles)s first: whoever is charged cannot be erased.")
        raise StillRunning(words, titles)
    if numbers := [bill.order.number for bill in bills_of(ids)]:
        words = _("Still to be paid: %(titles)s. Have it paid first, or void it at Stripe.")
        raise StillRunning(words, numbers)
    disputed = Order.objects.filter(customer__in=ids, payment_state=PaymentState.DISPUTED)
    if numbers := list(disputed.values_list("number", flat=True)):
        words = _("Disputed at the bank: %(titles)s. What is kept may be needed until it decides.")
        raise StillRunning(words, numbers)
    waiting = Q(outcome=Outcome.WAITING) & ~Q(action__in=_FREE)
    asked = Operation.objects.filter(Q(outcome__in=OPEN) | waiting, customer__in=ids)
    if asked.exists():
        words = _("Something they asked for is not settled yet. Try again in a while.")
        raise StillRunning(words, [])


def _erase(row: Customer, *, actor: str, now: datetime) -> None:
    _erase_around(row)
    for name in _WORDS:
        setattr(row, name, "")
    for name in _MAPS:
        setattr(row, name, {})
    if row.source != SOURCE:
        row.external_id = f"{ERASED}-{row.pk}"  # it is their address
    row.name, row.tags, row.erased_at, row.account = ERASED, [], now, None
    row.save()
    blank = {"email": "", "billing_address": {}, "shipping_address": {}}
    Order.objects.filter(customer=row).update(**blank)
    Subscription.objects.filter(customer=row).update(shipping_address={}, gift_note="")
    record_decision(row.pk, "erase_customer", before={}, after={}, actor=actor, now=now)


def _erase_around(row: Customer) -> None:
    """Erase what other rows say of a customer, who is still as they were."""
    forget_person(row.pk)
    Notice.objects.filter(customer=row).update(facts={}, because="")
    Leaving.objects.filter(customer=row).update(comment="")
    for model in (Card, Consent, CustomerNote, CustomerSession):
        model.objects.filter(customer=row).delete()
    digits = re.sub(r"[^0-9]", "", row.phone)
    phones = Q(club__numbers=MemberNumbers.PHONE) | Q(number=digits)
    Membership.objects.filter(phones, customer=row).update(number=f"{ERASED}-{row.pk}")
    here = {"shop": row.shop_id, "email": row.email}
    others = Customer.objects.filter(**here).exclude(pk=row.pk)
    if row.email and not others.exists():
        # Nobody else is meant by it any more: what waited for staff to say whose it is, is theirs.
        SharedAddress.objects.filter(**here).delete()
        Order.objects.filter(**here, customer=None).update(customer=row)


def _close(account: CustomerAccount) -> None:
    if account.customers.exists():  # of somebody else, who shares the address
        return
    for model in (CustomerSession, IdentityLink, Passkey):
        model.objects.filter(account=account).delete()
    account.email, account.name, account.is_active = f"{account.pk}@erased.invalid", "", False
    account.email_verified_at = None
    account.set_unusable_password()
    account.save()
