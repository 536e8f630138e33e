"""One row a customer that answers every rule's question without a join."""

from __future__ import annotations

from django.db import models

from accounts.models import Customer


class CustomerFacts(models.Model):
    """What rules may know of a customer, kept in step by whatever changes orders or subscriptions.

    `subscriptions` is a list of `{"state", "since", "products", "clubs"}`: `since` in ISO 8601,
    the others our own ids. `spent` is minor units by currency.
    """

    customer = models.OneToOneField(
        Customer, primary_key=True, on_delete=models.CASCADE, related_name="facts"
    )
    subscriptions = models.JSONField(default=list)
    clubs_ever = models.JSONField(default=list)
    orders_count = models.PositiveIntegerField(default=0)
    first_order_at = models.DateTimeField(null=True)
    last_order_at = models.DateTimeField(null=True)
    spent = models.JSONField(default=dict)
    rebuilt_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"facts of {self.customer_id}"
