"""Does a request, or an answer, keep to the API? The installed stripe package decides.

Requests are checked before their handler runs and answers after it. A request that breaks the
contract gets Stripe's own 400; an answer that does is recorded, and refused in strict mode.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jsonschema_rs

from local_stripe import form, routes, sdk_schema
from local_stripe.errors import ApiError, Json

# Parameters that this API version took away, with the code it refuses them by.
_RETIRED = {"payment_method_types": "payment_method_types_no_longer_supported"}
_NO_PARAMETERS: Json = {
    "type": "object",
    "properties": {"expand": {"type": "array", "items": {"type": "string"}}},
}
_DELETED_FIELDS = frozenset({"id", "object", "deleted", "discount", "currency"})
_LIST_FIELDS = frozenset({"object", "data", "has_more", "url"})
_ENVELOPES = {"list": _LIST_FIELDS, "search_result": _LIST_FIELDS | {"next_page"}}


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where an answer is not what Stripe would send."""

    call: str
    where: str
    message: str


@dataclass(slots=True)
class ContractLog:
    """What was asked and answered, what was wrong with it, and which parameters had no effect.

    Calls are named by their way: `GET /v1/customers/{id}`.
    """

    requests: int = 0
    answers: int = 0
    events: int = 0
    routes: Counter[str] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)
    ignored: dict[str, set[str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def saw(self, method: str, path: str, *, answered: bool) -> None:
        """Count a request, and its answer if there was one."""
        with self._lock:
            self.requests += 1
            self.answers += answered
            self.routes[name_of(method, path)] += 1

    def judge_event(self, event: Json) -> None:
        """Check an event, which webhooks send and nobody may ever ask for."""
        self.events += 1
        self.violations.extend(check_answer(f"event {event['type']}", event))

    def clear(self) -> None:
        """Begin anew."""
        self.requests = self.answers = self.events = 0
        self.routes.clear()
        self.violations.clear()
        self.ignored.clear()

    def ignore(self, call: str, names: set[str]) -> None:
        """Remember parameters that Stripe accepts and this server does nothing with."""
        if names:
            self.ignored.setdefault(call, set()).update(names)


def name_of(method: str, path: str) -> str:
    """A call by its documented name; what Stripe does not have is all one."""
    route = routes.find(method, path)
    return f"{method} {routes.nameless(route.template)}" if route else f"{method} (unknown)"


def check_request(method: str, path: str, raw: Json) -> Json:
    """The parameters with their types; raises what Stripe would answer otherwise."""
    route = routes.find(method, path)
    if route is None:
        message = f"Unrecognized request URL ({method}: {path})."
        raise ApiError(404, "invalid_request_error", message)
    params = route.params
    try:
        checked: Json = form.coerce(
            raw, sdk_schema.params_schema(params) if params else _NO_PARAMETERS
        )
    except ApiError as refusal:
        if code := _RETIRED.get(refusal.detail.get("param", "")):
            refusal.detail["code"] = code
        raise
    return checked


def check_answer(call: str, body: Json) -> list[Violation]:
    """Where the answer departs from the classes of the stripe package."""
    return [
        Violation(call, f"{where}: {place}".strip(": "), message[:200])
        for where, found in _objects(body, "")
        for place, message in _faults(found)
    ]


def _faults(found: Json) -> list[tuple[str, str]]:
    kind = found["object"]
    if fields := _ENVELOPES.get(kind):
        return [] if set(found) - {"total_count"} == fields else [(kind, f"has {sorted(found)}")]
    # A deleted discount is sent whole; of everything else only the id remains.
    if found.get("deleted") and kind != "discount":
        extra = set(found) - _DELETED_FIELDS
        return [(kind, f"deleted with {sorted(extra)}")] if extra else []
    if kind == "invoice" and "id" not in found:
        # The one that `invoice.upcoming` tells of has no id, though its class says so.
        found = {**found, "id": "upcoming_in"}
    validator = _validator(kind)
    if validator is None:
        return [("object", f"unknown object {kind}")]
    return [(".".join(map(str, e.instance_path)), e.message) for e in validator.iter_errors(found)]


def _objects(value: Any, at: str) -> Iterator[tuple[str, Json]]:
    """Every API object inside the value, each to be judged by its own schema."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _objects(item, f"{at}[{number}]")
    if not isinstance(value, dict):
        return
    if isinstance(value.get("object"), str):
        yield at or value["object"], value
    for key, item in value.items():
        # Metadata is the merchant's own and may well have a key called `object`.
        if key not in ("metadata", "previous_attributes"):
            yield from _objects(item, f"{at}.{key}" if at else key)


@cache
def _validator(kind: str) -> jsonschema_rs.Draft7Validator | None:
    try:
        schema = sdk_schema.object_schema(kind)
    except LookupError:
        return None
    return jsonschema_rs.Draft7Validator(schema)
