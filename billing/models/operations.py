"""What was asked of Stripe, written down before it is asked."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer


class Outcome(models.TextChoices):
    PENDING = "pending", _("Under way")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    UNKNOWN = "unknown", _("Not known yet")
    WAITING = "waiting", _("Waits for the customer")


class Operation(models.Model):
    """One change asked of Stripe. Its id is the idempotency key: a repeat changes nothing more.

    `unknown` means that no answer came back: it may or may not have happened. `waiting` means that
    the customer has to confirm it, at their bank or with a card; until then nothing has happened.
    `actor` is "customer", "staff:" with the person's id, or "portico" for what we do by the clock.
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
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True, help_text="When its outcome is looked for next.")

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["outcome", "created_at"], name="operation_to_settle"),
            models.Index(fields=["customer", "outcome"], name="operation_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target}: {self.outcome}"


class AuditTrail(models.QuerySet["AuditEntry"]):
    """Entries to read. Raises `TypeError` for whoever wants to change or delete some."""

    def update(self, **_values: Any) -> int:
        """Raise `TypeError`."""
        raise TypeError("An audit entry is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raise `TypeError`."""
        raise TypeError("An audit entry is never deleted.")


class AuditEntry(models.Model):
    """One thing that happened to a customer's money or access. Written once, never changed.

    An operation leaves one entry when it is asked for, one for each step at Stripe and one for
    what came of it. What Stripe did by itself is told by `actor` "stripe", without an operation.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="audit_entries")
    operation = models.ForeignKey(
        Operation, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    kind = models.CharField(max_length=60, help_text="asked, step, done, refused, unknown, …")
    action = models.CharField(max_length=40)
    target = models.CharField(max_length=128)
    step = models.CharField(max_length=40, blank=True)
    stripe_request_id = models.CharField(max_length=64, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    message = models.TextField(blank=True)

    objects = AuditTrail.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["customer", "at", "id"], name="audit_of_customer")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it, once. Raise `TypeError` for one that is written."""
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise `TypeError`: the trail has no gaps."""
        raise TypeError("An audit entry is never deleted.")
