from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from billing.models import PaymentState
from billing.sources.payments import added, entry, refunded_of, state_of

NOW = datetime(2026, 2, 1, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)


def said(state, refunded=0, asked=NOW, also=()):
    return entry(state, refunded, asked, also=also)


@pytest.mark.parametrize(
    ("states", "together"),
    [
        (["void"], "void"),
        (["void", "failed"], "failed"),
        (["failed", "pending"], "pending"),
        (["pending", "requires_action"], "requires_action"),
        (["failed", "paid"], "paid"),
        (["paid", "disputed"], "disputed"),
        (["refunded", "refunded"], "refunded"),
        (["refunded", "void"], "refunded"),
    ],
)
def test_several_payments_are_told_as_one(states, together):
    assert state_of({f"pi_{n}": said(state) for n, state in enumerate(states)}) == together


def test_one_of_two_given_back_is_a_part():
    payments = {"pi_1": said("refunded", 500), "pi_2": said("paid")}
    assert (state_of(payments), refunded_of(payments)) == ("partially_refunded", 500)


@pytest.mark.parametrize("state", PaymentState)
def test_one_payment_is_told_as_it_is(state):
    refunded = 1 if "refund" in state else 0
    assert state_of({"pi_1": said(state, refunded)}) == state


def test_what_was_asked_for_earlier_changes_nothing():
    payments = {"pi_1": said("paid", asked=LATER)}
    assert added(payments, "pi_1", said("failed")) is payments


def test_an_invoice_takes_the_place_of_its_payment_and_of_no_other():
    payments = {"pi_1": said("paid", 100), "pi_2": said("failed")}
    found = added(payments, "in_1", said("paid", 100, also=["in_1", "pi_1", "ch_1"]))
    assert found.keys() == {"in_1", "pi_2"}
    assert found["in_1"]["also"] == ["in_1", "pi_1"]


def test_a_payment_of_an_invoice_that_is_known_says_nothing_more():
    payments = {"in_1": said("paid", also=["pi_1"])}
    assert added(payments, "pi_1", said("paid", asked=LATER)) is payments
