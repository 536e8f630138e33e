from __future__ import annotations

import pytest

from billing.models import FulfilmentState, PaymentState
from billing.sources.faults import UnreadableError
from billing.sources.words import FULFILMENT, PAYMENT, state_of


@pytest.mark.parametrize(
    ("word", "state"),
    [("Partially_Refunded", "partially_refunded"), ("voided", "void"), ("completed", "paid")],
)
def test_payment_words_of_other_systems_are_known(word, state):
    assert state_of(word, PAYMENT, "payment_states") == state


def test_an_unknown_word_is_refused_with_the_remedy():
    with pytest.raises(UnreadableError, match=r'"sonderbar" = "\w+" under \[payment_states\]'):
        state_of("sonderbar", PAYMENT, "payment_states")


def test_every_word_means_a_state_there_is():
    assert set(PAYMENT.values()) == set(PaymentState.values)
    assert set(FULFILMENT.values()) == set(FulfilmentState.values)
