"""The last step. No database is needed."""

from __future__ import annotations

import pytest

from portal_blocks.cancel_confirm.block import CancelConfirmBlock
from tests.portal_blocks.cast import PLACE, shown, subscription, viewer

NOTICE = {"cancel_terms": {"renewals": 0, "notice": 20, "states": []}}
FROM = "You can cancel from Thursday 3 December."
BLOCK = CancelConfirmBlock()


def value(**more):
    return BLOCK.to_python({"heading": "Cancel", "keep_label": "Keep it", **more})


def test_terms_say_from_when_in_place_of_the_button():
    drawn = shown(BLOCK, NOTICE, viewer(subscription()))
    assert (FROM in drawn, "/cancel/" in drawn, "Your subscription" in drawn) == (True, False, True)


def test_what_is_kept_as_proof_is_what_the_terms_let_be_seen():
    assert BLOCK.told(value(**NOTICE), viewer(subscription()), PLACE).words == f"Cancel\n{FROM}"


@pytest.mark.parametrize("state", ["past_due", "incomplete"])
def test_terms_hold_back_nobody_whose_payment_failed(state):
    drawn = shown(BLOCK, NOTICE, viewer(subscription(state)))
    assert ("/cancel/" in drawn, "You can cancel from" in drawn) == (True, False)


def test_proof_holds_every_word_before_the_button_and_on_it():
    told = BLOCK.told(value(lost=["Shipping"], words="<p>Yours</p>"), viewer(subscription()), PLACE)
    assert told.words.splitlines() == [
        "Cancel",
        "You keep it until Thursday 3 December, which is paid for.",
        "Nothing more is charged. You can change your mind until then.",
        "Yours",
        "Shipping",
        "Cancel subscription",
        "Keep it",
    ]
