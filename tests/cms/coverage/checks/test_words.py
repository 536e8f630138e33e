from __future__ import annotations

from accounts.models import Customer
from billing.facts import rebuild_facts
from cms.coverage.checks import words
from cms.coverage.checks.words import unused_words
from tests.cms.coverage.conftest import rule

ASKED = rule(
    {"condition": "tag", "tags": ["gold", "glod"]},
    {"condition": "attribute", "attribute": "roast", "comparison": "exists", "value": ""},
    {"condition": "attribute", "attribute": "roats", "comparison": "exists", "value": ""},
)


def tagged(people, now) -> None:
    customer = people["active"]
    Customer.objects.filter(pk=customer.pk).update(tags=["gold"], attributes={"roast": "dark"})
    rebuild_facts([customer.pk], now=now)


def test_tags_and_attributes_that_nobody_has_are_named(find, below, people, now):
    tagged(people, now)
    below("perks", rule=ASKED)
    told = [(one.code, one.place) for one in find(unused_words)]
    assert told == [
        ("tag_unused", "rule.all[0].tags"),
        ("attribute_unused", "rule.all[2].attribute"),
    ]


def test_nothing_is_asked_where_no_rule_does(find, below, people):
    below("perks")
    assert find(unused_words) == []


def test_what_takes_too_long_finds_nothing(find, below, people, monkeypatch):
    below("perks", rule=ASKED)
    monkeypatch.setattr(words, "SECONDS", -1)
    monkeypatch.setattr("cms.rules.bounded.STEPS", 1)
    assert find(unused_words) == []
