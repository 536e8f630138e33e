from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.session_list import Here
from portal_blocks.personas import CAST
from portal_blocks.privacy.rows import copy_row, erase_row, question_rows
from portal_blocks.privacy.states import (
    STATES,
    CopyReady,
    CopyUnsent,
    EraseAsked,
    EraseDeclined,
    Refused,
)
from portal_blocks.samples import SampleData, sample_viewer
from portal_blocks.viewer import Viewer
from tests.portal_blocks.cast import NOW

ON = {
    "questions": [{"key": "news", "words": "Send me news", "more": None}],
    "allow_copy": True,
    "allow_erase": True,
}


def who(data: type[SampleData] = SampleData, persona: str = "active") -> Viewer:
    return replace(sample_viewer(persona, now=NOW), data=data(NOW, CAST[persona]))


def test_a_question_without_an_answer_counts_as_a_no_that_was_never_said():
    [row] = question_rows(ON, who())
    assert (row.granted, row.answered, row.more) == (False, "", "")


def test_a_no_is_told_with_its_day():
    [row] = question_rows(ON, who(Refused))
    assert (row.granted, row.answered) == (False, "You said no on Friday 23 October.")


def test_an_answer_to_a_question_asked_no_more_is_not_shown():
    assert question_rows({"questions": []}, who(Refused)) == []


def test_a_copy_that_is_being_made_is_not_asked_for_again():
    row = copy_row(ON, who(STATES["copy-asked"].data))
    assert (row.may_ask, row.url) == (False, "")


def test_whoever_signed_in_by_an_order_number_is_led_to_their_email():
    row = copy_row(ON, who(CopyReady))
    assert (row.url, row.may_ask) == ("", False)
    assert row.sentence.endswith("works until Sunday 29 November.")


def test_whoever_lost_the_email_asks_for_another_copy_after_an_hour():
    viewer = who(CopyReady)
    later = replace(viewer, subject=replace(viewer.subject, now=NOW + timedelta(minutes=1)))
    assert copy_row(ON, later).may_ask


def test_whoever_proved_more_than_an_order_fetches_it_at_once():
    here = Here(uuid4(), uuid4(), None, NOW)
    row = copy_row(ON, replace(who(CopyReady), here=here))
    assert row.url.startswith("/my-data/")
    assert "until Sunday 29 November" in row.sentence


@pytest.mark.parametrize("support", ["", "help@shop.example"])
def test_whom_we_cannot_write_to_is_told_to_write_to_us(support):
    viewer = who(CopyUnsent)
    row = copy_row(ON, replace(viewer, portal=replace(viewer.portal, support_email=support)))
    assert ("we cannot e-mail you" in row.sentence, support in row.sentence) == (True, True)
    assert (row.url, row.may_ask) == ("", False)


def test_a_request_to_be_erased_can_be_taken_back_while_it_waits():
    row = erase_row(ON, who(EraseAsked))
    assert (row.may_ask, row.may_take_back) == (False, True)


def test_why_they_were_not_erased_is_told_and_they_may_ask_again():
    row = erase_row(ON, who(EraseDeclined))
    assert row.sentence.endswith("The tax office wants your invoices until 2034.")
    assert row.may_ask


def test_what_still_runs_is_named_with_where_it_is_cancelled():
    [one] = erase_row(ON, who()).running
    assert "still runs" in one.sentence
    assert one.url.startswith("/go/cancel/?subscription=sub_")


def test_what_ends_by_itself_is_told_with_its_day_and_nothing_to_press():
    [one] = erase_row(ON, who(persona="ending")).running
    assert (" ends on " in one.sentence, one.url) == (True, "")


def test_whoever_is_not_charged_any_more_may_ask():
    assert erase_row(ON, who(persona="cancelled")).running == ()


@pytest.mark.parametrize("row", [copy_row, erase_row])
def test_what_the_merchant_switched_off_is_not_offered(row):
    assert row({}, who()) is None
