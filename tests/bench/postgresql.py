"""A PostgreSQL of its own for figures of very many rows, set up as a server for them would be."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.pgserver import address_of, server_at

SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",  # no disk turns
    "jit": "off",  # it costs more than these statements take
    "autovacuum": "off",  # not while something is measured
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}


@contextmanager
def running() -> Iterator[str]:
    """Yield its address, as settings read it; afterwards nothing is left of it."""
    folder = Path(tempfile.mkdtemp(prefix="portico-bench-"))
    server = server_at(folder / "data")
    try:
        for name, value in SETTINGS.items():
            server.psql(f"ALTER SYSTEM SET {name} = '{value}';")
        server.cleanup()  # some of these count from the next start
        server = server_at(folder / "data")
        yield address_of(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
