"""Turns URLs of the environment into Django's and Celery's own settings.

Without a URL everything is embedded: SQLite, a cache and a message queue in folders, shared by
the processes of one machine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
import django_cache_url

# Wagtail's autosave and live preview write at the same moment. With SQLite's deferred
# transactions 3 of 15 edits ended in "database is locked"; with immediate ones, none.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
}


# A connection made anew for each request costs 74-77 % more CPU a page on PostgreSQL, and over a
# millisecond on SQLite.
KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


EMAIL_SECONDS = 20  # a worker must not wait for a mail server for ever


def database(url: str) -> dict[str, Any]:
    """Settings of the database at `url`. Raise `ValueError` for a scheme nobody knows."""
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    if config["ENGINE"].endswith("sqlite3"):
        sqlite = {"ENGINE": config["ENGINE"], "NAME": config["NAME"], "OPTIONS": SQLITE_OPTIONS}
        return {**sqlite, **KEPT}
    return {**config, **KEPT}


def stand_in(url: str) -> str:
    """Origin of a stand-in for Stripe.js at `url`, empty where it is Stripe's own."""
    parts = urlsplit(url)
    return "" if parts.hostname == "js.stripe.com" else f"{parts.scheme}://{parts.netloc}"


def cache(url: str, folder: Path) -> dict[str, Any]:
    """Settings of the cache at `url`, or of one in `folder` that all processes here share."""
    if url:
        return dict(django_cache_url.parse(url))
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(folder),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }


def broker(url: str, folder: Path) -> dict[str, Any]:
    """Celery's broker settings for `url`, or for a queue of files in `folder`."""
    if url:
        return {"broker_url": url}
    folder.mkdir(parents=True, exist_ok=True)
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder)}
    return {
        "broker_url": "files://localhost//",
        "broker_transport_options": {
            **options,
            "control_folder": str(folder / "control"),
            "polling_interval": 0.25,  # seconds
        },
    }


def email(url: str) -> dict[str, Any]:
    """Django's e-mail settings (`EMAIL_…`) for `url`; `file:///srv/mail` is that folder."""
    said = {key: value for key, value in dj_email_url.parse(url).items() if value is not None}
    found = {"EMAIL_TIMEOUT": EMAIL_SECONDS, **said}
    if url.startswith("file:"):
        found["EMAIL_FILE_PATH"] = f"/{found['EMAIL_FILE_PATH']}"  # its first slash gets lost
    return found
