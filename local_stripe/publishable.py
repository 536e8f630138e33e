"""What a browser may do with the publishable key: only what a client secret opens.

The stand-in for Stripe.js sends the number of a test card; it becomes the card's token, as
Stripe's own form would make of it.
"""

import datetime as dt
import re

from local_stripe.engine.cards import method_for, token_of_number
from local_stripe.errors import ApiError, Json
from local_stripe.params import merged
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
    data = raw.get("payment_method_data", {})
    if data.get("card", {}).get("number"):
        kept["payment_method"] = _typed(world, data)["id"]
    return kept


def _typed(world: World, data: Json) -> Json:
    """The payment method of a card whose number was typed."""
    card = data["card"]
    method = method_for(world, token_of_number(card["number"]))
    if card.get("exp_month") and card.get("exp_year"):
        _date(world, method, str(card["exp_month"]), str(card["exp_year"]))
    method["billing_details"] = merged(method["billing_details"], data.get("billing_details", {}))
    method["allow_redisplay"] = data.get("allow_redisplay", method["allow_redisplay"])
    return world.put(method)


def _date(world: World, method: Json, month: str, year: str) -> None:
    today = dt.datetime.fromtimestamp(world.now(), dt.UTC)
    if not (month.isdecimal() and 1 <= int(month) <= 12):
        raise _misdated("month")
    if not year.isdecimal() or (int(year), int(month)) < (today.year, today.month):
        raise _misdated("year")
    method["card"].update(exp_month=int(month), exp_year=int(year))


def _misdated(part: str) -> ApiError:
    message = f"Your card's expiration {part} is invalid."
    code = f"invalid_expiry_{part}"
    return ApiError(402, "card_error", message, code=code, param=f"exp_{part}")


def redacted(body: Json) -> Json:
    """An intent, or an error about one, as a browser may see it."""
    if "error" in body:
        return {"error": redacted(body["error"])}
    seen = {name: value for name, value in body.items() if name not in _HIDDEN}
    nested = [
        name for name in ("payment_intent", "setup_intent") if isinstance(seen.get(name), dict)
    ]
    return {**seen, **{name: redacted(seen[name]) for name in nested}}
