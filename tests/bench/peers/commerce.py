"""Subscriptions and orders as rows of their own: what an audience is counted over without facts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import Customer
from portals.policy import GracePolicy
from tests.bench.questions import ANY_OF, DAYS, LANDS, ORDERS


class PeerSubscription(models.Model):
    """One subscription."""

    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    state = models.CharField(max_length=12)
    since = models.DateTimeField()

    class Meta:
        app_label = "peers"
        indexes = [models.Index(fields=["customer", "state", "since"], name="peer_subscribed")]

    def __str__(self) -> str:
        return self.state


class PeerOrder(models.Model):
    """One order, of one product."""

    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    product = models.IntegerField()
    placed_at = models.DateTimeField()

    class Meta:
        app_label = "peers"
        indexes = [models.Index(fields=["customer", "placed_at", "product"], name="peer_ordered")]

    def __str__(self) -> str:
        return str(self.product)


def active(shop_id: int, now: datetime) -> QuerySet[Customer]:
    """Return a shop's customers with a subscription that counts."""
    forgiven = now - timedelta(days=GracePolicy().past_due_days)
    counts = Q(state__in=["active", "trialing", "ending"]) | Q(state="past_due", since__gt=forgiven)
    own = PeerSubscription._default_manager.filter(counts, customer=OuterRef("pk"))
    return Customer.objects.filter(Exists(own), shop=shop_id)


def five(shop_id: int, now: datetime) -> QuerySet[Customer]:
    """Return those who meet the rule of five conditions, each by a sub-query of its own."""
    orders = PeerOrder._default_manager.filter(customer=OuterRef("pk"))
    number = orders.order_by().values("customer").annotate(number=Count("pk")).values("number")
    return (
        active(shop_id, now)
        .alias(number=Subquery(number))
        .filter(
            Exists(orders.filter(product__in=ANY_OF)),
            Exists(orders.filter(placed_at__gt=now - timedelta(days=DAYS))),
            country__in=LANDS,
            number__gte=ORDERS,
        )
    )
