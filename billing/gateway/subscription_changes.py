"""What a subscription is for, its next charge, what is taken off, where it goes: changed.

Every write takes the operation's id, which Stripe keeps for a day: sent twice, done once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import stripe

from billing.gateway.client import api, once
from billing.gateway.errors import translated
from billing.gateway.reading import id_of
from billing.gateway.records import SubscriptionRecord
from billing.gateway.states import MOVED_BY, MOVED_FROM, MOVED_TO
from billing.gateway.subscription_delivery import GIFT_NOTE, kept_address
from billing.gateway.subscription_records import EXPAND, written


@dataclass(frozen=True, slots=True)
class ItemChange:
    """So many of another price, or of the same, in place of what an item is now."""

    item_id: str
    price_id: str
    quantity: int


def move_charge(
    external_id: str, *, to: datetime, moved_from: datetime | None, operation_id: UUID
) -> SubscriptionRecord:
    """Have the next charge come at `to`, and those after it follow from there; nothing is charged.

    Stripe moves a charge only as the end of a trial, so we mark that it is none (see `states`).
    `moved_from` is the time it would have come, None where it is put back there.
    """
    at = int(to.timestamp())
    origin = "" if moved_from is None else str(int(moved_from.timestamp()))
    params: stripe.params.SubscriptionUpdateParams = {
        "trial_end": at,
        "proration_behavior": "none",
        "metadata": {MOVED_BY: str(operation_id), MOVED_FROM: origin, MOVED_TO: str(at)},
        "expand": EXPAND,
    }
    with translated():
        return written(api().subscriptions.update(external_id, params, once(operation_id)))


def change_items(
    external_id: str,
    changes: Sequence[ItemChange],
    *,
    as_of: datetime,
    is_trial: bool,
    operation_id: UUID,
) -> SubscriptionRecord:
    """Change items, and settle the difference at once as reckoned at `as_of`.

    With a payment that fails, or that the customer has to confirm, nothing changes yet: the change
    waits for the latest invoice (`is_change_pending`), and is dropped by voiding that. Stripe's
    other way, refusing such a payment outright, would leave the customer no way to confirm it. In
    a trial there is nothing to settle.
    """
    params: stripe.params.SubscriptionUpdateParams = {"items": _items(changes), "expand": EXPAND}
    if is_trial:
        params["proration_behavior"] = "none"
    else:
        params["proration_behavior"] = "always_invoice"
        params["proration_date"] = int(as_of.timestamp())
        params["payment_behavior"] = "pending_if_incomplete"
    with translated():
        return written(api().subscriptions.update(external_id, params, once(operation_id)))


def add_discount(
    external_id: str, *, promotion_code_id: str, operation_id: UUID
) -> SubscriptionRecord:
    """Use a promotion code on a subscription, beside the discounts it has."""
    with translated():
        current = api().subscriptions.retrieve(external_id)
        kept: list[stripe.params.SubscriptionUpdateParamsDiscount] = [
            {"discount": id_of(one)} for one in current.discounts
        ]
        params: stripe.params.SubscriptionUpdateParams = {
            "discounts": [*kept, {"promotion_code": promotion_code_id}],
            "expand": EXPAND,
        }
        return written(api().subscriptions.update(external_id, params, once(operation_id)))


def set_shipping_address(
    external_id: str, address: Mapping[str, str], *, operation_id: UUID
) -> SubscriptionRecord:
    """Send its parcels there; with an empty address, where the customer's others go.

    `address` has the keys of `AddressRecord`.
    """
    return _keep(external_id, kept_address(address), operation_id)


def set_gift_note(external_id: str, note: str, *, operation_id: UUID) -> SubscriptionRecord:
    """Put a note into its parcels; an empty one takes it away."""
    return _keep(external_id, {GIFT_NOTE: note}, operation_id)


def _keep(external_id: str, metadata: dict[str, str], operation_id: UUID) -> SubscriptionRecord:
    params: stripe.params.SubscriptionUpdateParams = {"metadata": metadata, "expand": EXPAND}
    with translated():
        return written(api().subscriptions.update(external_id, params, once(operation_id)))


def _items(changes: Sequence[ItemChange]) -> list[stripe.params.SubscriptionUpdateParamsItem]:
    return [{"id": one.item_id, "price": one.price_id, "quantity": one.quantity} for one in changes]
