"""The list of customers, and one customer with their story."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
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
from cms.customers.held import cards_held, phone_of, subscriptions_held
from cms.customers.listing import CustomerFilters, last_order_at, orders_count, state_of
from cms.customers.notes import PERMISSION as NOTES_PERMISSION
from cms.customers.refunds import refund_url
from cms.customers.sees import what_they_see
from cms.customers.shop_time import InShopTime
from cms.customers.story import EVERYTHING, SOURCES, Cursor, story_of
from cms.customers.tags import PERMISSION as TAGS_PERMISSION
from cms.customers.whose import of_staff
from portals import clock
from portals.models import Shop

SEEN = ["view", "change"]
ORDERS = 20
LONG = 5  # digits: nobody reads on past so many chapters of one moment
SEARCHED = ("email", "name", "external_id")


class CustomerListView(generic.IndexView):
    """All customers, the newest first; found by name, address, or Stripe's id."""

    any_permission_required = SEEN
    page_title = gettext_lazy("Customers")
    is_searchable = True
    filterset_class = CustomerFilters
    columns_ = (
        Column("state", label=gettext_lazy("Subscription"), accessor=state_of, width="13%"),
        Column("email", label=gettext_lazy("E-mail"), width="27%"),
        Column("orders", label=gettext_lazy("Orders"), accessor=orders_count, width="8%"),
        DateColumn("last", label=gettext_lazy("Last order"), accessor=last_order_at, width="12%"),
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
            width="25%",
        )
        shop = Column("shop", label=_("Shop"), width="15%")
        return [title, *self.columns_, *([shop] if Shop.objects.count() > 1 else [])]

    def get_base_queryset(self) -> QuerySet[Customer]:
        """Read what the columns show with the rows."""
        rows: QuerySet[Customer] = super().get_base_queryset()
        return rows.filter(of_staff(self.request.user)).select_related("shop", "facts")

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


class CustomerView(InShopTime, generic.InspectView):
    """One customer: what they have and see, and the story of how it came about."""

    any_permission_required = SEEN
    template_name = "cms/customers/customer.html"
    page_title = gettext_lazy("Customer")
    refund_url_name = tags_url_name = notes_url_name = ""

    def get_object(self, queryset: QuerySet[Customer] | None = None) -> Customer:
        """Return who it is, if they are this member of staff's to see."""
        rows = Customer.objects.all() if queryset is None else queryset
        return get_object_or_404(rows, of_staff(self.request.user), pk=self.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what they have and what happened."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        customer = cast("Customer", self.object)
        subscriptions, now = subscriptions_of([customer.pk]), clock.now()
        desk_url = self._desk_url(customer)
        return {
            **context,
            "customer": customer,
            "phone": phone_of(customer.phone),
            "subscriptions": subscriptions_held(subscriptions, desk_url=desk_url),
            "desk_url": desk_url,
            "attention": attention_of(customer, subscriptions, now=now),
            "memberships": customer.memberships.select_related("club").order_by("since"),
            "cards": cards_held(cards_of([customer.pk])),
            **self._orders(customer),
            **self._story(customer),
            **self._notes(customer),
            "facts": facts_in_words(getattr(customer, "facts", None)),
            "sees": what_they_see(customer, cast("StaffUser", self.request.user), now),
            **self._tags(customer),
        }

    def _orders(self, customer: Customer) -> dict[str, Any]:
        """The latest orders, and whether there are older ones; the story has them all."""
        rows = Order.objects.filter(customer=customer).prefetch_related("refunds", "refs")
        found = list(rows.order_by("-placed_at", "-id")[: ORDERS + 1])
        may_refund = self.request.user.has_perm(PERMISSION)
        latest = [(one, self._refund_url(one) if may_refund else "") for one in found[:ORDERS]]
        return {"orders": latest, "has_older_orders": len(found) > ORDERS}

    def _desk_url(self, customer: Customer) -> str:
        """Where to act for them; empty for whoever may not."""
        may_act = not customer.is_gone and self.request.user.has_perm(DESK_PERMISSION)
        return reverse("customers:desk", args=(customer.pk,)) if may_act else ""

    def _story(self, customer: Customer) -> dict[str, Any]:
        """One page of the story, of the kind that is asked for."""
        kind = self.request.GET.get("story", EVERYTHING)
        kind = kind if kind in SOURCES else EVERYTHING
        story = story_of(customer, kind=kind, begin=_cursor(self.request.GET))
        kinds = [(key, label, key == kind) for key, (label, _sources) in SOURCES.items()]
        return {
            "story": story.chapters,
            "story_kinds": kinds,
            "story_older": _asked(kind, story.older) if story.older else "",
        }

    def _notes(self, customer: Customer) -> dict[str, Any]:
        """Where notes are kept, for whoever may write them."""
        if customer.is_gone or not self.request.user.has_perm(NOTES_PERMISSION):
            return {}
        return {"notes_url": reverse(self.notes_url_name, args=(quote(customer.pk),))}

    def _tags(self, customer: Customer) -> dict[str, Any]:
        """The tags, and for whoever may change them where that is done."""
        if customer.is_gone or not self.request.user.has_perm(TAGS_PERMISSION):
            return {"tags": customer.tags}
        url = reverse(self.tags_url_name, args=(quote(customer.pk),))
        return {"tags": customer.tags, "tags_url": url, "known_tags": known_tags(customer.shop_id)}

    def _refund_url(self, order: Order) -> str:
        return refund_url(self.refund_url_name, order)


def _asked(kind: str, begin: Cursor) -> str:
    """Return the query that asks for a page of the story."""
    return urlencode({"story": kind, "before": begin.before.isoformat(), "skip": begin.skip})


def _cursor(query: QueryDict) -> Cursor | None:
    """Return where a page of the story begins, None where an address names nothing that is one."""
    skip = query.get("skip", "")
    try:
        found = datetime.fromisoformat(query.get("before", ""))
        before = found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):  # no moment, or one beyond the calendar's ends
        return None
    is_number = skip.isdecimal() and len(skip) < LONG
    return Cursor(before, int(skip) if is_number else 0) if before else None


def customer_url(url_name: str, customer: Customer) -> tuple[str, tuple[str]]:
    """Return what `reverse` needs for a customer's page."""
    return url_name, (quote(customer.pk),)
