"""The inbox of webhooks, and how far a walk over everything at Stripe has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from billing.models.keys import StripeAccount


class StripeEvent(models.Model):
    """One event Stripe told us of. Its id is unique, so a repeated delivery takes effect once.

    Before Stripe's id stands our name of a shop's own account: whoever holds the secret of one
    cannot take the place of another's event.

    The body is not kept: it is a hint which object to fetch, never the source of truth.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        PROCESSED = "processed", _("Processed")
        IGNORED = "ignored", _("Nothing to do")
        FAILED = "failed", _("Failed, will be tried again")
        DEAD = "dead", _("Given up")

    id = models.CharField(primary_key=True, max_length=128)
    account = models.CharField(max_length=64, blank=True)
    via = models.ForeignKey(
        StripeAccount,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Whose endpoint it came to; empty: the environment's.",
    )
    type = models.CharField(max_length=100)
    api_version = models.CharField(max_length=40, blank=True)
    livemode = models.BooleanField()
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=128)
    customer_id = models.CharField(max_length=128, blank=True)
    created_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    processed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="event_to_work_on"),
            models.Index(fields=["object_id"], name="event_by_object"),
            models.Index(fields=["via", "-received_at"], name="event_newest_of_endpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.object_id}"


class SyncCursor(models.Model):
    """How far a walk over Stripe's customers has come, so that one that died goes on from there.

    There is a row while a walk is unfinished. `cursor` is the customer looked at last, by Stripe's
    id; empty before the first.
    """

    kind = models.CharField(primary_key=True, max_length=40)
    cursor = models.CharField(max_length=128, blank=True)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.cursor}"
