from __future__ import annotations

import time

import pytest
from django.db import connection

from cms.rules.bounded import TookTooLong, bounded

ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT COUNT(*) FROM t"
pytestmark = pytest.mark.django_db


def test_a_statement_that_never_ends_is_stopped():
    began = time.monotonic()
    with pytest.raises(TookTooLong), bounded(0.05), connection.cursor() as cursor:
        cursor.execute(ENDLESS)
    assert time.monotonic() - began < 20


def test_what_is_too_large_for_the_database_took_too_long_too():
    with pytest.raises(TookTooLong), bounded(1), connection.cursor() as cursor:
        cursor.execute("SELECT nonsense")


def test_others_are_not_stopped():
    with bounded(0.5), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS.replace("FROM t)", "FROM t WHERE n < 200000)"))
        assert cursor.fetchone()[0] == 200_000
