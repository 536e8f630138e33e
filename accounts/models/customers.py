"""Customers, mirrored from commerce data in bulk, and the accounts made at first sign-in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portals.models import Shop


class CustomerAccount(AbstractBaseUser):
    """What a customer signs in with. Has no permissions and can never reach the editor.

    One an e-mail address and shop: two merchants on one installation share no sign-in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="accounts")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        verbose_name = _("customer account")
        verbose_name_plural = _("customer accounts")
        constraints = [models.UniqueConstraint("shop", Lower("email"), name="account_email_once")]

    def __str__(self) -> str:
        return self.email


class Customer(models.Model):
    """A person who bought something: one row a person and source, without a sign-in of its own.

    `tags` are words the merchant sorts customers by. `attributes` are the merchant's own names and
    values, text both, as the source gives them (Stripe's metadata). `language` is a BCP 47 tag.
    Addresses have the keys of `billing.gateway.records.AddressRecord`; empty: none is known.

    `email` is kept in lower case. Several customers may have one address (two customers at
    Stripe, say); they are joined under one account only when its owner has proven it.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="customers")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=128)
    email = models.EmailField(_("e-mail address"), blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(
        _("region"), max_length=6, blank=True, help_text=_("ISO 3166-2, such as US-CA.")
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    billing_address = models.JSONField(_("billing address"), default=dict, blank=True)
    shipping_address = models.JSONField(_("delivery address"), default=dict, blank=True)
    account = models.ForeignKey(
        CustomerAccount,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="customers",
    )
    deleted_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="When they had their data erased: it is not taken again."
    )
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        permissions = [("act_for_customer", _("Can act for customers: pause, cancel, pay"))]
        indexes = [models.Index(fields=["shop", "email"], name="customer_by_email")]
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "source", "external_id"], name="customer_of_source_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.external_id

    @property
    def is_gone(self) -> bool:
        """Whether nothing is written about them any more: deleted at the source, or erased."""
        return self.deleted_at is not None or self.erased_at is not None
