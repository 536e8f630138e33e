"""Refunds that take their time, and some that come back."""

import pytest

from local_stripe.errors import ApiError
from tests.local_stripe.cast import DAY, control


def _refund(api, card, **more):
    given = {"amount": 1500, "currency": "usd", "confirm": True}
    intent = api.payment_intents.create({**given, "payment_method": f"pm_card_{card}"})
    return api.refunds.create({"payment_intent": intent.id, **more})


def test_pending_refund_succeeds_later(local, api):
    refund = _refund(api, "pendingRefund")
    assert refund.status == "pending"
    local.advance(2 * DAY)
    assert api.refunds.retrieve(refund.id).status == "succeeded"


def test_refund_that_fails_is_owed_again(local, api):
    refund = _refund(api, "refundFail", amount=500)
    assert refund.status == "succeeded"
    local.advance(2 * DAY)
    failed = api.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    charge = api.charges.retrieve(refund.charge)
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    assert api.events.list({"type": "refund.failed"}).data


def test_pending_refund_fails_when_told_to(local, api):
    refund = _refund(api, "pendingRefund")
    answer = control(local.url, f"/_local/refunds/{refund.id}", {"outcome": "failed"})
    assert answer[1]["status"] == "failed"
    local.advance(2 * DAY)
    assert api.refunds.retrieve(refund.id).status == "failed"
    with pytest.raises(ApiError, match="failed already"):
        local.stripe.settle_refund(refund.id, succeeded=True)


def test_nonsense_for_a_refund_is_refused(local, api):
    refund = _refund(api, "pendingRefund")
    assert control(local.url, f"/_local/refunds/{refund.id}", {"outcome": "lost"})[0] == 400
