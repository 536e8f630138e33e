"""Which Stripe account is whose: a shop's own, or the environment's."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db.models import Q

from billing.gateway.accounts import Account, acting_for, current, environment
from billing.models import StripeAccount


def account_of_shop(shop_id: int) -> Account:
    """Return the account that a shop's money goes through."""
    own = StripeAccount.objects.filter(shop_id=shop_id).first()
    return _account(own) if own is not None else environment()


def account_named(name: str) -> Account | None:
    """Return the account that a shop has of its own, by our name for it."""
    own = StripeAccount.objects.filter(pk=name).first()
    return _account(own) if own is not None else None


def all_accounts() -> list[Account]:
    """Return every account there is a key for, the environment's first."""
    own = [_account(row) for row in StripeAccount.objects.order_by("shop_id")]
    return [account for account in (environment(), *own) if account.secret_key]


def acting_for_shop(shop_id: int) -> AbstractContextManager[Account]:
    """Ask the account of this shop while this lasts."""
    return acting_for(account_of_shop(shop_id))


def of_account(shop: str = "shop") -> Q:
    """Return the condition that a row's shop is one of the account that is asked now.

    `shop` is the way from the row to its shop. Rows of other accounts do not exist for it: what
    Stripe says of an id counts only where the id was given by the same account.
    """
    own = current().shop_id
    return Q(**{f"{shop}__stripe_account": None}) if own is None else Q(**{f"{shop}_id": own})


def _account(row: StripeAccount) -> Account:
    return Account(
        row.secret_key,
        row.publishable_key,
        tuple((row.webhook_secrets or "").split()),
        name=row.name,
        shop_id=row.shop_id,
    )
