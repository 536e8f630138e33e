"""`/v1/account`: the shop's own account."""

from local_stripe.errors import Json
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.world import World


@route("GET", "/v1/account")
def retrieve(world: World, _params: Params) -> Json:
    """The account that the key belongs to."""
    return world.new(
        "account",
        id="acct_local",
        charges_enabled=True,
        country="US",
        default_currency="usd",
        details_submitted=True,
        email="shop@example.com",
        payouts_enabled=True,
        type="standard",
    )
