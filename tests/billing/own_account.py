"""A second shop with a Stripe account of its own, which is the same local Stripe.

So both accounts know the same ids, which is the worst that two accounts can do to each other.
"""

from __future__ import annotations

from typing import Any

from billing.gateway.accounts import Account
from billing.models import StripeAccount
from billing.stripe_accounts import account_of
from portals.models import Shop

OWN_SECRET, OLD_SECRET = "whsec_own", "whsec_old"


def own_account(name: str = "Orchard", **fields: Any) -> StripeAccount:
    """Write a shop of this name and its account."""
    values = {
        "name": f"own{name.lower()}",
        "external_id": f"acct_{name}",
        "secret_key": f"sk_test_{name}",
        "publishable_key": f"pk_test_{name}",
        "webhook_secrets": OWN_SECRET,
        **fields,
    }
    return StripeAccount.objects.create(shop=Shop.objects.create(name=name), **values)


def acting(row: StripeAccount) -> Account:
    """The account of a row, to act for."""
    return account_of(row)
