from __future__ import annotations

import pytest
from wagtail.blocks import StructBlockValidationError

from portal_blocks.cancel_reasons.asking import reasons_of
from portal_blocks.cancel_reasons.block import CancelReasonsBlock


def value(*reasons):
    rows = [{"means": "other", "key": "", "next": None, **one} for one in reasons]
    return CancelReasonsBlock().to_python({"heading": "Why?", "reasons": rows})


def test_reason_without_a_name_is_named_after_its_words():
    found = reasons_of(value({"words": "It costs too much"}, {"words": "味が好きではない"}))
    assert [one.key for one in found] == ["it-costs-too-much", "reason-2"]


def test_two_reasons_of_one_name_are_refused():
    with pytest.raises(StructBlockValidationError):
        CancelReasonsBlock().clean(
            value({"words": "Dear", "key": "a"}, {"words": "Late", "key": "a"})
        )


@pytest.mark.parametrize("key", ["Big Letters", "ä", "a" * 61])
def test_name_that_no_report_could_tell_is_refused(key):
    with pytest.raises(StructBlockValidationError):
        CancelReasonsBlock().clean(value({"words": "Dear", "key": key}))
