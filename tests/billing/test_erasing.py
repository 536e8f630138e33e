from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Customer
from billing.erasing import StillRunning, erase_customers
from billing.facts import rebuild_facts
from billing.models import AuditEntry


def test_whoever_is_charged_is_not_erased(people):
    with pytest.raises(StillRunning):
        erase_customers([people["active"]], None, actor="staff:1", now=timezone.now())
    assert Customer.objects.get(pk=people["active"].pk).email == "active@example.com"


def test_erasing_twice_is_erasing_once(people):
    for _again in range(2):
        erase_customers([people["cancelled"]], None, actor="staff:1", now=timezone.now())
    assert AuditEntry.objects.filter(action="erase_customer").count() == 1


def test_an_erased_customer_keeps_their_facts_without_what_tells_who_they_are(people):
    erase_customers([people["cancelled"]], None, actor="staff:1", now=timezone.now())
    rebuild_facts([people["cancelled"].pk], now=timezone.now())
    facts = Customer.objects.get(pk=people["cancelled"].pk).facts
    assert (facts.country, facts.tags, facts.orders_count > 0) == ("", frozenset(), True)


def test_names_and_addresses_leave_the_trail_which_stays(people):
    row = people["cancelled"]
    told = {"action": "update_details", "customer": row, "actor": "customer", "at": timezone.now()}
    AuditEntry.objects.create(**told, kind="done", before={"name": "Eve"}, after={"name": "Ada"})
    erase_customers([row], None, actor="staff:1", now=timezone.now())
    entry = AuditEntry.objects.get(action="update_details")
    assert (entry.before, entry.after, entry.kind) == ({}, {}, "done")
