"""`/v1/refunds`."""

from local_stripe.engine import refunding
from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply
from local_stripe.registry import route
from local_stripe.resources.reading import readable
from local_stripe.world import World

_PATH = "/v1/refunds"

readable(_PATH, "refund", filters={"charge": "charge", "payment_intent": "payment_intent"})


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """Give back all or part of a charge, once."""
    charge = _charge(world, params)
    left = charge["amount_captured"] - charge["amount_refunded"]
    amount = params.get("amount", left)
    if any(_takes_back(one, charge) for one in world.all("dispute")):
        message = f"Charge {charge['id']} has been charged back and cannot be refunded."
        raise invalid(message, code="charge_disputed")
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise invalid(message, code="charge_already_refunded")
    if not 0 < amount <= left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise invalid(message, param="amount")
    refund = world.new(
        "refund",
        amount=amount,
        charge=charge["id"],
        currency=charge["currency"],
        customer=charge["customer"],
        destination_details={"type": "card", "card": {"type": "refund"}},
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        status="succeeded",
    )
    apply(refund, params, "reason")
    refunding.begin(world, refund)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    world.save(refund, "refund.created")
    world.save(charge, "charge.refunded")
    return refund


@route("POST", _PATH + "/{refund}")
def update(world: World, params: Params, refund_id: str) -> Json:
    """Change the metadata of a refund."""
    return world.save(apply(world.get(refund_id, "refund"), params), "refund.updated")


def _takes_back(dispute: Json, charge: Json) -> bool:
    return bool(dispute["charge"] == charge["id"] and dispute["status"] != "won")


def _charge(world: World, params: Params) -> Json:
    if intent_id := params.get("payment_intent"):
        intent = world.get(intent_id, "payment_intent", param="payment_intent")
        if intent["latest_charge"] is None:
            message = (
                f"The PaymentIntent ({intent_id}) does not have a successful charge to refund."
            )
            raise invalid(message, param="payment_intent")
        charge_id = intent["latest_charge"]
    else:
        charge_id = params.get("charge")
    if charge_id is None:
        message = "One of the following params should be provided: payment_intent or charge."
        raise invalid(message, code="parameter_missing")
    charge = world.get(charge_id, "charge", param="charge")
    if charge["status"] != "succeeded" or not charge["captured"]:
        raise invalid(f"Charge {charge_id} does not have a successful payment to refund.")
    return charge
