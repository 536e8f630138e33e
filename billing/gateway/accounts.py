"""Which Stripe account is asked: the environment's, or the one that whoever asks acts for.

Like the time zone that Django shows times in, it holds for what is done within, in this thread.
A row of one account is never looked for in another: the mirror keeps their customers apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Account:
    """The keys of one Stripe account. `name` is ours for it, empty for the environment's.

    `external_id` is Stripe's, empty where we have not asked. A key that cannot be read is empty:
    then Stripe is not asked, and nothing that it is said to have told is believed.
    `shop_id` is the shop whose own account it is; None for the environment's, which serves every
    shop that has none of its own.
    """

    secret_key: str = field(repr=False)
    publishable_key: str
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    name: str = ""
    shop_id: int | None = None
    external_id: str = ""

    def __str__(self) -> str:
        return self.external_id or self.name or "environment"

    @property
    def is_live(self) -> bool:
        """Whether its money is real."""
        return self.secret_key.startswith(("sk_live_", "rk_live_"))


_current: ContextVar[Account | None] = ContextVar("stripe_account", default=None)


def environment() -> Account:
    """Return the account of the environment's keys."""
    return Account(
        settings.STRIPE_SECRET_KEY,
        settings.STRIPE_PUBLISHABLE_KEY,
        tuple(settings.STRIPE_WEBHOOK_SECRETS),
    )


def current() -> Account:
    """Return the account that is asked now."""
    return _current.get() or environment()


@contextmanager
def acting_for(account: Account) -> Iterator[Account]:
    """Ask this account while this lasts."""
    token = _current.set(account)
    try:
        yield account
    finally:
        _current.reset(token)
