"""Customers with their cards, and which shop they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Customer
from billing.attributes import kept_attributes
from billing.facts import rebuild_facts
from billing.gateway.customers import customer_id_of_card, fetch_customer, list_cards
from billing.gateway.errors import NotFound
from billing.gateway.records import AddressRecord, CardRecord, CustomerRecord
from billing.mirror.cards import store_cards
from billing.mirror.locks import locked
from billing.mirror.shops import shop_named
from billing.models import Card, Operation, Subscription, SubscriptionState
from billing.models.subscriptions import ENDED_STATES
from billing.notices import look_at_card, tell_of_card
from billing.stripe_accounts import of_account
from portals.models import Shop

SOURCE = "stripe"
LONGEST_LANGUAGE = 12


def known_customer(external_id: str) -> Customer | None:
    """Return our row of the account's customer, None where there is none."""
    found = Customer.objects.filter(of_account(), source=SOURCE, external_id=external_id)
    return found.select_related("shop").order_by("id").first()


def customer_of(external_id: str, *, now: datetime) -> Customer | None:
    """Return our row of Stripe's customer, made if need be.

    None for one that was deleted at Stripe before we knew it. Raise `ShopUnknown`.
    """
    known = known_customer(external_id)
    if known is None:
        refresh_customer(external_id, now=now)
        known = known_customer(external_id)
    return known


def refresh_customer(external_id: str, *, now: datetime) -> None:
    """Bring our rows of a customer and its cards up to date. Raise `ShopUnknown` for a new one."""
    try:
        record = fetch_customer(external_id)
    except NotFound:
        _bury(external_id, now=now)
        return
    if record.deleted:
        _bury(external_id, now=now)
        return
    store_customer(record, list_cards(external_id), now=now)


def refresh_card(external_id: str, *, now: datetime) -> None:
    """Bring the owner of a card up to date, and with it all of the owner's cards.

    A card taken off says no longer whose it was: our row does.
    """
    known = Card.objects.filter(of_account(), customer__source=SOURCE, external_id=external_id)
    owner = known.values_list("customer__external_id", flat=True).first()
    try:
        owner = owner or customer_id_of_card(external_id)
    except NotFound:
        return
    if owner:
        refresh_customer(owner, now=now)


def store_customer(
    record: CustomerRecord, cards: Sequence[CardRecord], *, now: datetime, shop: Shop | None = None
) -> Customer:
    """Write a customer and its cards. `shop` is whose it is if we do not know it yet."""
    known = known_customer(record.external_id) or _made_for(record)
    shop = known.shop if known is not None else shop or shop_named(record.shop_name)
    with transaction.atomic():
        if known is None:
            known, _ = Customer.objects.get_or_create(
                shop=shop, source=SOURCE, external_id=record.external_id
            )
        customer = locked(known.pk)
        if customer.fetched_at is None or customer.fetched_at <= record.fetched_at:
            before = look_at_card(customer.pk)
            customer.source, customer.external_id = SOURCE, record.external_id
            _fill(customer, record).save()
            store_cards(
                customer,
                cards if customer.erased_at is None else (),
                default_id=record.default_card_id,
                fetched_at=record.fetched_at,
            )
            rebuild_facts([customer.pk], now=now)
            tell_of_card(customer.pk, before, now=now)
    return customer


def _made_for(record: CustomerRecord) -> Customer | None:
    """Return our row of whom one of our operations has made a customer at Stripe of.

    They have bought elsewhere only until now: `billing.actions.new_customer`.
    """
    try:
        made_by = UUID(record.made_by)
    except ValueError:
        return None  # by nobody here, or somebody has written into the metadata
    asked = Operation.objects.filter(of_account("customer__shop"), pk=made_by)
    operation = asked.exclude(customer__source=SOURCE).select_related("customer__shop").first()
    return operation.customer if operation is not None else None


def values_of(record: CustomerRecord) -> dict[str, Any]:
    """Return what our row says of a customer. What no rule could ask about is left out."""
    return {
        "email": record.email[:254],
        "name": record.name[:200],
        "phone": record.phone[:40],
        "country": record.country[:2],
        "region": record.region,
        "language": record.language if len(record.language) <= LONGEST_LANGUAGE else "",
        "attributes": kept_attributes(record.attributes),
        "billing_address": _address(record.billing_address),
        "shipping_address": _address(record.shipping_address),
    }


def _address(record: AddressRecord | None) -> dict[str, str]:
    found = asdict(record) if record is not None else {}
    return {part: text for part, text in found.items() if text}


def _fill(customer: Customer, record: CustomerRecord) -> Customer:
    if customer.erased_at is None:  # what they had erased is not taken back from Stripe
        for name, value in values_of(record).items():
            setattr(customer, name, value)
    customer.fetched_at = record.fetched_at
    customer.deleted_at = None
    return customer


def _bury(external_id: str, *, now: datetime) -> None:
    """Mark a customer as deleted at Stripe. Orders stay; what could still charge does not."""
    with transaction.atomic():
        rows = Customer.objects.filter(of_account(), source=SOURCE, external_id=external_id)
        for row in rows:
            customer = locked(row.pk)
            customer.deleted_at = customer.deleted_at or now
            # So that no answer asked for before the deletion brings the customer back.
            customer.fetched_at = max(now, customer.fetched_at or now)
            customer.save(update_fields=["deleted_at", "fetched_at"])
            Card.objects.filter(customer=customer).delete()
            live = Subscription.objects.filter(customer=customer).exclude(state__in=ENDED_STATES)
            live.update(
                state=SubscriptionState.CANCELLED, state_since=now, ended_at=now, fetched_at=now
            )
            rebuild_facts([customer.pk], now=now)
