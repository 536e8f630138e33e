"""Orders as the customer sees them, whatever system they came from. Money is minor units."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from billing.models.products import Product
from portals.models import Shop


class PaymentState(models.TextChoices):
    PENDING = "pending", _("Payment pending")
    REQUIRES_ACTION = "requires_action", _("Needs your confirmation")
    PAID = "paid", _("Paid")
    PARTIALLY_REFUNDED = "partially_refunded", _("Partly refunded")
    REFUNDED = "refunded", _("Refunded")
    FAILED = "failed", _("Payment failed")
    VOID = "void", _("Cancelled before payment")
    DISPUTED = "disputed", _("Disputed")


PAID_STATES = (
    PaymentState.PAID,
    PaymentState.PARTIALLY_REFUNDED,
    PaymentState.REFUNDED,
    PaymentState.DISPUTED,
)
"""Orders that were paid once, whatever came after: such an order was successful."""


class FulfilmentState(models.TextChoices):
    NONE = "none", _("Nothing to send")
    UNFULFILLED = "unfulfilled", _("Being prepared")
    PARTIAL = "partial", _("Partly sent")
    SHIPPED = "shipped", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    RETURNED = "returned", _("Returned")
    CANCELLED = "cancelled", _("Cancelled")


class Order(models.Model):
    """One purchase. `(shop, source, external_id)` names it; `number` is what the customer knows.

    Each field has one owner: what was paid belongs to `payment_source`, what was sent to
    `fulfilment_source`, all else to `source`. Empty: to `source` too.

    `payments` says how each sale at Stripe stands that pays an order of another source: by the
    sale's id, a `{"state", "refunded", "asked"}`. `is_shown` is false for what no customer would
    call an order: a free trial's invoice, a payment that was given up.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="orders")
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.PROTECT, related_name="orders"
    )
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=128)
    number = models.CharField(_("number"), max_length=64)
    email = models.EmailField(blank=True)
    placed_at = models.DateTimeField(_("placed"))
    currency = models.CharField(max_length=3)
    subtotal = models.BigIntegerField(default=0)
    discount = models.BigIntegerField(default=0)
    shipping = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    payment_state = models.CharField(
        max_length=20, choices=PaymentState.choices, default=PaymentState.PAID
    )
    fulfilment_state = models.CharField(
        max_length=20, choices=FulfilmentState.choices, default=FulfilmentState.NONE
    )
    billing_address = models.JSONField(default=dict, blank=True)
    shipping_address = models.JSONField(default=dict, blank=True)
    subscription = models.ForeignKey(
        "billing.Subscription", null=True, on_delete=models.SET_NULL, related_name="orders"
    )
    payment_source = models.CharField(max_length=40, blank=True)
    payments = models.JSONField(default=dict, blank=True)
    fulfilment_source = models.CharField(max_length=40, blank=True)
    source_updated_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    is_shown = models.BooleanField(default=True)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        permissions = [("refund_order", "Can give money back on an order")]
        indexes = [
            models.Index(fields=["customer", "-placed_at", "-id"], name="order_newest_of_customer"),
            models.Index("shop", Lower("number"), name="order_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "source", "external_id"], name="order_of_source_once"
            )
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One thing bought in an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    external_id = models.CharField(max_length=128, blank=True)
    sku = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField(default=1)
    unit_amount = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    product = models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="+")
    image_url = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="line_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.name}"


class OrderRefund(models.Model):
    """Money given back on an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refunds")
    external_id = models.CharField(max_length=128)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, default="succeeded")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["order", "external_id"], name="refund_of_order_once")
        ]

    def __str__(self) -> str:
        return self.external_id


class Fulfilment(models.Model):
    """One parcel of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="fulfilments")
    external_id = models.CharField(max_length=128)
    carrier = models.CharField(max_length=100, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    tracking_url = models.URLField(max_length=500, blank=True)
    status = models.CharField(
        max_length=20, choices=FulfilmentState.choices, default=FulfilmentState.SHIPPED
    )
    shipped_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["shipped_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "external_id"], name="parcel_of_order_once")
        ]

    def __str__(self) -> str:
        return self.tracking_number or self.external_id


class OrderRef(models.Model):
    """Every outside id of a sale points at its one order: invoice, payment, checkout, refund.

    The same sale seen five ways stays one row.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=128)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refs")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "source", "kind", "ref"], name="order_ref_once")
        ]

    def __str__(self) -> str:
        return self.ref
