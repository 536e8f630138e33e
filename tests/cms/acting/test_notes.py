from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from cms.acting.notes import Note, leave, leave_at_once, put_back, take

LONG = "Ihre Zahlungsmethodenaktualisierung wurde zurückgestellt. " * 3


@pytest.fixture
def request_():
    """A request with messages, as the middleware makes it."""
    made: Any = RequestFactory().get("/")
    made.session = {}
    made._messages = FallbackStorage(made)
    return made


@pytest.mark.parametrize(
    "note",
    [
        Note("success", "Done.", 3, "b0", "sub_1", uuid4()),
        Note("error", LONG, 3, "b0", 'a "target", odd'),
        Note("warning", "Above the page."),
    ],
)
def test_note_is_read_as_it_was_left(request_, note):
    leave(request_, note)
    assert take(request_) == [note]


@pytest.mark.parametrize("tags", ["", "safe", "[1]", '"x"', "{}"])
def test_words_of_somebody_else_stand_above_the_page(request_, tags):
    messages.info(request_, "You are signed out.", extra_tags=tags)
    assert take(request_) == [Note("info", "You are signed out.")]


def test_what_is_said_at_once_is_the_newest(request_):
    first, second = Note("info", "First."), Note("error", "Second.", faults={"day": "No day."})
    leave_at_once(request_, [second])
    leave(request_, first)
    assert take(request_) == [first, second]


def test_what_is_put_back_is_there_for_the_next_page(request_):
    leave(request_, Note("info", "Wait."))
    take(request_)
    put_back(request_)
    assert not request_._messages.used
