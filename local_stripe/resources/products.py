"""`/v1/products`."""

from local_stripe.errors import Json, invalid
from local_stripe.listing import page
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources import prices
from local_stripe.resources.reading import readable_one
from local_stripe.world import World, tombstone

_PATH = "/v1/products"
_PLAIN = ("active", "description", "images", "marketing_features", "name", "package_dimensions",
          "shippable", "statement_descriptor", "tax_code", "unit_label", "url")  # fmt: skip

readable_one(_PATH, "product")


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new product, with its default price if that is described."""
    named = {"id": params["id"]} if params.get("id") else {}
    if named and world.find(params["id"]):
        message = f"Product already exists: {params['id']}"
        raise invalid(message, code="resource_already_exists", param="id")
    product = world.new(
        "product",
        **named,
        active=True,
        images=[],
        marketing_features=[],
        type="service",
        updated=world.now(),
    )
    world.save(apply(product, params, *_PLAIN), "product.created")
    if described := params.get("default_price_data"):
        price = prices.create(world, Params({**described, "product": product["id"]}))
        product["default_price"] = price["id"]
        world.put(product)
    return product


@route("POST", _PATH + "/{product}")
def update(world: World, params: Params, product_id: str) -> Json:
    """Change a product."""
    product = world.live(product_id, "product")
    product["updated"] = world.now()
    return world.save(apply(product, params, *_PLAIN, "default_price"), "product.updated")


@route("DELETE", _PATH + "/{product}")
def delete(world: World, _params: Params, product_id: str) -> Json:
    """Delete a product that has no prices."""
    product = world.live(product_id, "product")
    if any(price["product"] == product_id for price in world.all("price")):
        raise invalid("This product cannot be deleted because it has one or more prices.")
    world.emit("product.deleted", product)
    return tombstone(world.put({**product, "deleted": True}))


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The list, of active ones or of named ones."""
    keep = [lambda product: not product.get("deleted")]
    if "active" in params:
        keep.append(lambda product: product["active"] == params["active"])
    if ids := params.get("ids"):
        keep.append(lambda product: product["id"] in ids)
    return page(world, params, kind="product", url=_PATH, keep=keep)
