"""Which Stripe account is whose: a shop's own, or the environment's."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.db.models import Q

from billing.gateway.accounts import Account, acting_for, current, environment
from billing.models import StripeAccount

ROLLED = timedelta(days=1)  # for so long the secret before the last one is believed
ENCRYPTED = "gAAAAA"  # how a text begins that no key of ours has decrypted


def account_of_shop(shop_id: int) -> Account:
    """Return the account that a shop's money goes through."""
    own = StripeAccount.objects.filter(shop_id=shop_id).first()
    return account_of(own) if own is not None else environment()


def account_named(name: str, *, now: datetime) -> Account | None:
    """Return the account that a shop has of its own, by our name, with its webhook secrets."""
    own = StripeAccount.objects.filter(pk=name).first()
    return account_of(own, secrets=secrets_of(own, now=now)) if own is not None else None


def all_accounts() -> list[Account]:
    """Return every account there is a key for, the environment's first.

    One whose key cannot be read has none.
    """
    own = [account_of(row) for row in StripeAccount.objects.order_by("shop_id")]
    return [account for account in (environment(), *own) if account.secret_key]


def acting_for_shop(shop_id: int) -> AbstractContextManager[Account]:
    """Ask the account of this shop while this lasts."""
    return acting_for(account_of_shop(shop_id))


def of_account(shop: str = "shop") -> Q:
    """Return the condition that a row's shop is one of the account that is asked now.

    `shop` is the way from the row to its shop, empty for the shop itself. Rows of other accounts
    do not exist for it: what Stripe says of an id counts only where the same account gave the id.
    """
    own = current().shop_id
    if own is None:
        return Q(**{f"{shop}__stripe_account" if shop else "stripe_account": None})
    return Q(**{f"{shop}_id" if shop else "pk": own})


def account_of(row: StripeAccount, *, secrets: tuple[str, ...] = ()) -> Account:
    """Return the account of a row."""
    return Account(
        row.secret_key if is_readable(row.secret_key) else "",
        row.publishable_key,
        secrets,
        name=row.name,
        shop_id=row.shop_id,
        external_id=row.external_id,
    )


def secrets_of(row: StripeAccount, *, now: datetime) -> tuple[str, ...]:
    """Return the webhook secrets that are believed: the last, and for a day the one before it."""
    if not is_readable(row.webhook_secrets or ""):
        return ()
    found = (row.webhook_secrets or "").split()
    is_rolling = row.rolled_at is not None and now < row.rolled_at + ROLLED
    return tuple(found[: 2 if is_rolling else 1])


def is_readable(text: str) -> bool:
    """Whether a key that was read from its row is the key, and not what `SECRET_KEY` hides."""
    return not text.startswith(ENCRYPTED)
