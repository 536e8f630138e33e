"""What customers agreed to, and what they asked of us about their data."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from accounts.models.customers import Customer, CustomerAccount


class Consent(models.Model):
    """One answer to a question of the merchant's. Written once: the newest one of a purpose counts.

    `words` are those that were shown, what explains them on lines of its own, so that what was
    agreed to can be proven later.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="+")
    purpose = models.CharField(max_length=60, help_text="The merchant's own key, such as “news”.")
    words = models.TextField()
    granted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["customer", "purpose", "-at"], name="consent_of_customer")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.granted}"


class PrivacyRequest(models.Model):
    """One request of a customer about their data: a copy of it, or that it is erased.

    A copy is made by the worker and kept for a while as `copy`; erasing is decided by staff,
    because orders have to be kept for the tax office as long as the law says.
    """

    class Kind(models.TextChoices):
        COPY = "copy", _("A copy of their data")
        ERASE = "erase", _("Erase their data")

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        READY = "ready", _("Ready")
        DONE = "done", _("Done")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        CustomerAccount, null=True, on_delete=models.SET_NULL, related_name="privacy_requests"
    )
    customers = models.ManyToManyField(Customer, related_name="privacy_requests")
    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=100, blank=True)
    answer = models.TextField(blank=True, help_text="What staff wrote to the customer.")
    copy = models.BinaryField(null=True, help_text="A ZIP archive, deleted after 7 days.")

    class Meta:
        verbose_name = _("request about data")
        verbose_name_plural = _("requests about data")
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "asked_at"], name="privacy_request_open")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display()}"
