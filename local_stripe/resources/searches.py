"""`GET /v1/*/search`: objects by query, as they were when the index last looked."""

import base64

from local_stripe.account_settings import settings_of
from local_stripe.errors import Json, invalid
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.search import FieldKind, Fields, compiled
from local_stripe.world import World

_DEFAULT_LIMIT = 10
_SUBSCRIPTION = {"subscription": "parent.subscription_details.subscription"}
_CARD = "payment_method_details.card."
_FIELDS: dict[str, dict[str, FieldKind]] = {
    "charge": {
        "amount": "numeric",
        "billing_details.address.postal_code": "token",
        "created": "numeric",
        "currency": "token",
        "customer": "token",
        "disputed": "token",
        "metadata": "token",
        _CARD + "brand": "token",
        _CARD + "exp_month": "token",
        _CARD + "exp_year": "token",
        _CARD + "fingerprint": "token",
        _CARD + "last4": "token",
        "refunded": "token",
        "status": "token",
    },
    "customer": {
        "created": "numeric",
        "email": "string",
        "metadata": "token",
        "name": "string",
        "phone": "string",
    },
    "invoice": {
        "created": "numeric",
        "currency": "token",
        "customer": "token",
        "metadata": "token",
        "number": "string",
        "receipt_number": "string",
        "status": "string",
        "subscription": "token",
        "total": "numeric",
    },
    "payment_intent": {
        "amount": "numeric",
        "created": "numeric",
        "currency": "token",
        "customer": "token",
        "metadata": "token",
        "status": "token",
    },
    "price": {
        "active": "token",
        "currency": "token",
        "lookup_key": "string",
        "metadata": "token",
        "product": "string",
        "type": "token",
    },
    "product": {
        "active": "token",
        "description": "string",
        "metadata": "token",
        "name": "string",
        "shippable": "token",
        "url": "string",
    },
    "subscription": {
        "canceled_at": "numeric",
        "created": "numeric",
        "metadata": "token",
        "status": "string",
    },
}


def _searchable(kind: str) -> None:
    path = f"/v1/{kind}s/search"
    fields = Fields(f"{kind}s", _FIELDS[kind], _SUBSCRIPTION if kind == "invoice" else {})

    def search(world: World, params: Params) -> Json:
        test = compiled(params["query"], fields)
        delay = settings_of(world.state).search_delay
        found = world.state.indexed(kind, at=world.wall() - delay)
        matching = [one for one in found if not one.get("deleted") and test(one)]
        return _page(matching, params, url=path)

    search.__doc__ = f"Search by {', '.join(sorted(_FIELDS[kind]))}."
    route("GET", path)(search)


def _page(found: list[Json], params: Params, *, url: str) -> Json:
    limit = params.get("limit", _DEFAULT_LIMIT)
    if not 1 <= limit <= 100:
        raise invalid("This value must be between 1 and 100 (inclusive).", param="limit")
    begin = _place(params.get("page"))
    end = begin + limit
    more = len(found) > end
    total = {"total_count": len(found)} if "total_count" in params.get("expand", []) else {}
    return {
        "object": "search_result",
        "data": found[begin:end],
        "has_more": more,
        "next_page": base64.urlsafe_b64encode(str(end).encode()).decode() if more else None,
        "url": url,
        **total,
    }


def _place(token: str | None) -> int:
    if not token:
        return 0
    try:
        return int(base64.urlsafe_b64decode(token))
    except ValueError:
        raise invalid("This page is not one that a search gave.", param="page") from None


for _kind in _FIELDS:
    _searchable(_kind)
