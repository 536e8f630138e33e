"""`/v1/checkout/sessions`: beginning, reading and ending; `checkout_completion` does the rest."""

from local_stripe.engine import checkout
from local_stripe.errors import Json, invalid
from local_stripe.listing import at, equal_tests, page, page_of
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources import prices
from local_stripe.resources.reading import readable_one
from local_stripe.schedule import DAY, HOUR
from local_stripe.world import World

_PATH = "/v1/checkout/sessions"
_KIND = "checkout.session"
_PLAIN = ("allow_promotion_codes", "cancel_url", "client_reference_id", "customer",
          "customer_creation", "customer_email", "locale", "success_url")  # fmt: skip
_EQUAL = {name: name for name in ("customer", "payment_intent", "status", "subscription")}
_DATA = ("payment_intent_data", "setup_intent_data", "subscription_data")
_NO_TEXT = dict.fromkeys(
    ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
)

readable_one(_PATH, _KIND)


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The list, by customer, what it made, status or the customer's mail."""
    keep = equal_tests(params, _EQUAL)
    if details := params.get("customer_details"):
        keep.append(lambda one: at(one, "customer_details.email") == details["email"])
    return page(world, params, kind=_KIND, url=_PATH, keep=keep)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A page on which something is bought, subscribed to, or a card is saved."""
    mode = params.get("mode") or "payment"
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise invalid("This local Stripe has hosted pages only.", param="ui_mode")
    session = _blank(world, mode)
    apply(session, params, *_PLAIN)
    if session["customer"]:
        world.live(session["customer"], "customer", param="customer")
    lines = [_line(world, given, mode) for given in params.get("line_items", [])]
    if bool(lines) == (mode == "setup"):
        raise invalid("line_items are needed, but not in mode setup.", param="line_items")
    _add_up(world, session, lines, params)
    session["expires_at"] = _expiry(world, params)
    checkout.keep_lines(world, session["id"], lines)
    kept = {name: params[name] for name in _DATA if name in params}
    world.state.set_json(f"checkout_data:{session['id']}", kept)
    return world.put(session)


@route("POST", _PATH + "/{session}/expire")
def expire(world: World, _params: Params, session_id: str) -> Json:
    """End a session before its time."""
    session = world.get(session_id, _KIND)
    if session["status"] != "open":
        message = "Only Checkout Sessions with a status in [open] can be expired."
        raise invalid(f"{message} This one is {session['status']}.")
    return checkout.expire(world, session)


@route("GET", _PATH + "/{session}/line_items")
def line_items(world: World, params: Params, session_id: str) -> Json:
    """What a session sells, in its order."""
    world.get(session_id, _KIND)
    lines = checkout.lines_of(world, session_id)
    return page_of(lines, params, url=f"{_PATH}/{session_id}/line_items")


def _blank(world: World, mode: str) -> Json:
    session = world.new(
        _KIND,
        automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
        custom_fields=[],
        custom_text=dict(_NO_TEXT),
        mode=mode,
        payment_method_collection="always",
        payment_method_types=["card"],
        payment_status="no_payment_required" if mode == "setup" else "unpaid",
        shipping_options=[],
        status="open",
        ui_mode="hosted_page",
    )
    session["url"] = f"{world.host}/_local/checkout/{session['id']}"
    return session


def _line(world: World, given: Json, mode: str) -> Json:
    if data := given.get("price_data"):
        price = prices.create(world, Params(data))
    else:
        price = world.get(given.get("price", ""), "price", param="line_items[0][price]")
    if mode == "payment" and price["recurring"]:
        message = "You specified `payment` mode but passed a recurring price."
        raise invalid(message, param="line_items[0][price]")
    return checkout.line_of(world, price, given.get("quantity", 1))


def _add_up(world: World, session: Json, lines: list[Json], params: Params) -> None:
    if not lines:
        session["currency"] = params.get("currency")
        return
    given = params.get("discounts", [])
    coupon_ids = [_coupon(world, one) for one in given]
    less = checkout.take_off(world, lines, coupon_ids)
    subtotal = sum(line["amount_subtotal"] for line in lines)
    session.update(
        amount_subtotal=subtotal,
        amount_total=subtotal - less,
        currency=lines[0]["currency"],
        discounts=[
            {"coupon": one.get("coupon"), "promotion_code": one.get("promotion_code")}
            for one in given
        ],
        total_details={"amount_discount": less, "amount_shipping": 0, "amount_tax": 0},
    )


def _coupon(world: World, given: Json) -> str:
    if code := given.get("promotion_code"):
        found = world.get(code, "promotion_code", param="discounts[0][promotion_code]")
        return str(found["promotion"]["coupon"])
    return str(given.get("coupon", ""))


def _expiry(world: World, params: Params) -> int:
    now, end = world.now(), params.get("expires_at")
    if end is None:
        return now + DAY
    if not now + HOUR // 2 <= end <= now + DAY:
        message = "expires_at has to be between 30 minutes and 24 hours from now."
        raise invalid(message, param="expires_at")
    return int(end)
