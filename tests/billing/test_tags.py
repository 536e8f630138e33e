from __future__ import annotations

import pytest

from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.models import AuditEntry
from billing.tags import LONGEST, MOST, TagRefused, clean_tags, known_tags, set_tags, with_tags


@pytest.fixture
def ada(shop) -> Customer:
    return Customer.objects.create(shop=shop, source="csv", external_id="ada", tags=["vip"])


def test_tags_are_trimmed_ordered_and_each_once():
    assert clean_tags([" wholesale  trade ", "", "VIP", "vip"]) == ["VIP", "wholesale trade"]


@pytest.mark.parametrize(
    "words", [["x" * (LONGEST + 1)], ["a\x00b"], [str(n) for n in range(MOST + 1)]]
)
def test_tags_without_bounds_are_refused(words):
    with pytest.raises(TagRefused):
        clean_tags(words)


def test_adding_takes_none_away_and_stops_when_full():
    assert with_tags(["b"], ["a", "B"]) == ["a", "b"]
    full = [f"{n:02d}" for n in range(MOST)]
    assert with_tags(full, ["another"]) == full


def test_setting_tags_leaves_an_entry_of_who_did(ada, now):
    assert set_tags(ada, ["new"], actor="staff:7", now=now)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.kind) == ("staff:7", "set_tags", "done")
    assert (entry.before, entry.after) == ({"tags": ["vip"]}, {"tags": ["new"]})
    assert ada.facts.tags == {"new"}


def test_setting_the_same_tags_changes_nothing(ada, now):
    assert not set_tags(ada, ["vip"], actor="staff:7", now=now)
    assert not AuditEntry.objects.exists()


def test_known_tags_are_the_shops_own(ada, now):
    rebuild_facts([ada.pk], now=now)
    assert known_tags(ada.shop_id, "VI") == ["vip"]
    assert known_tags(ada.shop_id, "other") == []
    assert known_tags(ada.shop_id + 1) == []
