"""Ways to prove who one is, and the count of tries."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from accounts.models.customers import CustomerAccount


class Passkey(models.Model):
    """A WebAuthn credential of an account, bound to the host it was made at."""

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="passkeys")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    credential_id = models.CharField(max_length=400, unique=True)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    label = models.CharField(_("label"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label or self.credential_id[:12]


class SignInCode(models.Model):
    """A code sent by e-mail: a keyed hash of it, bound to the browser that asked, counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    code_hash = models.CharField(max_length=128)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.email} {self.created_at:%Y-%m-%d %H:%M}"


class IdentityLink(models.Model):
    """An account's identity at another site that vouches for it (OpenID Connect `sub`)."""

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="links")
    provider = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_linked_once")
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.subject}"


class SignInAttempt(models.Model):
    """One try to sign in, kept as evidence. Holds no order number, code or password."""

    class Outcome(models.TextChoices):
        SIGNED_IN = "signed_in"
        WRONG = "wrong"
        NOT_ADMITTED = "not_admitted"
        THROTTLED = "throttled"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(
        CustomerAccount, null=True, on_delete=models.SET_NULL, related_name="attempts"
    )
    email = models.CharField(max_length=254)
    method = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.email}: {self.outcome}"


class ThrottleWindow(models.Model):
    """Tries counted in one fixed window of time, in the database: all processes see one count."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
