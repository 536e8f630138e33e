"""What the keys of a Stripe account say of themselves, before Stripe is asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.checks import API_HOST, is_stripe

LIVE, TEST = "live", "test"
SECRET, PUBLISHABLE = frozenset({"sk", "rk"}), frozenset({"pk"})


class NotConnected(Exception):
    """It was not done; nothing has changed here. `field` names the input that is wrong, if any."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


@dataclass(frozen=True, slots=True)
class Keys:
    """Two keys as somebody has typed them."""

    secret: str = field(repr=False)
    publishable: str


def require_keys(keys: Keys) -> None:
    """Raise `NotConnected` for what cannot be the two keys of one account."""
    mode = mode_of(keys.secret, SECRET)
    if not mode:
        message = _("A secret key begins with sk_, a restricted one with rk_.")
        raise NotConnected(message, field="secret_key")
    other = mode_of(keys.publishable, PUBLISHABLE)
    if not other:
        message = _("A publishable key begins with pk_.")
        raise NotConnected(message, field="publishable_key")
    if mode != other:
        message = _("One of the keys is for testing and the other for real money.")
        raise NotConnected(message, field="publishable_key")
    if mode == LIVE and not is_stripe(settings.STRIPE_API_BASE, API_HOST):
        message = _("This site does not talk to Stripe itself, so it takes test keys alone.")
        raise NotConnected(message, field="secret_key")


def mode_of(key: str, kinds: frozenset[str]) -> str:
    """Return "live" or "test", empty for what is no key of these kinds."""
    kind, _line, rest = key.partition("_")
    mode, _line, rest = rest.partition("_")
    is_text = rest.isascii() and rest.isprintable() and " " not in rest
    return mode if kind in kinds and mode in {LIVE, TEST} and rest and is_text else ""
