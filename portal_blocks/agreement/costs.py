"""A quote in words: the way to its total, and the button that pays it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from billing.actions.baskets import Quote
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount


def cost_parts(found: Quote, subtotal: int, viewer: Viewer) -> list[tuple[str, str]]:
    """Return what lies between a subtotal and what is charged; nothing where they are the same."""
    cost = found.cost
    parts = [
        (_("Other amounts"), cost.subtotal - subtotal),
        (_("Discount"), -cost.discount),
        # What the price holds already is not added once more.
        (_("Tax"), cost.total - cost.subtotal + cost.discount),
        (_("From your credit"), cost.due - cost.total),
    ]
    return [(label, amount(units, cost.currency, viewer)) for label, units in parts if units]


def pay_label(found: Quote, viewer: Viewer) -> str:
    """Return the words of the button that pays it."""
    if not found.cost.due:
        return _("Get it for free")
    return _("Pay %(amount)s") % {"amount": amount(found.cost.due, found.cost.currency, viewer)}
