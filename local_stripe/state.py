"""Everything the local Stripe remembers, in one SQLite database (a file or memory).

One lock and one transaction a request. Ids are drawn from the seed and a counter that is kept
here, so the same requests make the same ids, across restarts too.
"""

import hashlib
import json
import secrets
import sqlite3
import string
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from local_stripe.errors import Json

_ALPHABET = string.digits + string.ascii_letters
_TABLES = """
create table if not exists object (
    seq integer primary key, id text unique not null, kind text not null, customer text,
    created integer not null, due integer, json text not null);
create index if not exists object_listed on object (kind, created, seq);
create index if not exists object_owned on object (customer, kind, created, seq);
create index if not exists object_due on object (due, seq) where due is not null;
create table if not exists kept_answer (
    key text primary key, fingerprint text not null, status integer not null, body text not null,
    at real not null);
create table if not exists delivery (
    seq integer primary key, event text not null, endpoint text not null,
    attempts integer not null, due real not null, status text not null, outcome text not null);
create index if not exists delivery_due on delivery (status, due);
create table if not exists request (
    seq integer primary key, id text not null, method text not null, path text not null,
    idempotency_key text, status integer not null, at real not null);
create table if not exists clock_due (
    id text primary key, clock text not null, due integer not null);
create index if not exists clock_due_first on clock_due (clock, due);
create table if not exists version (
    seq integer primary key, id text not null, until real not null, json text);
create table if not exists kv (key text primary key, value text not null);
"""
_NAMES = ("object", "kept_answer", "delivery", "request", "clock_due", "version", "kv")


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer kept under an idempotency key."""

    fingerprint: str
    status: int
    body: Json


class State:
    """The database; every method expects the caller to hold `lock` or a transaction."""

    def __init__(self, path: str = ":memory:", *, seed: int | None = None) -> None:
        self.lock = threading.RLock()
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # A demo's state may be lost with the machine's power, but not with the process.
        self.db.executescript("pragma journal_mode=wal; pragma synchronous=off;" + _TABLES)
        if self.value("seed") is None:
            self.set_value("seed", str(secrets.randbits(64) if seed is None else seed))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another one it is a part that may fail alone."""
        with self.lock:
            nested = self.db.in_transaction
            self.db.execute("savepoint part" if nested else "begin immediate")
            try:
                yield
            except BaseException:
                self.db.execute("rollback to part" if nested else "rollback")
                if nested:
                    self.db.execute("release part")
                raise
            self.db.execute("release part" if nested else "commit")

    def value(self, key: str) -> str | None:
        """A remembered text, or None."""
        row = self.db.execute("select value from kv where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_value(self, key: str, value: str) -> None:
        """Remember a text."""
        self.db.execute("insert or replace into kv values (?, ?)", (key, value))

    def json_value(self, key: str) -> Any:
        """A remembered piece of JSON, or None."""
        kept = self.value(key)
        return None if kept is None else json.loads(kept)

    def set_json(self, key: str, value: Any) -> None:
        """Remember a piece of JSON."""
        self.set_value(key, json.dumps(value))

    def draw(self, length: int = 24) -> str:
        """The next letters and digits of this seed's sequence."""
        count = int(self.value("drawn") or 0) + 1
        self.set_value("drawn", str(count))
        digest = hashlib.sha512(f"{self.value('seed')}:{count}".encode()).digest()
        return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:length])

    def write(
        self, found: Json, *, owner: str | None, due: int | None, clock: str | None = None
    ) -> None:
        """Store an object under its id; it falls due by its test clock if it has one."""
        if clock:
            self.db.execute("delete from clock_due where id = ?", (found["id"],))
            if due is not None:
                values = (found["id"], clock, due)
                self.db.execute("insert into clock_due values (?, ?, ?)", values)
            due = None
        self.db.execute(
            "insert into object (id, kind, customer, created, due, json)"
            " values (?, ?, ?, ?, ?, ?) on conflict (id) do update set"
            " customer = excluded.customer, due = excluded.due, json = excluded.json",
            (
                found["id"],
                found["object"],
                owner,
                found.get("created", 0),
                due,
                json.dumps(found),
            ),
        )

    def read(self, object_id: str) -> Json | None:
        """A fresh copy of an object, or None."""
        row = self.db.execute("select json from object where id = ?", (object_id,)).fetchone()
        return json.loads(row[0]) if row else None

    def remove(self, object_id: str) -> None:
        """Forget an object altogether."""
        self.db.execute("delete from object where id = ?", (object_id,))
        self.db.execute("delete from clock_due where id = ?", (object_id,))

    def place(self, object_id: str) -> tuple[int, int] | None:
        """Where an object stands in the order of lists."""
        query = "select created, seq from object where id = ?"
        row = self.db.execute(query, (object_id,)).fetchone()
        return (row[0], row[1]) if row else None

    def scan(
        self,
        kind: str,
        *,
        owner: str | None = None,
        after: tuple[int, int] | None = None,
        newest_first: bool = True,
    ) -> Iterator[Json]:
        """Objects of a kind in the order of lists, strictly past a place."""
        where, values = "kind = ?", [kind]
        arguments: list[Any] = list(values)
        if owner is not None:
            where, arguments = where + " and customer = ?", [*arguments, owner]
        if after is not None:
            where += f" and (created, seq) {'<' if newest_first else '>'} (?, ?)"
            arguments.extend(after)
        way = "desc" if newest_first else "asc"
        # Only fixed words are put in; values are bound.
        query = f"select json from object where {where} order by created {way}, seq {way}"  # noqa: S608
        for row in self.db.execute(query, arguments):
            yield json.loads(row[0])

    def naming(self, kind: str, text: str) -> Json | None:
        """An object of a kind that has a text in it somewhere."""
        query = "select json from object where kind = ? and instr(json, ?) limit 1"
        row = self.db.execute(query, (kind, text)).fetchone()
        return json.loads(row[0]) if row else None

    def first_due(self, until: int, clock: str | None = None) -> tuple[int, str] | None:
        """The time and id of what falls due first, up to a time, by one test clock or by none."""
        if clock is None:
            query = "select due, id from object where due <= ? order by due, seq limit 1"
            row = self.db.execute(query, (until,)).fetchone()
        else:
            query = (
                "select clock_due.due, id from clock_due join object using (id)"
                " where clock = ? and clock_due.due <= ? order by clock_due.due, seq limit 1"
            )
            row = self.db.execute(query, (clock, until)).fetchone()
        return (row[0], row[1]) if row else None

    def keep_version(self, object_id: str, *, at: float, delay: float) -> None:
        """Remember what an object was until now, for searches that lag behind."""
        row = self.db.execute("select json from object where id = ?", (object_id,)).fetchone()
        values = (object_id, at, row[0] if row else None)
        self.db.execute("insert into version (id, until, json) values (?, ?, ?)", values)
        self.db.execute("delete from version where until < ?", (at - delay,))

    def indexed(self, kind: str, *, at: float) -> Iterator[Json]:
        """Objects of a kind as they were at a time shortly ago, newest first."""
        query = "select id, json from version where until > ? order by seq desc"
        older = dict(self.db.execute(query, (at,)).fetchall())
        query = "select id, json from object where kind = ? order by created desc, seq desc"
        for object_id, text in self.db.execute(query, (kind,)):
            if then := older.get(object_id, text):
                yield json.loads(then)

    def latest_created(self) -> int | None:
        """When the newest object was made, but for events and webhook endpoints."""
        query = "select max(created) from object where kind not in ('event', 'webhook_endpoint')"
        row = self.db.execute(query).fetchone()
        return row[0] if row else None

    def saved_answer(self, key: str, *, since: float) -> Saved | None:
        """The answer first given under an idempotency key, if that was not before `since`."""
        query = "select fingerprint, status, body from kept_answer where key = ? and at >= ?"
        row = self.db.execute(query, (key, since)).fetchone()
        return Saved(row[0], row[1], json.loads(row[2])) if row else None

    def save_answer(self, key: str, saved: Saved, *, at: float) -> None:
        """Keep an answer for replays of its key, in place of one that is too old for that."""
        values = (key, saved.fingerprint, saved.status, json.dumps(saved.body), at)
        self.db.execute("insert or replace into kept_answer values (?, ?, ?, ?, ?)", values)

    def clear(self) -> None:
        """Forget everything but the seed."""
        seed = self.value("seed") or ""
        with self.transaction():
            for name in _NAMES:
                self.db.execute(f"delete from {name}")  # noqa: S608
            self.set_value("seed", seed)

    def fork(self, path: str = ":memory:") -> "State":
        """A copy that goes its own way."""
        copy = State(path)
        with self.lock:
            self.db.backup(copy.db)
        return copy

    def close(self) -> None:
        """Close the database."""
        with self.lock:
            self.db.close()
