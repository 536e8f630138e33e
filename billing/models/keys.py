"""Keys that open something: a shop's own Stripe account, and the door for orders from elsewhere.

What is secret is encrypted at rest with a key made from `SECRET_KEY`; while that one is being
replaced, the ones in `SECRET_KEY_FALLBACKS` still read it.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from portals.models import Shop


def _name() -> str:
    return secrets.token_hex(8)


class StripeAccount(models.Model):
    """A Stripe account of a shop's own, in place of the environment's.

    `name` is ours, in the address of its webhook. `webhook_secrets` are separated by line breaks,
    the newest first: two while one replaces the other, since `rolled_at`.
    """

    name = models.CharField(primary_key=True, max_length=32, default=_name, editable=False)
    shop = models.OneToOneField(
        Shop, on_delete=models.PROTECT, related_name="stripe_account", verbose_name=_("shop")
    )
    external_id = models.CharField(_("account"), max_length=64, blank=True, editable=False)
    label = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    secret_key = EncryptedTextField(_("secret key"))
    publishable_key = models.CharField(_("publishable key"), max_length=255)
    webhook_secrets = EncryptedTextField(null=True, editable=False)
    endpoint_id = models.CharField(max_length=64, blank=True, editable=False)
    api_version = models.CharField(max_length=40, blank=True, editable=False)
    rolled_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("Stripe account")
        verbose_name_plural = _("Stripe accounts")

    def __str__(self) -> str:
        return self.label or self.external_id or self.name

    @property
    def is_live(self) -> bool:
        """Whether its money is real; the publishable key says it, which is no secret."""
        return self.publishable_key.startswith("pk_live_")


class OrdersKey(models.Model):
    """What a shop system signs the orders with that it sends to `/api/orders/`.

    `name` is sent with each request and says which key to check with; `source` names the system
    that the orders come from, as `import_orders` does.
    """

    name = models.CharField(primary_key=True, max_length=32, default=_name, editable=False)
    shop = models.ForeignKey(
        Shop, on_delete=models.CASCADE, related_name="orders_keys", verbose_name=_("shop")
    )
    label = models.CharField(_("what it is for"), max_length=100)
    source = models.SlugField(_("source"), max_length=40)
    secret = EncryptedTextField(editable=False)
    may_send_orders = models.BooleanField(_("may send orders"), default=True)
    may_send_shipments = models.BooleanField(_("may send shipments"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("key for orders")
        verbose_name_plural = _("keys for orders")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label
