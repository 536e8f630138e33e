"""Customers' sessions: a key finds its row on its own portal, and nothing else finds anything."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import CustomerSession
from accounts.sessions import CustomerSessionStore


@pytest.fixture
def key(visit, shop):
    return visit(shop, "active").cookies["portico"].value


def found(key, site_id) -> CustomerSession | None:
    store = CustomerSessionStore(key, site_id=site_id)
    store.load()
    return store.row


def test_a_key_of_another_portal_finds_nothing(key, shop, club):
    assert found(key, shop.site_id) is not None
    assert found(key, club.site_id) is None


@pytest.mark.parametrize("forged", ["a\x00bcdefgh", "A" * 32, "abc defgh", "é" * 12, "%00000000"])
def test_a_key_that_nobody_made_is_not_looked_for(db, shop, forged):
    with CaptureQueriesContext(connection) as asked:
        assert found(forged, shop.site_id) is None
    assert len(asked) == 0
