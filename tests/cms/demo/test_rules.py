"""The rules of the demo's shop."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from access_rules.decisions import allows
from access_rules.models import NamedRule
from access_rules.subject import Subject, signed_out, subject_of
from billing.models import Product
from cms.demo import rules
from cms.rules.references import faults_of
from portals.models import Shop


@pytest.fixture
def stock(portals):
    shop = Shop.objects.get()
    for name in rules.OWNED:
        Product.objects.create(shop=shop, source="stripe", external_id=name, name=name)
    rules.name_rules(shop)
    return shop


def test_every_rule_with_a_name_can_be_read_and_names_what_is_there(stock):
    named = NamedRule.objects.all()
    assert {one.pk for one in named} == {rules.REGULARS, rules.OWNERS, rules.RECENT}
    assert {one.name: faults_of(one.rule, stock.pk) for one in named if one.rule} == {
        one.name: [] for one in named
    }


@pytest.fixture
def as_active(stock, people, shop, now):
    """The Active customer, a member for so many days, in a country, who owns some products."""

    def subject(days: int, country: str, owned: tuple[str, ...] = ()) -> Subject:
        facts = people["active"].facts
        since = int(now.timestamp()) - days * 86_400
        facts.subscriptions = [{**one, "started": since} for one in facts.subscriptions]
        facts.country = country
        found = Product.objects.filter(name__in=owned)
        facts.products = frozenset(found.values_list("pk", flat=True))
        return subject_of(shop, facts, people["active"].pk, now)

    return subject


@pytest.mark.parametrize("country", ["DE", "GB"])
def test_set_is_offered_to_members_of_90_days_in_europe_without_a_grinder(as_active, country):
    assert allows(rules.READY_FOR_A_GRINDER, as_active(90, country))


@pytest.mark.parametrize(
    "facts", [(88, "DE"), (90, "US"), (90, ""), (90, "DE", ("Morning set",))], ids=str
)
def test_set_is_offered_to_nobody_else(as_active, facts):
    assert not allows(rules.READY_FOR_A_GRINDER, as_active(*facts))


def test_every_customer_reads_one_of_two_wordings(stock, people, shop, now):
    for one in people.values():
        subject = subject_of(shop, one.facts, one.pk, now)
        assert sum(allows(rules.half(first=first), subject) for first in (True, False)) == 1


@pytest.mark.parametrize(("month", "sees"), [(11, False), (12, True)])
def test_words_of_december_are_for_december(shop, now, month, sees):
    then = datetime(now.year, month, 30, 12, tzinfo=UTC)
    assert allows(rules.december(now), signed_out(then, shop)) is sees
