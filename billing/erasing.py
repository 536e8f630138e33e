"""Erasing what tells who a customer is, as they asked for and staff decided.

What the law has kept stays: orders with their numbers and sums, and the trail of what was charged,
which names nobody once the customer's row does not. Stripe is not changed: what it keeps of a
customer, the merchant has it delete there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Consent, Customer, CustomerAccount, CustomerNote, CustomerSession
from billing.audit import PERSONAL, forget_person, record_decision
from billing.facts import rebuild_facts
from billing.mirror.locks import locked
from billing.models import Notice, Operation, Order, Subscription
from billing.models.subscriptions import ENDED_STATES

ERASED = "erased"
_WORDS = ("email", "phone", "country", "region", "language")
_MAPS = ("attributes", "billing_address", "shipping_address")


class StillRunning(Exception):
    """A subscription still charges them: it has to be cancelled first. Names them by `titles`."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(", ".join(titles))
        self.titles = titles


def erase_customers(
    customers: Sequence[Customer], account: CustomerAccount | None, *, actor: str, now: datetime
) -> None:
    """Erase them in one transaction, and close their account. Twice changes nothing more.

    Raise `StillRunning` where something still charges one of them; nothing is erased then.
    """
    with transaction.atomic():
        rows = [locked(one.pk) for one in sorted(customers, key=lambda one: one.pk)]
        running = Subscription.objects.filter(customer__in=rows).exclude(state__in=ENDED_STATES)
        if titles := [one.title for one in running]:
            raise StillRunning(titles)
        for row in rows:
            if row.erased_at is None:
                _erase(row, actor=actor, now=now)
        if account is not None:
            _close(account)
        rebuild_facts([row.pk for row in rows], now=now)


def _erase(row: Customer, *, actor: str, now: datetime) -> None:
    for name in _WORDS:
        setattr(row, name, "")
    for name in _MAPS:
        setattr(row, name, {})
    row.name, row.tags, row.erased_at, row.account = ERASED, [], now, None
    row.save()
    blank = {"email": "", "billing_address": {}, "shipping_address": {}}
    Order.objects.filter(customer=row).update(**blank)
    Subscription.objects.filter(customer=row).update(shipping_address={}, gift_note="")
    Notice.objects.filter(customer=row).update(facts={})
    told = Operation.objects.filter(customer=row, action__in=PERSONAL)
    told.update(params={}, before={}, after={})
    forget_person(row.pk)
    CustomerNote.objects.filter(customer=row).delete()
    Consent.objects.filter(customer=row).delete()
    record_decision(row.pk, "erase_customer", before={}, after={}, actor=actor, now=now)


def _close(account: CustomerAccount) -> None:
    if account.customers.exists():  # of somebody else, who shares the address
        return
    CustomerSession.objects.filter(account=account).delete()
    account.email, account.name, account.is_active = f"{account.pk}@erased.invalid", "", False
    account.set_unusable_password()
    account.save()
