"""What a process needs before it may be sent visitors."""

from __future__ import annotations

from celery import current_app
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from kombu.exceptions import OperationalError

BROKER_SECONDS = 2


def faults() -> list[str]:
    """Return what is missing, in words; an empty list when all is well."""
    return [fault for fault in (_database(), _cache(), _broker()) if fault]


def _database() -> str:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "The database does not answer."
    return f"{len(waiting)} migrations have not been applied." if waiting else ""


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
