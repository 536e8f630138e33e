"""Disputes: begun by a card or by a control, answered, won and lost."""

import pytest
import stripe

from tests.local_stripe.cast import DAY, control

WORDS = "winning_evidence"


@pytest.fixture
def dispute(api):
    """The dispute that the card for it makes."""
    given = {"amount": 1500, "currency": "usd", "confirm": True}
    intent = api.payment_intents.create({**given, "payment_method": "pm_card_createDispute"})
    return api.disputes.list({"payment_intent": intent.id}).data[0]


def _told(api):
    names = [one.type for one in api.events.list({"limit": 100}).data]
    return [name.removeprefix("charge.dispute.") for name in names if "dispute" in name][::-1]


def test_card_for_disputes_makes_one(api, dispute):
    assert (dispute.status, dispute.reason, dispute.amount) == (
        "needs_response",
        "fraudulent",
        1500,
    )
    assert api.charges.retrieve(dispute.charge).disputed
    assert _told(api) == ["created", "funds_withdrawn"]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [(WORDS, "won", ["closed", "funds_reinstated"]), ("losing_evidence", "lost", ["closed"])],
)
def test_magic_words_decide(api, dispute, words, status, told):
    answered = api.disputes.update(dispute.id, {"evidence": {"uncategorized_text": words}})
    assert answered.status == status
    assert _told(api)[2:] == ["updated", *told]


def test_evidence_can_be_kept_before_it_is_sent(api, dispute):
    given = {"evidence": {"product_description": "Coffee"}, "submit": False}
    kept = api.disputes.update(dispute.id, given)
    assert (kept.status, kept.evidence_details.has_evidence) == ("needs_response", True)
    sent = api.disputes.update(dispute.id, {"submit": True})
    assert (sent.status, sent.evidence.product_description) == ("under_review", "Coffee")
    with pytest.raises(stripe.InvalidRequestError, match="under_review"):
        api.disputes.update(dispute.id, given)


def test_closed_dispute_is_lost(api, dispute):
    assert api.disputes.close(dispute.id).status == "lost"
    with pytest.raises(stripe.InvalidRequestError, match="lost already"):
        api.disputes.close(dispute.id)


def test_dispute_that_nobody_answers_is_lost(local, api, dispute):
    local.advance(8 * DAY)
    found = api.disputes.retrieve(dispute.id)
    assert (found.status, found.evidence_details.past_due) == ("lost", True)


def test_disputed_charge_cannot_be_refunded(api, dispute):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create({"charge": dispute.charge})
    assert caught.value.code == "charge_disputed"
    api.disputes.update(dispute.id, {"evidence": {"uncategorized_text": WORDS}})
    assert api.refunds.create({"charge": dispute.charge}).amount == 1500


def test_control_disputes_any_charge_once_and_decides(local, api, shop):
    subscription = shop.subscribe()
    charge = api.charges.list({"customer": subscription.customer}).data[0].id
    given = {"charge": charge, "reason": "product_not_received"}
    made = control(local.url, "/_local/disputes", given)[1]
    assert control(local.url, "/_local/disputes", given)[0] == 400
    decided = control(local.url, f"/_local/disputes/{made['id']}", {"outcome": "won"})[1]
    assert (made["reason"], decided["status"]) == ("product_not_received", "won")
    assert control(local.url, f"/_local/disputes/{made['id']}", {"outcome": "x"})[0] == 400
