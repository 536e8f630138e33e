"""`/v1/prices`."""

from local_stripe.errors import Json, invalid
from local_stripe.listing import at, equal_tests, page
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.reading import readable_one
from local_stripe.world import World

_PATH = "/v1/prices"
_EQUAL = {"active": "active", "currency": "currency", "product": "product", "type": "type"}

readable_one(_PATH, "price")


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new price of a product, made along with it if it is described."""
    recurring = params.get("recurring")
    price = world.new(
        "price",
        active=True,
        billing_scheme="per_unit",
        product=_product(world, params),
        recurring=_recurring(recurring) if recurring else None,
        tax_behavior="unspecified",
        type="recurring" if recurring else "one_time",
    )
    apply(price, params, "active", "currency", "lookup_key", "nickname", "tax_behavior")
    price["currency"] = price["currency"].lower()
    price["unit_amount"], price["unit_amount_decimal"] = _amount(params)
    return world.save(price, "price.created")


@route("POST", _PATH + "/{price}")
def update(world: World, params: Params, price_id: str) -> Json:
    """Change what may be changed of a price: never its amount."""
    price = world.get(price_id, "price")
    apply(price, params, "active", "lookup_key", "nickname", "tax_behavior")
    return world.save(price, "price.updated")


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The list, by product, currency, type, lookup key or interval."""
    keep = equal_tests(params, _EQUAL)
    if keys := params.get("lookup_keys"):
        keep.append(lambda price: price["lookup_key"] in keys)
    if interval := params.get("recurring", {}).get("interval"):
        keep.append(lambda price: at(price, "recurring.interval") == interval)
    return page(world, params, kind="price", url=_PATH, keep=keep)


def _product(world: World, params: Params) -> str:
    if described := params.get("product_data"):
        product = world.new(
            "product",
            active=True,
            images=[],
            marketing_features=[],
            name=described["name"],
            type="service",
            updated=world.now(),
        )
        world.save(product, "product.created")
        return str(product["id"])
    if not params.get("product"):
        message = "You must provide either `product` or `product_data`."
        raise invalid(message, code="parameter_missing", param="product")
    return str(world.live(params["product"], "product", param="product")["id"])


def _recurring(given: Json) -> Json:
    return {
        "interval": given["interval"],
        "interval_count": given.get("interval_count", 1),
        "meter": None,
        "trial_period_days": given.get("trial_period_days"),
        "usage_type": given.get("usage_type", "licensed"),
    }


def _amount(params: Params) -> tuple[int | None, str]:
    if "unit_amount" in params:
        return params["unit_amount"], str(params["unit_amount"])
    decimal = params.get("unit_amount_decimal")
    if decimal is None:
        message = "Missing required param: unit_amount."
        raise invalid(message, code="parameter_missing", param="unit_amount")
    return (int(decimal) if decimal.isdigit() else None), decimal
