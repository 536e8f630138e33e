"""The endpoint that Stripe posts an account's events to: made, kept as it should be, rolled.

Its API version is the package's and its events are those we have handlers for; an update of
either makes it anew or changes it. Stripe tells the secret of an endpoint once, so a new secret
is a new endpoint: the old one goes on for a day, and what both tell of takes effect once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from billing.gateway.endpoints import (
    API_VERSION,
    create_endpoint,
    delete_endpoint,
    fetch_endpoint,
    list_endpoints,
    update_endpoint,
)
from billing.gateway.errors import NotFound
from billing.gateway.records import AccountRecord, EndpointRecord
from billing.mirror.dispatch import HANDLERS
from billing.models import StripeAccount
from billing.stripe_accounts import ROLLED, secrets_of
from portals.registry import all_portals


@dataclass(frozen=True, slots=True)
class Found:
    """The endpoints at one address: the one that counts, None if there is none, and others."""

    current: EndpointRecord | None
    others: tuple[EndpointRecord, ...]


def webhook_url(row: StripeAccount) -> str:
    """Return where Stripe posts the events of a shop's own account."""
    return public_base(row.shop_id) + reverse("stripe_account_webhook", args=[row.name])


def public_base(shop_id: int | None) -> str:
    """Return where Stripe reaches the site: at a portal of the shop's, else at the editor's host.

    The local Stripe of a demo reaches it on this machine.
    """
    if settings.DEMO:
        return f"http://127.0.0.1:{settings.PORT}"
    hosts = [portal.host for portal in all_portals() if portal.shop_id == shop_id]
    scheme = "https" if settings.HTTPS else "http"
    port = "" if settings.PORT in {80, 443} else f":{settings.PORT}"
    return f"{scheme}://{(hosts or [settings.ADMIN_HOST])[0]}{port}"


def found_at(url: str) -> Found:
    """Ask which endpoints post to this address; the newest of our version is the one to keep."""
    here = [one for one in list_endpoints() if one.url == url]
    current = next((one for one in here if one.api_version == API_VERSION), None)
    return Found(current, tuple(one for one in here if one is not current))


def is_as_it_should_be(endpoint: EndpointRecord, url: str) -> bool:
    """Whether it tells our address of exactly what we act on."""
    is_told = endpoint.url == url and endpoint.events == HANDLERS.keys()
    return is_told and endpoint.is_enabled


def register_first(row: StripeAccount, account: AccountRecord, *, now: datetime) -> None:
    """Make the first endpoint of an account, and put what we know of it on the unsaved row."""
    made = create_endpoint(webhook_url(row), HANDLERS.keys())
    row.external_id, row.label = account.external_id, account.name[:200]
    row.endpoint_id, row.api_version = made.external_id, made.api_version
    row.webhook_secrets, row.checked_at = made.secret, now


def keep_registered(row: StripeAccount, *, now: datetime) -> bool:
    """See that an account's endpoint is as it should be, and alone; whether it had to be mended.

    To be called while acting for the account. Raise `GatewayError`.
    """
    url, found = webhook_url(row), _endpoint_of(row)
    if found is None or found.api_version != API_VERSION or not secrets_of(row, now=now):
        roll(row, now=now)
        return True
    if row.rolled_at is None or now >= row.rolled_at + ROLLED:
        remove_endpoints(row, but=row.endpoint_id)
    if is_as_it_should_be(found, url):
        return False
    update_endpoint(found.external_id, url, HANDLERS.keys())
    return True


def roll(row: StripeAccount, *, now: datetime) -> None:
    """Have a new endpoint with a new secret; the secret before it is believed for a day more."""
    before = secrets_of(row, now=now)[:1]
    made = create_endpoint(webhook_url(row), HANDLERS.keys())
    row.endpoint_id, row.api_version = made.external_id, made.api_version
    row.webhook_secrets, row.rolled_at = "\n".join((made.secret, *before)), now
    row.save(update_fields=["endpoint_id", "api_version", "webhook_secrets", "rolled_at"])


def remove_endpoints(row: StripeAccount, *, but: str = "") -> None:
    """Remove what posts to accounts here, but for one: rolled ones, and what was left half-made.

    The list is of this account at Stripe, so what is in it is no other shop's.
    """
    every = webhook_url(row).removesuffix(f"{row.name}/")
    for one in list_endpoints():
        is_ours = one.url.startswith(every) and one.url != every
        if is_ours and one.external_id != but:
            try:
                delete_endpoint(one.external_id)
            except NotFound:
                continue


def _endpoint_of(row: StripeAccount) -> EndpointRecord | None:
    try:
        return fetch_endpoint(row.endpoint_id) if row.endpoint_id else None
    except NotFound:
        return None
