"""Which handler answers which call."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local_stripe.errors import Json
from local_stripe.routes import pattern_of

Handler = Callable[..., Json]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call that this server answers."""

    method: str
    template: str
    pattern: re.Pattern[str]
    handler: Handler


_ENDPOINTS: list[Endpoint] = []


def route(method: str, template: str) -> Callable[[Handler], Handler]:
    """Register a handler; it is called as `handler(world, params, *ids)`."""

    def register(handler: Handler) -> Handler:
        _ENDPOINTS.append(Endpoint(method, template, pattern_of(template), handler))
        _ENDPOINTS.sort(key=lambda endpoint: endpoint.template.count("{"))
        return handler

    return register


def find(method: str, path: str) -> tuple[Handler, tuple[Any, ...]] | None:
    """The handler of a request and the ids in its path."""
    for endpoint in _ENDPOINTS:
        if endpoint.method == method and (match := endpoint.pattern.match(path)):
            return endpoint.handler, match.groups()
    return None


def calls() -> list[str]:
    """Every call that is answered, as `METHOD /path`."""
    return sorted(f"{endpoint.method} {endpoint.template}" for endpoint in _ENDPOINTS)
