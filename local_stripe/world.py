"""Objects, events and the time, as the handlers and the engine use them."""

import copy
import time
from collections.abc import Callable, Iterator
from typing import Any

import stripe

from local_stripe.blanks import blank
from local_stripe.errors import Json, missing
from local_stripe.schedule import next_due
from local_stripe.state import State

_PREFIXES = {
    "charge": "ch", "customer": "cus", "discount": "di", "event": "evt", "invoice": "in",
    "invoice_payment": "inpay", "invoiceitem": "ii", "line_item": "il", "payment_intent": "pi",
    "payment_method": "pm", "price": "price", "product": "prod", "refund": "re",
    "setup_intent": "seti", "subscription": "sub", "subscription_item": "si",
    "webhook_endpoint": "we",
}  # fmt: skip


class World:
    """What one request, or one step of the timeline, works on.

    The time stands still while a step is played: everything in it happens at `moment`.
    """

    def __init__(self, state: State, *, host: str = "http://127.0.0.1") -> None:
        self.state = state
        self.host = host
        self.moment: int | None = None
        self.request_id: str | None = None
        self.idempotency_key: str | None = None
        self.on_event: Callable[[Json], None] = lambda _event: None

    def now(self) -> int:
        """The demo's time, in seconds."""
        if self.moment is not None:
            return self.moment
        return int(time.time()) + self.offset

    @property
    def offset(self) -> int:
        """Seconds that the demo's clock is ahead of the real one."""
        return int(self.state.value("offset") or 0)

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
        self.state.write(found, owner=owner, due=next_due(found))
        return found

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

    def emit(self, name: str, found: Json, previous: Json | None = None) -> None:
        """Make an event, for the lists and the webhooks."""
        data: Json = {"object": copy.deepcopy(found)}
        if previous is not None:
            data["previous_attributes"] = previous
        request = {"id": self.request_id, "idempotency_key": self.idempotency_key}
        event = self.new(
            "event",
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
