"""The account behind a key, and where it posts its events.

An endpoint's API version is set when it is made and never changes; its secret is told once, in
the answer to its making.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import stripe

from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.gateway.reading import words_of
from billing.gateway.records import AccountRecord, EndpointRecord

API_VERSION: str = stripe.api_version
PAGE = 100  # Stripe allows sixteen


def fetch_account() -> AccountRecord:
    """Return whose the key is. Raise `Refused` with the code `key_refused` for a bad one."""
    with translated():
        found = api().accounts.retrieve_current()
    name = words_of(found, "settings", "dashboard", "display_name")
    name = name or words_of(found, "business_profile", "name") or words_of(found, "email")
    return AccountRecord(external_id=found.id, name=name)


def fetch_endpoint(external_id: str) -> EndpointRecord:
    """Return an endpoint. Raise `NotFound`."""
    with translated():
        return _record(api().webhook_endpoints.retrieve(external_id))


def list_endpoints() -> list[EndpointRecord]:
    """Return all endpoints of the account, newest first."""
    with translated():
        found = api().webhook_endpoints.list({"limit": PAGE})
        return [_record(one) for one in found.auto_paging_iter()]


def create_endpoint(url: str, events: Collection[str]) -> EndpointRecord:
    """Make an endpoint of the package's API version, and return it with its secret."""
    wanted, version = _events(events), _version()
    params: stripe.params.WebhookEndpointCreateParams = {
        "url": url,
        "enabled_events": wanted,
        "api_version": version,
        "description": "Portico",
    }
    with translated():
        return _record(api().webhook_endpoints.create(params))


def update_endpoint(external_id: str, url: str, events: Collection[str]) -> EndpointRecord:
    """Have an endpoint told of these events at this address, also one that was disabled."""
    params: stripe.params.WebhookEndpointUpdateParams = {
        "url": url,
        "enabled_events": _events(events),
        "disabled": False,
    }
    with translated():
        return _record(api().webhook_endpoints.update(external_id, params))


def delete_endpoint(external_id: str) -> None:
    """Remove an endpoint. Raise `NotFound` for one that is gone."""
    with translated():
        api().webhook_endpoints.delete(external_id)


def _events(names: Collection[str]) -> list[Any]:
    # The package types each name; what Stripe does not know it refuses in words.
    return sorted(names)


def _version() -> Any:
    return API_VERSION


def _record(found: stripe.WebhookEndpoint) -> EndpointRecord:
    return EndpointRecord(
        external_id=found.id,
        url=found.url,
        events=frozenset(found.enabled_events),
        api_version=words_of(found, "api_version"),
        is_enabled=found.status == "enabled",
        secret=words_of(found, "secret"),
    )
