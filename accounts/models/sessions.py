"""A customer's sign-in on one portal. Its `sid` is the session's name towards other sites."""

from __future__ import annotations

import uuid

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from wagtail.models import Site

from accounts.models.customers import Customer, CustomerAccount


class CustomerSession(AbstractBaseSession):
    """What the portal cookie stands for: who, how they proved it, when, and until when."""

    sid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, null=True, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(
        CustomerAccount, null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    customer = models.ForeignKey(
        Customer,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The one customer an order number proves; empty: all of the account.",
    )
    methods = models.JSONField(default=list, help_text="How they signed in (RFC 8176 `amr`).")
    signed_in_at = models.DateTimeField(null=True)
    auth_hash = models.CharField(max_length=128, blank=True)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "customer session"
        verbose_name_plural = "customer sessions"

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return the store that reads these rows."""
        from accounts.sessions import CustomerSessionStore

        return CustomerSessionStore
