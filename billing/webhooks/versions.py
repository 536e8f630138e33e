"""Does an endpoint speak another version of Stripe's API? Harmless, until that is retired."""

from __future__ import annotations

from dataclasses import dataclass

from billing.gateway.endpoints import API_VERSION
from billing.models import StripeAccount, StripeEvent


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """An endpoint of another version. `account` is None for the environment's."""

    account: StripeAccount | None
    version: str


def other_versions() -> list[OtherVersion]:
    """Return which endpoints' newest event is of another version than the package's."""
    accounts = (None, *StripeAccount.objects.order_by("shop_id"))
    newest = ((account, _newest_version(account)) for account in accounts)
    return [OtherVersion(one, found) for one, found in newest if found not in {"", API_VERSION}]


def _newest_version(account: StripeAccount | None) -> str:
    events = StripeEvent.objects.filter(via=account).order_by("-received_at")
    return events.values_list("api_version", flat=True).first() or ""
