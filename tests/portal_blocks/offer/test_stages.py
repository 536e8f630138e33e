from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.models import OfferAnswer
from portal_blocks.offer.stages import stage_of
from tests.portal_blocks.cast import NOW, Owned, viewer

AT = (7, "b0b0b0b0-0000-4000-8000-000000000000")
SECOND = (7, "b0b0b0b0000040008000000000000000:2")
ASKING = {"price": "sample", "allow_decline": True}
BOTH = {**ASKING, "second_price": "sample_second"}


def answered(**answers):
    """Somebody who answered so many days ago: `answered(first=("declined", 3))`."""
    keys = {"first": AT, "second": SECOND}
    rows = {
        keys[name]: OfferAnswer(answer=answer, at=NOW - timedelta(days=days))
        for name, (answer, days) in answers.items()
    }
    return replace(viewer(), data=Owned([], [], offer_answers=rows))


def offered(value, who):
    stage = stage_of(value, who, AT)
    return stage.price_id if stage is not None else None


def test_first_offer_is_made_to_whoever_has_not_answered():
    assert offered(BOTH, answered()) == "sample"


@pytest.mark.parametrize(("value", "then"), [(ASKING, None), (BOTH, "sample_second")])
def test_no_leads_on(value, then):
    assert offered(value, answered(first=("declined", 3))) == then


def test_second_no_is_the_last():
    assert offered(BOTH, answered(first=("declined", 3), second=("declined", 2))) is None


def test_second_that_was_bought_says_so():
    who = answered(first=("declined", 3), second=("bought", 2))
    assert stage_of(BOTH, who, AT).is_answered


def test_first_that_was_bought_can_be_bought_again():
    assert offered(BOTH, answered(first=("bought", 3))) == "sample"


@pytest.mark.parametrize(("days", "then"), [(3, "sample"), (4, None)])
def test_no_holds_for_as_long_as_the_merchant_says(days, then):
    assert offered({**ASKING, "again_after": days}, answered(first=("declined", 3))) == then


def test_answer_to_the_second_of_an_earlier_round_is_forgotten():
    who = answered(first=("declined", 1), second=("declined", 40))
    assert offered(BOTH, who) == "sample_second"


def test_answer_to_another_block_counts_for_nothing():
    other = (7, "00000000-0000-4000-8000-000000000000")
    assert stage_of(ASKING, answered(first=("declined", 3)), other) is not None


def test_keys_fit_where_they_are_kept():
    limit = OfferAnswer._meta.get_field("block_id").max_length or 0
    assert len(stage_of(BOTH, answered(first=("declined", 3)), AT).key[1]) <= limit
