"""Which handler answers which call of the API."""

from collections.abc import Callable

from local_stripe import routes
from local_stripe.errors import Json

Handler = Callable[..., Json]
_HANDLERS: dict[tuple[str, str], Handler] = {}


def route(method: str, template: str) -> Callable[[Handler], Handler]:
    """Register a handler; it is called as `handler(world, params, *ids)`."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[method, routes.nameless(template)] = handler
        return handler

    return register


def find(method: str, path: str) -> tuple[Handler, tuple[str, ...]] | None:
    """The handler of a request and the ids in its path.

    It goes by Stripe's own table of calls, so that `/v1/customers/search` is not mistaken for
    the customer of that name.
    """
    known = routes.find(method, path)
    handler = _HANDLERS.get((method, routes.nameless(known.template))) if known else None
    match = known.pattern.match(path) if known else None
    return (handler, match.groups()) if handler and match else None


def handlers() -> list[tuple[str, str]]:
    """Every call that is answered, with the first line of what its handler says of itself."""
    told = {
        key: (handler.__doc__ or "").strip().split("\n")[0] for key, handler in _HANDLERS.items()
    }
    return sorted((f"{method} {template}", text) for (method, template), text in told.items())


def calls() -> list[str]:
    """Every call that is answered, as `METHOD /path`."""
    return sorted(f"{method} {template}" for method, template in _HANDLERS)
