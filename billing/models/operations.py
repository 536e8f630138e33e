"""What was asked of Stripe, written down before it is asked."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer


class Outcome(models.TextChoices):
    PENDING = "pending", _("Under way")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    UNKNOWN = "unknown", _("Not known yet")


class Operation(models.Model):
    """One change asked of Stripe. Its id is the idempotency key: a repeat changes nothing more.

    `unknown` means that no answer came back: it may or may not have happened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="operations")
    action = models.CharField(max_length=40)
    target = models.CharField(max_length=128)
    params = models.JSONField(default=dict)
    actor = models.CharField(max_length=100)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.PENDING)
    error_code = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)
    stripe_request_id = models.CharField(max_length=64, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["outcome", "created_at"], name="operation_to_settle")]

    def __str__(self) -> str:
        return f"{self.action} {self.target}: {self.outcome}"
