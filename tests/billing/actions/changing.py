"""Changes of what a subscription is for, as a customer agrees to them."""

from __future__ import annotations

from billing.actions.change_plan import change_plan
from billing.actions.plans import preview_plan
from billing.gateway.subscription_changes import ItemChange
from billing.models import Subscription


def row():
    """The only subscription there is."""
    return Subscription.objects.get()


def to(price, *, quantity=1):
    """The change of the only item there is to so many of a price."""
    name = price if isinstance(price, str) else price.external_id
    return (ItemChange(row().items[0]["id"], name, quantity),)


def agree(price, asking, *, quantity=1, **details):
    """See what it costs and agree to it."""
    changes = to(price, quantity=quantity)
    preview = preview_plan(row(), changes, now=asking.now)
    return change_plan(row(), asking, changes=changes, agreed=preview.fingerprint, **details)
