"""Subscriptions and cards, mirrored from Stripe. Money is minor units."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from billing.models.products import Product
from portals.models import Shop


class SubscriptionState(models.TextChoices):
    TRIALING = "trialing", _("Trial")
    ACTIVE = "active", _("Active")
    PAST_DUE = "past_due", _("Payment failed")
    PAUSED = "paused", _("Paused")
    ENDING = "ending", _("Ending")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    INCOMPLETE = "incomplete", _("Not started")
    UNKNOWN = "unknown", _("Being checked")


ENDED_STATES = frozenset({SubscriptionState.CANCELLED, SubscriptionState.EXPIRED})


class Card(models.Model):
    """A payment method of a customer. Holds what may be shown, never a card number."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="cards")
    external_id = models.CharField(max_length=128)
    brand = models.CharField(max_length=30)
    last4 = models.CharField(max_length=4)
    exp_month = models.PositiveSmallIntegerField()
    exp_year = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=False)
    fetched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        ordering = ["-is_default", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "external_id"], name="card_of_shop_once")
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.last4}"


class Subscription(models.Model):
    """What Stripe says of one subscription, at `fetched_at`.

    `items` is a list of `{"id", "name", "product", "price", "quantity", "unit_amount",
    "image_url"}`; `product` is our product's id, `id` and `price` are Stripe's. `discounts` is a
    list of `{"name", "percent_off", "amount_off", "ends_at"}`: one of the two amounts is None, the
    end in ISO 8601 or None. `raw_status` keeps Stripe's word, also one we do not know.

    `moved_from` is set while the next charge stands on another day than the one it would have
    come on: that day. `is_flexible` says whether Stripe can stop it (its flexible billing mode).
    `shipping_address` is its own where it goes elsewhere than the customer's other orders, with the
    keys of the customer's; it and `gift_note` are kept in Stripe's metadata.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="subscriptions")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="subscriptions")
    external_id = models.CharField(max_length=128)
    state = models.CharField(max_length=20, choices=SubscriptionState.choices)
    state_since = models.DateTimeField()
    raw_status = models.CharField(max_length=40)
    products = models.ManyToManyField(Product, related_name="subscriptions")
    items = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(help_text="What one renewal costs before discounts and tax.")
    interval = models.CharField(max_length=10, help_text="day, week, month or year")
    interval_count = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    trial_ends_at = models.DateTimeField(null=True)
    current_period_end = models.DateTimeField(null=True)
    cancel_at = models.DateTimeField(null=True)
    resumes_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    pause_kind = models.CharField(max_length=10, blank=True, help_text="hold, stop or empty")
    card_external_id = models.CharField(max_length=128, blank=True)
    discounts = models.JSONField(default=list)
    moved_from = models.DateTimeField(null=True)
    is_flexible = models.BooleanField(default=True)
    shipping_address = models.JSONField(default=dict, blank=True)
    gift_note = models.CharField(max_length=450, blank=True)
    fetched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "external_id"], name="subscription_once")
        ]
        indexes = [
            models.Index(fields=["state", "current_period_end"], name="subscription_renewing")
        ]

    def __str__(self) -> str:
        return self.title or self.external_id

    @property
    def title(self) -> str:
        """What the subscription is for, in the shop's own names."""
        return ", ".join(item["name"] for item in self.items)

    @property
    def is_being_checked(self) -> bool:
        """Whether a change asked for is not settled yet; only rows of `billing.queries` know."""
        return bool(self.__dict__.get("has_open_operation"))

    @property
    def waits_for(self) -> uuid.UUID | None:
        """The operation that the customer has to confirm; only rows of `billing.queries` know."""
        found: uuid.UUID | None = self.__dict__.get("waiting_operation_id")
        return found

    @property
    def returns_at(self) -> datetime | None:
        """When a paused one goes on by itself; of a stopped one only `billing.queries` knows."""
        planned: datetime | None = self.__dict__.get("planned_return_at")
        return self.resumes_at or planned

    @property
    def paid_until(self) -> datetime | None:
        """When the period ends that is paid for: a moved charge does not make it longer."""
        return self.moved_from or self.current_period_end

    @property
    def next_charge_at(self) -> datetime | None:
        """When money is taken next; None where none will be."""
        charging = {SubscriptionState.TRIALING, SubscriptionState.ACTIVE}
        return self.current_period_end if self.state in charging else None


class Return(models.Model):
    """The day on which a stopped subscription is to be restarted: Stripe itself has none for it.

    The worker restarts it, as the operation of this row's id, so that it happens once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.OneToOneField(
        Subscription, on_delete=models.CASCADE, related_name="planned_return"
    )
    at = models.DateTimeField(db_index=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.subscription} {self.at:%Y-%m-%d}"
