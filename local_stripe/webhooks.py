"""Webhooks: who is told of an event, signed deliveries, and second attempts.

Events queue their deliveries in the transaction that makes them. In `auto` mode a thread sends
what is due; in `manual` mode a test says what arrives when, in which order and how often.
"""

import hashlib
import hmac
import http.client
import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal

from local_stripe.account_settings import settings_of
from local_stripe.errors import Json
from local_stripe.schedule import HOUR
from local_stripe.state import State

Order = Literal["given", "shuffle", "reverse"]
_TIMEOUT = 10.0
_FAST_RETRIES = 11
# Stripe documents an exponential back-off over three days, and in a sandbox three retries over a
# few hours; the single steps are not documented.
_WAITS: dict[str, tuple[float, ...]] = {
    "live": (300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, *[12 * HOUR] * 4),
    "sandbox": (600, HOUR, 3 * HOUR),
}
_STALE = 3600
_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one endpoint."""

    seq: int
    event: str
    endpoint: str
    attempts: int


def signature(body: bytes, *secrets: str, at: int) -> str:
    """The header that proves who sent these exact bytes, and when; one proof a secret."""
    signed = f"{at}.".encode() + body
    digests = [hmac.new(one.encode(), signed, hashlib.sha256).hexdigest() for one in secrets]
    return ",".join([f"t={at}", *(f"v1={digest}" for digest in digests)])


class Webhooks:
    """The queue of deliveries and the thread that works on it."""

    def __init__(self, state: State, *, auto: bool, first_wait: float = 1.0) -> None:
        self._state = state
        fast = tuple(min(first_wait * 2**n, HOUR) for n in range(_FAST_RETRIES))
        self._waits = {**_WAITS, "fast": fast}
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        if auto:
            self._thread = threading.Thread(target=self._run, daemon=True, name="webhooks")
            self._thread.start()

    def queue(self, event: Json) -> None:
        """Note who has to be told of a new event; the caller holds the transaction."""
        told = [one["id"] for one in self._endpoints() if _wants(one, event["type"])]
        for endpoint in told:
            self._insert(event["id"], endpoint)
        if told:
            event["pending_webhooks"] = len(told)
            self._state.write(event, owner=None, due=None)

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    def resend(self, event_id: str) -> int:
        """Tell everybody of an event again; returns how many that is."""
        with self._state.transaction():
            event = self._state.read(event_id)
            told = [] if event is None else self._endpoints()
            chosen = [one for one in told if event and _wants(one, event["type"])]
            for endpoint in chosen:
                self._insert(event_id, endpoint["id"])
        self.wake()
        return len(chosen)

    def roll(self, endpoint: str, *, keep_for: int) -> str:
        """Give an endpoint a new secret; the one before stays valid for so many seconds."""
        with self._state.transaction():
            older = self._state.value(f"secret:{endpoint}")
            secret = f"whsec_{self._state.draw(32)}"
            self._state.set_json(f"older_secret:{endpoint}", [older, time.time() + keep_for])
            self._state.set_value(f"secret:{endpoint}", secret)
        return secret

    def deliver(
        self,
        *,
        order: Order = "given",
        duplicate: int = 1,
        drop: Collection[str] = (),
        tamper: bool = False,
        stale: bool = False,
        most: int | None = None,
    ) -> list[int]:
        """Send what is due now; returns the statuses answered (0: nobody there).

        `most` leaves the rest for later.
        `drop` names event types that get lost; `tamper` changes the body after it is signed;
        `stale` signs as of an hour ago; `duplicate` sends everything so many times.
        """
        statuses: list[int] = []
        for delivery in _ordered(self._due(), order)[:most]:
            found = self._content(delivery)
            if found is None or found[0]["type"] in drop:
                self._finish(delivery, "dropped", "dropped")
                continue
            event, endpoint, secrets = found
            at = int(time.time()) - (_STALE if stale else 0)
            if endpoint["api_version"]:
                event["api_version"] = endpoint["api_version"]
            body = json.dumps(event, indent=2).encode()
            sent = body.replace(b'"object"', b'"obJect"', 1) if tamper else body
            headers = {"Stripe-Signature": signature(body, *secrets, at=at)}
            statuses.extend(_post(endpoint["url"], sent, headers) for _ in range(duplicate))
            self._record(delivery, statuses[-1])
        return statuses

    def close(self) -> None:
        """Stop the thread."""
        self._stop.set()
        self._wake.set()
        if self._thread:
            self._thread.join(timeout=_TIMEOUT)

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self.deliver():
                self._wake.wait(_PAUSE)
                self._wake.clear()

    def _endpoints(self) -> list[Json]:
        found = self._state.scan("webhook_endpoint")
        return [one for one in found if one["status"] == "enabled"]

    def _insert(self, event: str, endpoint: str) -> None:
        self._state.db.execute(
            "insert into delivery (event, endpoint, attempts, due, status, outcome)"
            " values (?, ?, 0, ?, 'pending', '')",
            (event, endpoint, time.time()),
        )

    def _due(self) -> list[Delivery]:
        query = (
            "select seq, event, endpoint, attempts from delivery"
            " where status = 'pending' and due <= ? order by seq limit 500"
        )
        with self._state.lock:
            rows = self._state.db.execute(query, (time.time(),)).fetchall()
        return [Delivery(*row) for row in rows]

    def _content(self, delivery: Delivery) -> tuple[Json, Json, list[str]] | None:
        with self._state.lock:
            event = self._state.read(delivery.event)
            endpoint = self._state.read(delivery.endpoint)
            secrets = self._secrets(delivery.endpoint)
        if event is None or endpoint is None or endpoint["status"] != "enabled" or not secrets:
            return None
        return event, endpoint, secrets

    def _secrets(self, endpoint: str) -> list[str]:
        """The secrets that are valid now: for a while after a roll those are two."""
        found = [self._state.value(f"secret:{endpoint}") or ""]
        older, until = self._state.json_value(f"older_secret:{endpoint}") or ("", 0)
        if until > time.time():
            found.append(older)
        return [secret for secret in found if secret]

    def _record(self, delivery: Delivery, status: int) -> None:
        if 200 <= status < 300:
            self._finish(delivery, "done", str(status))
            return
        attempts = delivery.attempts + 1
        with self._state.lock:
            waits = self._waits[settings_of(self._state).webhook_retries]
        if attempts > len(waits):
            self._finish(delivery, "failed", str(status))
            return
        wait = waits[delivery.attempts]
        with self._state.transaction():
            self._state.db.execute(
                "update delivery set attempts = ?, due = ?, outcome = ? where seq = ?",
                (attempts, time.time() + wait, str(status), delivery.seq),
            )

    def _finish(self, delivery: Delivery, status: str, outcome: str) -> None:
        with self._state.transaction():
            self._state.db.execute(
                "update delivery set status = ?, outcome = ?, attempts = ? where seq = ?",
                (status, outcome, delivery.attempts + 1, delivery.seq),
            )
            event = self._state.read(delivery.event)
            if event and status == "done":
                event["pending_webhooks"] = max(event["pending_webhooks"] - 1, 0)
                self._state.write(event, owner=None, due=None)


def _wants(endpoint: Json, event_type: str) -> bool:
    return "*" in endpoint["enabled_events"] or event_type in endpoint["enabled_events"]


def _ordered(deliveries: list[Delivery], order: Order) -> list[Delivery]:
    if order == "reverse":
        return deliveries[::-1]
    if order == "shuffle":
        # The same shuffle each time, so that a failing test fails again.
        random.Random(len(deliveries)).shuffle(deliveries)  # noqa: S311
    return deliveries


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    sent = {
        **headers,
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    }
    # An endpoint is set by whoever runs this server on their own machine.
    request = urllib.request.Request(url, data=body, headers=sent)  # noqa: S310
    opener: Callable[..., Any] = _OPENER.open
    try:
        with opener(request, timeout=_TIMEOUT) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (OSError, http.client.HTTPException):
        return 0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Stripe does not follow redirects of webhooks: they count as failures."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
