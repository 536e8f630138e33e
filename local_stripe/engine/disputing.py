"""Disputes: a customer's bank takes the money back until it is settled who is right."""

from local_stripe import sdk_schema
from local_stripe.errors import Json, invalid
from local_stripe.schedule import DAY
from local_stripe.world import World

_TIME_TO_ANSWER = 7 * DAY
_DECIDED = ("won", "lost")


def begin(world: World, charge: Json, *, reason: str) -> Json:
    """Dispute a charge."""
    if charge["disputed"] or not charge["captured"]:
        raise invalid(f"Charge {charge['id']} cannot be disputed.", param="charge")
    due = world.now() + _TIME_TO_ANSWER
    brand = charge["payment_method_details"]["card"]["brand"]
    card = {
        "brand": brand,
        "case_type": "chargeback",
        "network": brand,
        "network_reason_code": "83",
    }
    dispute = world.new(
        "dispute",
        amount=charge["amount_captured"] - charge["amount_refunded"],
        balance_transactions=[],
        charge=charge["id"],
        currency=charge["currency"],
        enhanced_eligibility_types=[],
        evidence={**dict.fromkeys(_evidence_fields()), "enhanced_evidence": {}},
        evidence_details={
            "due_by": due,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        is_charge_refundable=False,
        payment_intent=charge["payment_intent"],
        payment_method_details={"type": "card", "card": card},
        reason=reason,
        status="needs_response",
    )
    charge["disputed"] = True
    world.save(charge, "charge.updated")
    world.note(dispute["id"], (due, "lose_dispute"))
    return world.save(dispute, "charge.dispute.created", "charge.dispute.funds_withdrawn")


def submit(world: World, dispute: Json) -> Json:
    """Send the evidence; as at Stripe, magic words in it decide at once."""
    details = dispute["evidence_details"]
    details["submission_count"] += 1
    details["submission_method"] = "manual"
    dispute["status"] = "under_review"
    world.note(dispute["id"])
    world.save(dispute, "charge.dispute.updated")
    outcome = _MAGIC_WORDS.get(dispute["evidence"]["uncategorized_text"])
    return decide(world, dispute, won=outcome) if outcome is not None else dispute


def decide(world: World, dispute: Json, *, won: bool) -> Json:
    """The bank's last word."""
    if dispute["status"] in _DECIDED:
        raise invalid(f"This dispute is {dispute['status']} already.")
    world.note(dispute["id"])
    dispute["status"] = "won" if won else "lost"
    returned = ("charge.dispute.funds_reinstated",) if won else ()
    return world.save(dispute, "charge.dispute.closed", *returned)


def lose(world: World, dispute: Json) -> None:
    """Nobody answered in time."""
    dispute["evidence_details"]["past_due"] = True
    decide(world, dispute, won=False)


_MAGIC_WORDS = {"winning_evidence": True, "losing_evidence": False}


def _evidence_fields() -> list[str]:
    return list(sdk_schema.object_schema("dispute")["properties"]["evidence"]["properties"])
