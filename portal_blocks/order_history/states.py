"""Every state of the order history and of the pages below it, for the gallery and the tests."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from portal_blocks.base import Said
from portal_blocks.order_history.owned import (
    LONG,
    AllGone,
    Awkward,
    Declined,
    FromSubscription,
    Midway,
    Newcomer,
    OneBig,
    PartlyGone,
    Returned,
    Story,
    Unconfirmed,
    Unpaid,
    Unreachable,
)
from portal_blocks.states import State

_SIZE = {"page_size": 20}
_MONTHS = {"page_size": 20, "by_month": True}
_ORDER, _AGAIN = ("order", "3"), ("order-again", "3")

STATES: Mapping[str, State] = {
    "ready": State(gettext_lazy("As most see it")),
    "empty": State(gettext_lazy("No orders yet"), data=Newcomer),
    "one": State(gettext_lazy("One order"), persona="any_customer"),
    "months": State(gettext_lazy("A year of orders, by month"), value=_MONTHS, data=Story),
    "many": State(
        gettext_lazy("More than fit: search, filter and older orders"),
        value={"page_size": 5, "by_month": True},
        data=Story,
    ),
    "midway": State(gettext_lazy("Among older orders"), value={"page_size": 4}, data=Midway),
    "found": State(
        gettext_lazy("Found some"),
        value=_SIZE,
        data=Story,
        query={"find": "espresso", "show": "refunded"},
    ),
    "nothing_found": State(
        gettext_lazy("Found nothing"), value=_SIZE, data=Story, query={"find": LONG}
    ),
    "awkward": State(
        gettext_lazy("Long words, large amounts, no number"), value=_SIZE, data=Awkward
    ),
    "order": State(gettext_lazy("An order on its way"), view=_ORDER),
    "order_parcels": State(
        gettext_lazy("An order in three parcels, refunded in part"), data=OneBig, view=_ORDER
    ),
    "order_unpaid": State(gettext_lazy("An order to pay"), data=Unpaid, view=_ORDER),
    "order_unconfirmed": State(
        gettext_lazy("An order to confirm at the bank"), data=Unconfirmed, view=_ORDER
    ),
    "order_declined": State(
        gettext_lazy("An order whose payment failed"), data=Declined, view=_ORDER
    ),
    "order_returned": State(gettext_lazy("An order that came back"), data=Returned, view=_ORDER),
    "order_subscription": State(
        gettext_lazy("An order that a subscription brought"), data=FromSubscription, view=_ORDER
    ),
    "order_awkward": State(
        gettext_lazy("An order of long words and large amounts"), data=Awkward, view=("order", "9")
    ),
    "order_unnamed": State(
        gettext_lazy("An order without a number, in Arabic"), data=Awkward, view=("order", "8")
    ),
    "again": State(gettext_lazy("Ordering again"), data=OneBig, view=_AGAIN),
    "again_declined": State(
        gettext_lazy("Ordering again: the card was declined"),
        data=OneBig,
        view=_AGAIN,
        said=Said(
            "error",
            "Your bank declined the card. You have not been charged. Try another card.",
        ),
    ),
    "again_choosing": State(
        gettext_lazy("Ordering some of it again"),
        data=PartlyGone,
        query={"open": "choose"},
        view=_AGAIN,
    ),
    "again_fault": State(
        gettext_lazy("Ordering more than there is"),
        data=OneBig,
        query={"line-3000": "1000", "line-3001": "1"},
        view=_AGAIN,
    ),
    "again_gone": State(
        gettext_lazy("Nothing of it is sold any more"),
        data=AllGone,
        view=_AGAIN,
    ),
    "document_unreachable": State(
        gettext_lazy("An invoice that cannot be had now"),
        data=Unreachable,
        view=("document", "3-invoice"),
    ),
}
