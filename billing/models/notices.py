"""What customers are to be told of, written down in the transaction that made it true."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from portals.notices import NoticeKind

__all__ = ["Notice", "NoticeKind"]


class Notice(models.Model):
    """One e-mail to be sent, once: `about` names what made it true, and is unique for its kind.

    `facts` hold what the words need, as it was at the time. A notice that was not sent within a
    day is dropped: late news of money does harm.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        SKIPPED = "skipped", _("Not sent")
        FAILED = "failed", _("Failed")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    about = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    portal_host = models.CharField(max_length=255, blank=True)
    because = models.CharField(
        max_length=200,
        blank=True,
        help_text="Why it was not sent: a code of billing.notices.reasons, or what went wrong.",
    )

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="notice_to_send")]
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "about"], name="notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
