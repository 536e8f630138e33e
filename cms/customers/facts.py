"""What rules know of a customer, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from access_rules.languages import language_name
from access_rules.names import names_or
from access_rules.places import place_name
from billing.models import CustomerFacts
from themes import formats


class Fact(NamedTuple):
    """One thing that is known."""

    name: str
    value: str


def facts_in_words(facts: CustomerFacts | None) -> list[Fact]:
    """Return what is known; what there is nothing to say of is left out. Three queries at most."""
    return [] if facts is None else [fact for fact in _facts(facts) if fact.value]


def _facts(facts: CustomerFacts) -> Iterator[Fact]:
    place = facts.region or facts.country  # a region names its country
    yield Fact(_("Country"), place_name(place) if place else "")
    yield Fact(_("Language"), language_name(facts.language) if facts.language else "")
    yield Fact(_("Orders"), str(facts.orders_count))
    yield Fact(_("First order"), _day(facts.first_order_at))
    yield Fact(_("Last order"), _day(facts.last_order_at))
    spent = (formats.money(amount, currency) for currency, amount in facts.spent.items())
    yield Fact(_("Spent"), ", ".join(spent))
    yield Fact(_("Orders with money given back"), str(facts.refunds_count or ""))
    yield Fact(_("Bought"), _names("products", facts.products))
    yield Fact(_("Member, now or once"), _names("clubs", facts.clubs_ever))
    yield Fact(_("Main card good until"), _last_day(facts.card_expires_at))
    for name, value in sorted(facts.attributes.items()):
        yield Fact(name, value)


def _last_day(refused_from: datetime | None) -> str:
    """The day before the moment from which a card is refused, as the card itself says it."""
    return date_format((refused_from - timedelta(days=1)).date()) if refused_from else ""


def _day(moment: object) -> str:
    return date_format(localtime(moment)) if moment else ""  # type: ignore[arg-type]


def _names(kind: str, keys: frozenset[int]) -> str:
    return names_or(kind, keys, _("and")) if keys else ""
