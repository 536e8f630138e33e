"""What happened between wanting to cancel and having cancelled, or not: kept as proof."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from billing.models.operations import Operation
from billing.models.subscriptions import Subscription


class Leaving(models.Model):
    """One customer on their way through a cancel flow with one subscription.

    `host` is the portal's. `reason` is one of the flow's own reasons (`billing.actions.cancel` maps
    it to Stripe's). `end` says how it came out; empty: under way, or left off.
    """

    class End(models.TextChoices):
        CANCELLED = "cancelled", _("Cancelled")
        KEPT = "kept", _("Kept it")
        SAVED = "saved", _("Took an offer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="leavings")
    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="leavings"
    )
    host = models.CharField(max_length=255)
    reason = models.CharField(max_length=60, blank=True)
    comment = models.TextField(blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    operation = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("wish to cancel")
        verbose_name_plural = _("wishes to cancel")
        ordering = ["-began_at"]
        indexes = [
            models.Index(fields=["host", "-began_at"], name="leaving_of_portal"),
            models.Index(fields=["subscription", "-began_at"], name="leaving_of_subscription"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription}: {self.end or 'under way'}"


class LeavingStep(models.Model):
    """One thing that was shown or pressed. Written once, never changed.

    `page_revision` is the version of the page as it was live; `said` are the words shown, such as
    an offer's. `choice` is what was pressed, empty for what was only shown.
    """

    leaving = models.ForeignKey(Leaving, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, help_text="shown, reason, offer, declined, kept, cancel")
    page_id = models.PositiveBigIntegerField(null=True)
    page_revision = models.PositiveBigIntegerField(null=True)
    block_id = models.CharField(max_length=36, blank=True)
    said = models.TextField(blank=True)
    choice = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.choice}"
