"""The list of customers, and one customer with their story."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from accounts.models import Customer, StaffUser
from billing.actions.refund import PERMISSION
from billing.models import Order
from billing.queries import cards_of, subscriptions_of
from billing.tags import known_tags
from cms.customers.attention import attention_of
from cms.customers.desk.table import PERMISSION as DESK_PERMISSION
from cms.customers.facts import facts_in_words
from cms.customers.notes import PERMISSION as NOTES_PERMISSION
from cms.customers.refunds import refund_url
from cms.customers.sees import what_they_see
from cms.customers.story import EVERYTHING, SOURCES, story_of
from cms.customers.tags import PERMISSION as TAGS_PERMISSION
from portals import clock

SEEN = ["view", "change"]
ORDERS = 20
SEARCHED = ("email", "name", "external_id")


def _orders_count(customer: Customer) -> int:
    facts = getattr(customer, "facts", None)
    return facts.orders_count if facts is not None else 0


def _last_order_at(customer: Customer) -> Any:
    facts = getattr(customer, "facts", None)
    return facts.last_order_at if facts is not None else None


class CustomerListView(generic.IndexView):
    """All customers, the newest first; found by name, address, or Stripe's id."""

    any_permission_required = SEEN
    page_title = gettext_lazy("Customers")
    is_searchable = True
    columns_ = (
        Column("email", label=gettext_lazy("E-mail"), width="30%"),
        Column("shop", label=gettext_lazy("Shop"), width="15%"),
        Column("orders", label=gettext_lazy("Orders"), accessor=_orders_count, width="10%"),
        DateColumn("last", label=gettext_lazy("Last order"), accessor=_last_order_at, width="15%"),
    )

    @cached_property
    def columns(self) -> list[Column]:
        """Who it is first: it leads to their story."""
        title = TitleColumn(
            "name",
            label=_("Customer"),
            accessor=str,
            get_url=self.get_inspect_url,
            sort_key="name",
            width="30%",
        )
        return [title, *self.columns_]

    def get_base_queryset(self) -> QuerySet[Customer]:
        """Read what the columns show with the rows."""
        rows: QuerySet[Customer] = super().get_base_queryset()
        return rows.select_related("shop", "facts")

    def search_queryset(self, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
        """Find by the beginning of an address or id, or by a part of the name."""
        query = (self.search_query or "").strip()
        if not query:
            return queryset
        return queryset.filter(
            Q(email__istartswith=query)
            | Q(external_id__istartswith=query)
            | Q(name__icontains=query)
            | Q(orders__number__iexact=query)
        ).distinct()


class CustomerView(generic.InspectView):
    """One customer: what they have and see, and the story of how it came about."""

    any_permission_required = SEEN
    template_name = "cms/customers/customer.html"
    page_title = gettext_lazy("Customer")
    refund_url_name = tags_url_name = notes_url_name = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what they have and what happened."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        customer = cast("Customer", self.object)
        orders = Order.objects.filter(customer=customer).prefetch_related("refunds", "refs")
        orders = orders.order_by("-placed_at", "-id")[:ORDERS]
        may_refund = self.request.user.has_perm(PERMISSION)
        subscriptions, now = subscriptions_of([customer.pk]), clock.now()
        return {
            **context,
            "customer": customer,
            "subscriptions": subscriptions,
            "desk_url": self._desk_url(customer),
            "attention": attention_of(customer, subscriptions, now=now),
            "memberships": customer.memberships.select_related("club").order_by("since"),
            "cards": cards_of([customer.pk]),
            "orders": [(order, self._refund_url(order) if may_refund else "") for order in orders],
            **self._story(customer),
            **self._notes(customer),
            "facts": facts_in_words(getattr(customer, "facts", None)),
            "sees": what_they_see(customer, cast("StaffUser", self.request.user), now),
            **self._tags(customer),
        }

    def _desk_url(self, customer: Customer) -> str:
        """Where to act for them; empty for whoever may not."""
        may_act = customer.deleted_at is None and self.request.user.has_perm(DESK_PERMISSION)
        return reverse("customers:desk", args=(customer.pk,)) if may_act else ""

    def _story(self, customer: Customer) -> dict[str, Any]:
        """One page of the story, of the kind that is asked for."""
        kind = self.request.GET.get("story", EVERYTHING)
        kind = kind if kind in SOURCES else EVERYTHING
        story = story_of(customer, kind=kind, before=_moment(self.request.GET.get("before", "")))
        kinds = [(key, label, key == kind) for key, (label, _sources) in SOURCES.items()]
        older = urlencode({"story": kind, "before": story.older.isoformat()}) if story.older else ""
        return {"story": story.chapters, "story_kinds": kinds, "story_older": older}

    def _notes(self, customer: Customer) -> dict[str, Any]:
        """Where notes are kept, for whoever may write them."""
        if customer.deleted_at is not None or not self.request.user.has_perm(NOTES_PERMISSION):
            return {}
        return {"notes_url": reverse(self.notes_url_name, args=(quote(customer.pk),))}

    def _tags(self, customer: Customer) -> dict[str, Any]:
        """The tags, and for whoever may change them where that is done."""
        if customer.deleted_at is not None or not self.request.user.has_perm(TAGS_PERMISSION):
            return {"tags": customer.tags}
        url = reverse(self.tags_url_name, args=(quote(customer.pk),))
        return {"tags": customer.tags, "tags_url": url, "known_tags": known_tags(customer.shop_id)}

    def _refund_url(self, order: Order) -> str:
        return refund_url(self.refund_url_name, order)


def _moment(given: str) -> datetime | None:
    """The moment in an address, None where there is none that makes sense."""
    try:
        found = datetime.fromisoformat(given)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):  # no moment, or one beyond the calendar's ends
        return None


def customer_url(url_name: str, customer: Customer) -> tuple[str, tuple[str]]:
    """Return what `reverse` needs for a customer's page."""
    return url_name, (quote(customer.pk),)
