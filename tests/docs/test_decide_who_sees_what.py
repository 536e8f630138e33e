from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from access_rules.conditions import CONDITIONS
from access_rules.editor.words import builder_words
from access_rules.models import NamedRule
from access_rules.permissions import STAFF_PERMISSIONS
from accounts.models import StaffUser
from billing.facts import rebuild_facts
from billing.models import Subscription
from cms.rules.changes import Changes
from cms.rules.dialog import sentence
from tests.cms.rules.conftest import asker, product_of
from tests.docs.reading import guide, table

TEXT = guide("decide-who-sees-what")
LABELS = {str(one.label): name for name, one in CONDITIONS.items()}


def test_the_conditions_in_the_text_are_those_there_are():
    in_steps = [row[0] for row in table(TEXT.replace("\n   |", "\n|"), "Condition")]
    assert len(in_steps) == 3
    named = [*in_steps, "Bought a product, ever", "Named rule"]
    assert [label for label in named if label not in LABELS or label not in TEXT] == []


def test_the_builders_words_in_the_text_are_its_own():
    words = builder_words()
    assert all(f"*{words[key]}*" in TEXT for key in ("all", "none"))


def test_the_sentence_after_publishing_is_the_editors():
    assert f"“{sentence(Changes((), 41, 214))}”" in TEXT


@pytest.mark.django_db
def test_the_permissions_in_the_text_are_those_that_grant():
    granting = {one.partition(".")[2] for given in STAFF_PERMISSIONS.values() for one in given}
    rows = Permission.objects.filter(codename__in=granting - {"change_customer"})
    assert {row[0] for row in table(TEXT, "Permission")} == set(rows.values_list("name", flat=True))


def test_the_rule_of_the_text_finds_whom_it_says(shop, people, now):
    grinder = product_of(shop, "Grinder")
    Subscription.objects.update(started_at=now - timedelta(days=90))
    rebuild_facts([one.pk for one in people.values()], now=now)
    asked = [
        {"condition": "standing", "value": "active"},
        {"condition": "member_for", "days": 90, "club": None},
        {"condition": "country", "places": ["europe"]},
        {"none": [{"condition": "bought_product", "products": [grinder.pk]}]},
    ]
    client = asker(StaffUser.objects.create_superuser("chief@example.com", "a-long-password"))
    told = client.ask({"version": 1, "all": asked}, where=f"site={shop.site_id}")
    assert told["faults"] == []
    assert (told["audience"]["count"], told["audience"]["total"]) == (4, 7)


def test_a_named_rule_is_one_condition_of_others(shop, people):
    gold = NamedRule.objects.create(shop_id=shop.shop_id, name="Gold")
    client = asker(StaffUser.objects.create_superuser("chief@example.com", "a-long-password"))
    using = {"version": 1, "all": [{"condition": "named_rule", "rule": str(gold.pk)}]}
    assert client.ask(using)["sentence"] == "Whoever meets “Gold”."
