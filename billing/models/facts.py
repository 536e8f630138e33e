"""One row a customer that answers every rule's question without a join."""

from __future__ import annotations

from django.db import models

from accounts.models import Customer
from billing.models.sets import SetField, SetIndex
from billing.models.states import FailingSinceField, StateBitsField, StatesField
from portals.models import Shop


class CustomerFacts(models.Model):
    """What rules may know of a customer, kept in step by whatever changes what it is made of.

    Every customer has one row, deleted ones have none. `subscriptions` is a list of objects:
    `state`; `since`, `started` (None: the first charge was never paid), `ended` and
    `next_charge`, in whole seconds since 1970 or None; `renewals`, how many charges were paid
    after the first; `products`, `prices` and `clubs`, our own ids. `memberships` is a list of
    `club` (our id), `number` and `since` in whole seconds: a copy of `Membership`, earliest first.
    `states`, `state_bits` and `failing_since` repeat it in short, for an index: see `states.py`.

    `products` and `clubs_ever` are what was ever paid for, a trial included. `spent` is minor
    units by currency, less what was given back. `attributes` are the merchant's own, as text.
    """

    customer = models.OneToOneField(
        Customer, primary_key=True, on_delete=models.CASCADE, related_name="facts"
    )
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=6, blank=True, help_text="ISO 3166-2, such as US-CA.")
    language = models.CharField(max_length=12, blank=True)
    tags = SetField(holds=str)
    attributes = models.JSONField(default=dict)
    subscriptions = models.JSONField(default=list)
    states = StatesField()
    state_bits = StateBitsField(default=0)
    failing_since = FailingSinceField(null=True)
    products = SetField()
    clubs_ever = SetField()
    memberships = models.JSONField(default=list)
    orders_count = models.PositiveIntegerField(default=0)
    first_order_at = models.DateTimeField(null=True)
    last_order_at = models.DateTimeField(null=True)
    spent = models.JSONField(default=dict)
    refunds_count = models.PositiveIntegerField(default=0)
    last_refund_at = models.DateTimeField(null=True)
    card_expires_at = models.DateTimeField(
        null=True, help_text="When the default card can no longer be charged."
    )
    rebuilt_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["shop", "country", "orders_count", "last_order_at"],
                # Then the table itself is not looked at: 42 ms for 97 at 1,000,000 customers.
                include=["state_bits", "failing_since", "products", "states", "customer"],
                name="facts_by_country",
            ),
            models.Index(fields=["shop", "last_order_at"], name="facts_by_last_order"),
            # Few different values: 7 MB at 1,000,000 customers. Counts a standing in 44 ms for 134.
            models.Index(fields=["shop", "state_bits", "failing_since"], name="facts_by_standing"),
            SetIndex(fields=["products"], name="facts_by_product"),
            SetIndex(fields=["states"], name="facts_by_state"),
            SetIndex(fields=["tags"], name="facts_by_tag"),
        ]

    def __str__(self) -> str:
        return f"facts of {self.customer_id}"
