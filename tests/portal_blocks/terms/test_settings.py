"""The terms as they are chosen. No database is needed."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from billing.models import SubscriptionState
from portal_blocks.terms.settings import TermsBlock, terms


def test_terms_that_stand_in_one_state_alone_do_not_ask_for_it():
    assert "states" not in terms("When", ()).child_blocks
    choices = terms("When").child_blocks["states"].field.choices
    assert [key for key, _label in choices] == [
        SubscriptionState.ACTIVE,
        SubscriptionState.TRIALING,
    ]


@pytest.mark.parametrize(("name", "typed"), [("renewals", -1), ("renewals", 999), ("notice", 61)])
def test_terms_that_make_no_sense_are_refused(name, typed):
    with pytest.raises(ValidationError):
        TermsBlock().child_blocks[name].clean(typed)
