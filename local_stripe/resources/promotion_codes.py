"""`/v1/promotion_codes`: the words by which customers redeem coupons."""

from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.reading import readable
from local_stripe.world import World

_PATH = "/v1/promotion_codes"
_FREE = {
    "first_time_transaction": False,
    "minimum_amount": None,
    "minimum_amount_currency": None,
}


def refreshed(world: World, code: Json) -> Json:
    """The code, no longer active once it is used up or its time is over."""
    limit, until = code["max_redemptions"], code["expires_at"]
    used_up = limit is not None and code["times_redeemed"] >= limit
    over = until is not None and until <= world.now()
    return {**code, "active": bool(code["active"] and not used_up and not over)}


readable(
    _PATH,
    "promotion_code",
    filters={
        "active": "active",
        "code": "code",
        "coupon": "promotion.coupon",
        "customer": "customer",
    },
    any_case={"code"},
    shown=refreshed,
)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new code for a coupon; its word may be used by one active code only."""
    given = params["promotion"]
    coupon = world.live(given.get("coupon", ""), "coupon", param="promotion[coupon]")
    word = params.get("code") or world.state.draw(8).upper()
    if any(_is_taken(world, one, word) for one in world.all("promotion_code")):
        raise invalid(f"An active promotion code with `code: {word}` already exists.", param="code")
    code = world.new(
        "promotion_code",
        active=params.get("active", True),
        code=word,
        promotion={"type": "coupon", "coupon": coupon["id"]},
        restrictions={**_FREE, **params.get("restrictions", {})},
        times_redeemed=0,
    )
    if "customer" in params:
        world.live(params["customer"], "customer", param="customer")
    apply(code, params, "customer", "expires_at", "max_redemptions")
    return world.save(code, "promotion_code.created")


@route("POST", _PATH + "/{code}")
def update(world: World, params: Params, code_id: str) -> Json:
    """Switch a code on or off."""
    code = world.get(code_id, "promotion_code")
    world.save(apply(code, params, "active", "restrictions"), "promotion_code.updated")
    return refreshed(world, code)


def redeemable(world: World, code_id: str, subscription: Json, *, param: str) -> Json:
    """A code that this subscription, or this draft, may use; raises otherwise."""
    code = world.get(code_id, "promotion_code", param=param)
    if not refreshed(world, code)["active"]:
        raise invalid("This promotion code is expired or not active.", param=param)
    customer = subscription["customer"]
    if code["customer"] not in (None, customer):
        raise invalid("This promotion code cannot be redeemed by this customer.", param=param)
    limits = code["restrictions"]
    if limits["first_time_transaction"] and _has_paid(world, customer):
        message = "This promotion code cannot be redeemed because the associated customer has"
        raise invalid(f"{message} prior transactions.", param=param)
    if (limits["minimum_amount"] or 0) > _worth(subscription):
        raise invalid("This promotion code asks for a larger amount.", param=param)
    return code


def _is_taken(world: World, code: Json, word: str) -> bool:
    return bool(code["code"].lower() == word.lower() and refreshed(world, code)["active"])


def _has_paid(world: World, customer: str) -> bool:
    return any(one["status"] == "succeeded" for one in world.all("charge", owner=customer))


def _worth(subscription: Json) -> int:
    if subscription["object"] == "invoice":
        return int(subscription["subtotal"])
    items = (subscription["items"] or {"data": []})["data"]
    return sum((item["price"]["unit_amount"] or 0) * item["quantity"] for item in items)
