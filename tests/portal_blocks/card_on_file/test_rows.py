from __future__ import annotations

import pytest

from portal_blocks.card_on_file.rows import card_row
from tests.portal_blocks.cast import PLACE, card, subscription, viewer

ON = {"allow_update": True, "allow_remove": True, "allow_pay": True}


def changes(which, who, **switches):
    row = card_row(which, {**ON, **switches}, who, PLACE)
    return {change.name: change for change in row.changes}


def spare(**fields):
    return card(pk=2, external_id="pm_2", is_default=False, **fields)


def test_spare_card_can_be_the_main_one_or_go():
    main, other = card(), spare()
    found = changes(other, viewer(subscription(), cards=[main, other]))
    assert found["default"].url.endswith("/default/")
    assert "Tea: all of it is charged to this card from now on." in found["default"].sentence
    assert found["remove"].label == "Remove this card"


def test_card_that_pays_says_why_it_stays():
    main = card()
    [remove] = changes(main, viewer(subscription(), cards=[main, spare()])).values()
    assert (remove.label, remove.url) == ("", "")
    assert remove.sentence == "To remove it, let another card pay for Tea first."


def test_last_card_of_what_runs_says_why_it_stays():
    main = card()
    [remove] = changes(main, viewer(subscription(), cards=[main])).values()
    assert remove.label == ""
    assert remove.sentence == "It cannot be removed while Tea needs it. Add another card first."


def test_last_card_may_go_when_nothing_runs():
    main = card()
    assert changes(main, viewer(subscription("cancelled"), cards=[main]))["remove"].label


@pytest.mark.parametrize(
    ("switch", "name"), [("allow_update", "default"), ("allow_remove", "remove")]
)
def test_what_the_merchant_switched_off_is_absent(switch, name):
    other = spare()
    who = viewer(subscription(), cards=[card(), other])
    assert name in changes(other, who)
    assert name not in changes(other, who, **{switch: False})


def test_while_a_change_is_checked_no_other_is_offered():
    other = spare()
    other.has_open_operation = True
    row = card_row(other, ON, viewer(subscription(), cards=[card(), other]), PLACE)
    assert (row.checking, row.changes) == (True, [])


def test_failed_card_says_so_unless_the_bill_does():
    main = card()
    row = card_row(main, ON, viewer(subscription("past_due"), cards=[main]), PLACE)
    assert row.failed == "The last payment for Tea did not go through with this card."


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((2028, 8), ""),
        ((2026, 12), "Use a new card in time, so that Tea goes on."),
        ((2026, 11), "The charge of Thursday 3 December for Tea comes after that."),
        ((2026, 10), "It cannot pay Tea on Thursday 3 December."),
    ],
)
def test_card_that_ends_says_what_that_means_before_it_hurts(ends, said):
    year, month = ends
    good = card(exp_year=year, exp_month=month)
    row = card_row(good, ON, viewer(subscription(), cards=[good]), PLACE)
    assert row.warning.startswith(said)
    assert bool(row.warning) == bool(said)
