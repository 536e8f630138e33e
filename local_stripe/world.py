"""Objects, events and the time, as the handlers and the engine use them."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import stripe

from local_stripe.account_settings import settings_of
from local_stripe.blanks import blank
from local_stripe.errors import Json, missing
from local_stripe.schedule import DAY, Agenda, next_due
from local_stripe.state import State

_PREFIXES = {
    "billing_portal.configuration": "bpc", "billing_portal.session": "bps", "charge": "ch",
    "checkout.session": "cs_test", "customer": "cus", "discount": "di", "dispute": "du",
    "event": "evt", "invoice": "in",
    "invoice_payment": "inpay", "invoiceitem": "ii", "line_item": "il", "payment_intent": "pi",
    "payment_method": "pm", "price": "price", "product": "prod", "promotion_code": "promo",
    "refund": "re",
    "setup_intent": "seti", "subscription": "sub", "subscription_item": "si",
    "test_helpers.test_clock": "clock", "webhook_endpoint": "we",
}  # fmt: skip


class _RehearsalOver(Exception):
    """Undoes what was rehearsed."""


class World:
    """What one request, or one step of the timeline, works on.

    The time stands still while a step is played: everything in it happens at `moment`.
    """

    def __init__(self, state: State, *, host: str = "http://127.0.0.1") -> None:
        self.state = state
        self.host = host
        self.moment: int | None = None
        self.clock: str | None = None
        self.request_id: str | None = None
        self.idempotency_key: str | None = None
        self.on_event: Callable[[Json], None] = lambda _event: None

    def now(self) -> int:
        """The demo's time, in seconds."""
        if self.moment is not None:
            return self.moment
        return int(self.wall())

    def wall(self) -> float:
        """The demo's time as it goes by, whatever stands still."""
        return time.time() + self.offset

    @property
    def offset(self) -> int:
        """Seconds that the demo's clock is ahead of the real one."""
        return int(self.state.value("offset") or 0)

    @contextmanager
    def business(self, *ids: str) -> Iterator[None]:
        """The time stands still for one piece of business.

        It is the time of the test clock that the first of the objects lives by that has one.
        """
        self.moment = self.now()
        if self.state.value("clocks"):
            self.clock = next(filter(None, map(self._clock_behind, ids)), None)
        if self.clock:
            self.moment = self.get(self.clock, "test_helpers.test_clock")["frozen_time"]
        try:
            yield
        finally:
            self.moment = self.clock = None

    def _clock_behind(self, object_id: str) -> str | None:
        found = self.find(object_id)
        if found is None and object_id.startswith("si_"):
            found = self.state.naming("subscription", f'"{object_id}"')
        if found is None:
            return None
        if found["object"] == "test_helpers.test_clock":
            return object_id
        owner = object_id if found["object"] == "customer" else found.get("customer")
        return self.clock_of(owner)

    def secret(self, object_id: str) -> str:
        """A client secret for an intent."""
        return f"{object_id}_secret_{self.state.draw(25)}"

    def new(self, kind: str, /, **fields: Any) -> Json:
        """An object that is not stored yet."""
        found = blank(kind)
        always = {"created": self.now(), "livemode": False, "metadata": {}}
        found.update({name: value for name, value in always.items() if name in found})
        if "id" not in fields:
            found["id"] = f"{_PREFIXES[kind]}_{self.state.draw()}"
        found.update(fields)
        return found

    def find(self, object_id: str) -> Json | None:
        """A copy of any object, or None."""
        return self.state.read(object_id)

    def get(self, object_id: str, kind: str, *, param: str = "id") -> Json:
        """A copy of an object that has to be there and of that kind."""
        found = self.state.read(object_id)
        if found is None or found["object"] != kind:
            raise missing(kind, object_id, param=param)
        return found

    def live(self, object_id: str, kind: str, *, param: str = "id") -> Json:
        """An object that has to be there and not deleted."""
        found = self.get(object_id, kind, param=param)
        if found.get("deleted"):
            raise missing(kind, object_id, param=param)
        return found

    def all(
        self, kind: str, *, owner: str | None = None, newest_first: bool = True
    ) -> Iterator[Json]:
        """Objects of a kind, of one owner if one is named."""
        yield from list(self.state.scan(kind, owner=owner, newest_first=newest_first))

    def put(self, found: Json) -> Json:
        """Store an object without a word."""
        # A payment of an invoice names no customer; it is looked up by its invoice.
        owner = found["invoice"] if found["object"] == "invoice_payment" else found.get("customer")
        if delay := settings_of(self.state).search_delay:
            self.state.keep_version(found["id"], at=self.wall(), delay=delay)
        clock = self.clock_of(owner)
        if clock and "test_clock" in found:
            found["test_clock"] = clock
        due = next_due(found, self.agenda(found))
        self.state.write(found, owner=owner, due=due, clock=clock)
        return found

    def clock_of(self, customer: str | None) -> str | None:
        """The test clock that a customer lives by."""
        return (self.state.value(f"clock:{customer}") or None) if customer else None

    def agenda(self, found: Json) -> Agenda:
        """What falls due for an object apart from what it says itself."""
        noted = self.state.json_value(f"noted:{found['id']}") or []
        steps = tuple((at, step) for at, step in noted)
        if found["object"] != "subscription":
            return Agenda(steps)
        told = {
            name: self.state.value(f"told_{name}:{found['id']}") for name in ("renewal", "trial")
        }
        return Agenda(
            steps,
            upcoming=settings_of(self.state).upcoming_days * DAY,
            told_renewal=int(told["renewal"]) if told["renewal"] else None,
            told_trial=int(told["trial"]) if told["trial"] else None,
        )

    def note(self, object_id: str, *steps: tuple[int, str]) -> None:
        """Put down what is to be done to an object, in place of what was; then store it."""
        self.state.set_json(f"noted:{object_id}", steps)

    def save(self, found: Json, *events: str, before: Json | None = None) -> Json:
        """Store an object and tell of it; `.updated` events say what it was before.

        `before` is needed only if the object was stored in between.
        """
        before = before or self.state.read(found["id"])
        self.put(found)
        if found.get("deleted"):
            # Late business of somebody who is gone is nobody's news.
            return found
        for name in events:
            changed = _changed(before, found) if name.endswith(".updated") and before else None
            if changed != {}:
                self.emit(name, found, changed)
        return found

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Whatever is done inside is forgotten at its end, and the time is what it was."""
        moment, drawn = self.moment, ""
        try:
            with self.state.transaction():
                yield
                drawn = self.state.value("drawn") or "0"
                raise _RehearsalOver
        except _RehearsalOver:
            # The ids were seen, so nothing else may get them.
            self.state.set_value("drawn", drawn)
        finally:
            self.moment = moment

    def emit(self, name: str, found: Json, previous: Json | None = None) -> None:
        """Make an event, for the lists and the webhooks."""
        data: Json = {"object": json.loads(json.dumps(found))}  # copy.deepcopy takes twice as long
        if previous is not None:
            data["previous_attributes"] = previous
        request = {"id": self.request_id, "idempotency_key": self.idempotency_key}
        event = self.new(
            "event",
            created=int(self.wall()) if self.clock else self.now(),
            type=name,
            api_version=stripe.api_version,
            pending_webhooks=0,
            request=request,
            data=data,
        )
        self.put(event)
        self.on_event(event)


def tombstone(found: Json) -> Json:
    """What remains to be seen of a deleted object."""
    return {"id": found["id"], "object": found["object"], "deleted": True}


def _changed(before: Json, after: Json) -> Json:
    names = before.keys() | after.keys()
    return {name: before.get(name) for name in names if before.get(name) != after.get(name)}
