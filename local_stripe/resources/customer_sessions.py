"""`POST /v1/customer_sessions`: what a browser may see of a customer for half an hour."""

from local_stripe.errors import Json
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.world import World

_LIFE = 1800
_COMPONENTS = ("active_entitlements", "buy_button", "customer_portal", "customer_sheet",
               "mobile_payment_element", "payment_element", "pricing_table")  # fmt: skip
_SHEET = {"payment_method_allow_redisplay_filters": ["always"], "payment_method_remove": None}
_ELEMENT = {
    "payment_method_allow_redisplay_filters": ["always"],
    "payment_method_redisplay": "disabled",
    "payment_method_remove": "disabled",
    "payment_method_save": "disabled",
}
_FEATURES: dict[str, Json] = {
    "customer_sheet": _SHEET,
    "mobile_payment_element": _ELEMENT,
    "payment_element": {
        **_ELEMENT,
        "payment_method_redisplay_limit": 3,
        "payment_method_save_usage": None,
    },
}


@route("POST", "/v1/customer_sessions")
def create(world: World, params: Params) -> Json:
    """A new session; it has no id and cannot be read again."""
    customer = world.live(params.get("customer", ""), "customer", param="customer")
    given = params["components"]
    session = world.new(
        "customer_session",
        id="",
        client_secret=f"cuss_secret_{world.state.draw(40)}",
        components={name: _component(name, given.get(name)) for name in _COMPONENTS},
        customer=customer["id"],
        expires_at=world.now() + _LIFE,
    )
    del session["id"]
    return session


def _component(name: str, given: Json | None) -> Json:
    component: Json = {"enabled": bool(given and given["enabled"])}
    if name in _FEATURES:
        features = {**_FEATURES[name], **(given or {}).get("features", {})}
        component["features"] = features if component["enabled"] else None
    return component
