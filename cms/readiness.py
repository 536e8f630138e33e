"""What a process needs before it may be sent visitors."""

from __future__ import annotations

from celery import current_app
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from kombu.exceptions import OperationalError

from accounts.models import Customer

BROKER_SECONDS = 2
FACTS_COMPLETE, FACTS_SECONDS = "readyz-facts", 3_600


def faults() -> list[str]:
    """Return what is missing, in words; an empty list when all is well."""
    return [fault for fault in (_database(), _facts(), _cache(), _broker()) if fault]


def _database() -> str:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "The database does not answer."
    return f"{len(waiting)} migrations have not been applied." if waiting else ""


def _facts() -> str:
    """Look for customers that no rule could know of, until there was none: no door makes one."""
    try:
        if cache.get(FACTS_COMPLETE):
            return ""
        if Customer.objects.filter(deleted_at=None, facts=None).exists():
            return "Customers have no facts: run manage.py rebuild_facts."
        cache.set(FACTS_COMPLETE, "yes", FACTS_SECONDS)
    except (DatabaseError, OSError):
        return ""  # said of the database, or of the cache
    return ""


def _cache() -> str:
    try:
        cache.set("readyz", "yes", 5)
        return "" if cache.get("readyz") == "yes" else "The cache forgets."
    except OSError:
        return "The cache does not answer."


def _broker() -> str:
    try:
        with current_app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (OSError, OperationalError):
        return "The queue does not answer."
    return ""
