"""Addresses that several customers have: who is meant is decided by staff, never guessed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from portals.models import Shop


class SharedAddress(models.Model):
    """One e-mail address of several customers in a shop, and whose orders staff said it names.

    Open until `decided_at` is set. Then orders that name this address alone go to `customer`;
    with no customer they stay apart.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    because = models.CharField(max_length=40, help_text="What needed to know: orders or sign_in.")
    opened_at = models.DateTimeField()
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("shared address")
        verbose_name_plural = _("shared addresses")
        ordering = ["-opened_at"]
        constraints = [models.UniqueConstraint(fields=["shop", "email"], name="shared_once")]

    def __str__(self) -> str:
        return self.email
