from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portals.models import Club, Shop
from tests.people import create_people, create_portals, make_people, make_portals

NOW = timezone.now()
LATER = NOW + timedelta(seconds=77, microseconds=654_321)
AT_RANDOM = {"created_at", "seen_at", "timestamp", "translation_key", "uuid"}
pytestmark = pytest.mark.django_db


def world(at, portals, people):
    """Make a world, read every row but for what chance and clock fill in, and undo it."""
    with transaction.atomic(), connection.cursor() as cursor:
        portals()
        people(Shop.objects.get(), Club.objects.get(), at)
        found = {name: told(cursor, name) for name in connection.introspection.table_names()}
        transaction.set_rollback(True)
    return found


def told(cursor, table):
    cursor.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{name: one[name] for name in one if name not in AT_RANDOM} for one in rows]


def test_world_that_is_written_again_is_the_one_made_anew(monkeypatch):
    anew = world(LATER, make_portals, make_people)
    world(NOW, create_portals, create_people)
    for maker in ("make_portals", "make_people"):
        monkeypatch.setattr(f"tests.people.{maker}", pytest.fail)
    again = world(LATER, create_portals, create_people)
    assert len(anew["accounts_customer"]) == len(anew["billing_customerfacts"]) == 7
    assert again == anew


def test_world_is_made_anew_where_something_stands_already():
    world(NOW, create_portals, create_people)
    Shop.objects.create(name="First")
    create_portals()
    assert Shop.objects.count() == 2
