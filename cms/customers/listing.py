"""What the list of customers says of each, and how it is narrowed."""

from __future__ import annotations

from datetime import datetime

import django_filters  # type: ignore[import-untyped]
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from accounts.models import Customer
from billing.models import Subscription, SubscriptionState

TELLING = (
    SubscriptionState.PAST_DUE,
    SubscriptionState.ACTIVE,
    SubscriptionState.TRIALING,
    SubscriptionState.ENDING,
    SubscriptionState.PAUSED,
    SubscriptionState.INCOMPLETE,
    SubscriptionState.UNKNOWN,
    SubscriptionState.CANCELLED,
    SubscriptionState.EXPIRED,
)
"""Of several subscriptions, the state that stands first here is the one to know of."""


class CustomerFilters(WagtailFilterSet):
    """By shop, and by the state of a subscription."""

    state = django_filters.ChoiceFilter(
        label=_("Has a subscription that is"), choices=SubscriptionState.choices, method="of_state"
    )

    def of_state(self, rows: QuerySet[Customer], _name: str, state: str) -> QuerySet[Customer]:
        """Keep whoever has one in that state, each once."""
        theirs = Subscription.objects.filter(customer=OuterRef("pk"), state=state)
        return rows.filter(Exists(theirs))

    class Meta:
        model = Customer
        fields = ["shop"]


def orders_count(customer: Customer) -> int:
    """Return how many orders they have made."""
    facts = getattr(customer, "facts", None)
    return facts.orders_count if facts is not None else 0


def last_order_at(customer: Customer) -> datetime | None:
    """Return when they ordered last."""
    facts = getattr(customer, "facts", None)
    return facts.last_order_at if facts is not None else None


def state_of(customer: Customer) -> str:
    """Return the state of their subscription in words, empty where they have none."""
    facts = getattr(customer, "facts", None)
    states = {one["state"] for one in facts.subscriptions} if facts is not None else set()
    return next((str(one.label) for one in TELLING if one in states), "")
