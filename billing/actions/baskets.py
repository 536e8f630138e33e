"""What somebody wants to buy, and what Stripe says it costs them now.

The customer agrees to a quote, by its fingerprint. Whoever buys is quoted anew first: where the
figures have changed since, they are shown and agreed to anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.actions.errors import ActionError, Foreign, OutOfDate
from billing.actions.new_customer import buyer_at_stripe, may_buy
from billing.gateway.errors import GatewayError, OutcomeUnknown
from billing.gateway.selling import (
    CostRecord,
    Wanted,
    preview_sale,
    preview_subscription,
)
from billing.models import Price
from billing.stripe_accounts import acting_for_shop

MOST = 99  # of one thing in one purchase
LONGEST_KEY = 128
AT_MOST = "at_most:"
TIMES = "\N{MULTIPLICATION SIGN}"


class NotSold(ActionError):
    """It is not sold, not like this or not to this customer; `code` says which."""


class NoQuote(ActionError):
    """What it costs cannot be found out now. Nothing was asked for."""

    permanent = False


@dataclass(frozen=True, slots=True)
class Basket:
    """What is bought together: all once, or all by one subscription. `key` names it, for locks."""

    shop_id: int
    wanted: tuple[Wanted, ...]
    products: tuple[int, ...]
    currency: str
    is_recurring: bool
    title: str

    @property
    def key(self) -> str:
        """Return what stands for it as the target of an operation: too many ids, their digest."""
        ids = ",".join(one.price_id for one in self.wanted)
        return ids if len(ids) <= LONGEST_KEY else hashlib.sha256(ids.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Quote:
    """What a basket costs a customer now. `fingerprint` is what they agree to."""

    cost: CostRecord
    fingerprint: str


def basket_of(chosen: Sequence[tuple[Price, int]]) -> Basket:
    """Return a basket of prices, each so many times. Raise `NotSold`.

    Prices need their product loaded.
    """
    prices = [price for price, _quantity in chosen]
    if not prices or not all(price.is_active and price.product.is_active for price in prices):
        raise NotSold(_("This is not sold any more."), "not_sold")
    if not all(1 <= quantity <= MOST for _price, quantity in chosen):
        raise NotSold(_("Choose how many: 1 to %(most)d.") % {"most": MOST}, "quantity")
    first = prices[0]
    rhythm = (first.shop_id, first.currency, first.interval, first.interval_count)
    if any((p.shop_id, p.currency, p.interval, p.interval_count) != rhythm for p in prices):
        raise NotSold(_("These cannot be bought together."), "mixed")
    names = [(price.product.name, quantity) for price, quantity in chosen]
    return Basket(
        shop_id=first.shop_id,
        wanted=tuple(Wanted(price.external_id, quantity) for price, quantity in chosen),
        products=tuple(dict.fromkeys(price.product_id for price in prices)),
        currency=first.currency,
        is_recurring=first.is_recurring,
        title=", ".join(f"{count} {TIMES} {name}" if count > 1 else name for name, count in names),
    )


def quote(customer: Customer, basket: Basket) -> Quote:
    """Return what it costs this customer now, as Stripe reckons it. Raise `NotSold`, `NoQuote`.

    Nothing is written anywhere. Raise `Foreign` for another shop's customer.
    """
    if customer.shop_id != basket.shop_id:
        raise Foreign(_("This is not part of this site."), "foreign")
    if not may_buy(customer):
        message = _("You cannot order this here yet. Please write to us, and we will help.")
        raise NotSold(message, "unknown_customer")
    preview = preview_subscription if basket.is_recurring else preview_sale
    try:
        with acting_for_shop(basket.shop_id):
            cost = preview(buyer_at_stripe(customer), basket.wanted)
    except GatewayError as fault:
        raise _no_quote(fault) from None
    return Quote(cost, _fingerprint(customer, basket, cost))


def at_most(price_id: str, amount: int) -> str:
    """Return what stands for having agreed to one of a price as it is shown, in minor units.

    Whoever sees a price and buys with one press agrees to that and to no more: where tax or
    anything else comes on top, the total is shown and agreed to anew.
    """
    return f"{AT_MOST}{price_id}:{amount}"


def is_at_most(agreed: str) -> bool:
    """Whether it was agreed to by one press, at the price that is shown."""
    return agreed.startswith(AT_MOST)


def agreed_quote(customer: Customer, basket: Basket, agreed: str) -> Quote:
    """Return the quote as it is now. Raise `OutOfDate` where it is not the one agreed to."""
    found = quote(customer, basket)
    limit = _limit(agreed, basket) if is_at_most(agreed) else None
    if limit is None and found.fingerprint != agreed:
        message = _("The price has changed since you saw it. You have not been charged.")
        raise OutOfDate(message, "out_of_date")
    if limit is not None and max(found.cost.total, found.cost.due) > limit:
        message = _(
            "With what is added to the price, it comes to more than you saw. "
            "You have not been charged. Look at the total, then pay."
        )
        raise OutOfDate(message, "more_than_shown")
    return found


def _limit(agreed: str, basket: Basket) -> int | None:
    """The most that may be charged; None where something else was agreed to."""
    price_id, _colon, given = agreed.removeprefix(AT_MOST).rpartition(":")
    is_this = price_id == basket.key and given.isdecimal() and len(given) <= 18
    return int(given) if is_this else None


def _no_quote(fault: GatewayError) -> ActionError:
    if isinstance(fault, OutcomeUnknown) or fault.code == "key_refused":
        message = _(
            "We cannot reach our payment partner, so this cannot be bought right now. "
            "You have not been charged. Please try again in a few minutes."
        )
        return NoQuote(message, fault.code)
    return NotSold(_("This is not sold like this any more."), fault.code)


def _fingerprint(customer: Customer, basket: Basket, cost: CostRecord) -> str:
    items = [(one.price_id, one.quantity) for one in basket.wanted]
    figures = (cost.currency, cost.total, cost.due, cost.tax, cost.discount)
    # By our own id: whoever is made known at Stripe by a first try agrees to nothing anew.
    said = json.dumps([customer.pk, items, figures])
    return hashlib.sha256(said.encode()).hexdigest()[:32]
