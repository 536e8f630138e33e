"""What a browser may do with the publishable key: only what a client secret opens.

The stand-in for Stripe.js sends the number of a test card; it becomes the card's token, as
Stripe's own form would make of it.
"""

import re

from local_stripe.engine.cards import token_of_number
from local_stripe.errors import ApiError, Json
from local_stripe.world import World

_ALLOWED = re.compile(r"^/v1/(setup|payment)_intents/([^/]+)(/confirm)?$")
_KEPT = ("expand", "payment_method", "return_url")
_HIDDEN = ("customer", "metadata")


def is_publishable(key: str) -> bool:
    """Is this a key that every visitor knows?"""
    return key.startswith("pk_")


def checked(world: World, method: str, path: str, raw: Json) -> Json:
    """The parameters as a server would send them; raises 403 for anything else."""
    match = _ALLOWED.match(path)
    confirms = bool(match and match[3])
    secret = raw.get("client_secret")
    intent = world.find(match[2]) if match else None
    if intent is None or not secret or intent.get("client_secret") != secret:
        message = "This API call cannot be made with a publishable API key."
        raise ApiError(403, "invalid_request_error", message, code="secret_key_required")
    if confirms != (method == "POST"):
        raise ApiError(403, "invalid_request_error", "Only reading and confirming are allowed.")
    # Details of a browser that the server's call does not know.
    kept: Json = {name: raw[name] for name in _KEPT if name in raw}
    card = raw.get("payment_method_data", {}).get("card", {})
    if number := card.get("number"):
        kept["payment_method"] = token_of_number(number)
    return kept


def redacted(body: Json) -> Json:
    """An intent as a browser may see it."""
    return {name: value for name, value in body.items() if name not in _HIDDEN}
