"""What an order is called, by blocks that speak of orders."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import Order


def name_of(order: Order) -> str:
    """Return what an order is called: by its number, where it has one."""
    if not order.number:
        return _("Your order")
    return _("Order %(number)s") % {"number": order.number}


def title_of(names: Sequence[str], count: int | None = None) -> str:
    """Name the first of `count` things, and count the others: “House Espresso and 2 more”.

    `names` are all, or the first two where there are `count` of them. Nothing is called nothing.
    """
    if count is None:
        count = len(names)
    if count <= 2:
        return _(" and ").join(names[:2])
    others = count - 1
    text = ngettext("%(first)s and %(count)d more", "%(first)s and %(count)d more", others)
    return text % {"first": names[0], "count": others}
