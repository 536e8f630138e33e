"""`/v1/disputes`: answering what customers' banks ask."""

from local_stripe.engine import disputing
from local_stripe.errors import Json, invalid
from local_stripe.params import Params, apply, merged
from local_stripe.registry import route
from local_stripe.resources.reading import readable
from local_stripe.world import World

_PATH = "/v1/disputes"
_OPEN = ("needs_response", "warning_needs_response")

readable(_PATH, "dispute", filters={"charge": "charge", "payment_intent": "payment_intent"})


@route("POST", _PATH + "/{dispute}")
def update(world: World, params: Params, dispute_id: str) -> Json:
    """Give evidence, and send it unless it says not to."""
    dispute = world.get(dispute_id, "dispute")
    if dispute["status"] not in _OPEN:
        raise invalid(f"This dispute is already {dispute['status']}.")
    apply(dispute, params, "intended_submission_method")
    if evidence := params.get("evidence"):
        dispute["evidence"] = merged(dispute["evidence"], evidence)
        dispute["evidence_details"]["has_evidence"] = True
        if params.get("submit", True):
            return disputing.submit(world, dispute)
    elif params.get("submit"):
        return disputing.submit(world, dispute)
    return world.save(dispute, "charge.dispute.updated")


@route("POST", _PATH + "/{dispute}/close")
def close(world: World, _params: Params, dispute_id: str) -> Json:
    """Give in: the dispute is lost."""
    return disputing.decide(world, world.get(dispute_id, "dispute"), won=False)
