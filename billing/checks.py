"""Faults between the settings of Stripe that no single reader can see."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from billing.encryption import unreadable

API_HOST, JS_HOST = "api.stripe.com", "js.stripe.com"


@register(Tags.security)
def stripe_is_configured(**_kwargs: Any) -> list[CheckMessage]:
    """Without keys nobody can pay, without a secret no webhook is believed."""
    found: list[CheckMessage] = []
    if not (settings.STRIPE_SECRET_KEY and settings.STRIPE_PUBLISHABLE_KEY):
        found.append(
            checks.Warning(
                "Stripe's keys are missing: nobody can pay, pause or cancel.",
                hint="Set STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY.",
                id="billing.W001",
            )
        )
    if not settings.STRIPE_WEBHOOK_SECRETS:
        found.append(
            checks.Warning(
                "No webhook secret is set: everything Stripe tells the site is refused.",
                hint="Set STRIPE_WEBHOOK_SECRETS to the signing secret of the endpoint.",
                id="billing.W002",
            )
        )
    return found


@register(Tags.database)
def keys_are_readable(
    databases: Collection[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Keys that the present `SECRET_KEY` cannot read are closed doors."""
    names = unreadable() if databases else []
    if not names:
        return []
    return [
        checks.Error(
            f"SECRET_KEY does not read these keys: {', '.join(names)}.",
            hint=(
                "Put the SECRET_KEY they were written with into SECRET_KEY_FALLBACKS and run "
                "manage.py reencrypt_keys; if it is lost, enter them anew in the editor."
            ),
            id="billing.E003",
        )
    ]


@register(Tags.security)
def stripe_is_stripe(**_kwargs: Any) -> list[CheckMessage]:
    """Real keys go to Stripe only, and so does everything outside a demo."""
    found: list[CheckMessage] = []
    if is_stripe(settings.STRIPE_API_BASE, API_HOST) and is_stripe(settings.STRIPE_JS_URL, JS_HOST):
        return found
    if _is_live(settings.STRIPE_SECRET_KEY) or _is_live(settings.STRIPE_PUBLISHABLE_KEY):
        found.append(
            checks.Error(
                "Live keys are set, but STRIPE_API_BASE or STRIPE_JS_URL is not Stripe's.",
                hint="Remove both addresses, or use test keys.",
                id="billing.E001",
            )
        )
    if not (settings.DEBUG or settings.DEMO):
        found.append(
            checks.Error(
                "STRIPE_API_BASE or STRIPE_JS_URL is not Stripe's, and this is no demo.",
                hint="Remove both addresses; a stand-in for Stripe is for DEMO and DEBUG only.",
                id="billing.E002",
            )
        )
    return found


def is_stripe(address: str, host: str) -> bool:
    """Whether an address is this host of Stripe's."""
    parts = urlsplit(address)
    return parts.scheme == "https" and parts.netloc == host


def _is_live(key: str) -> bool:
    return key.startswith(("sk_live_", "rk_live_", "pk_live_"))
