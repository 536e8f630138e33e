from __future__ import annotations

import pytest

from accounts.models import CustomerNote, StaffUser
from tests.cms.staff import client_of, member, merchant
from tests.pages import make_home, text

SEES = ("accounts.view_customer", "accounts.change_customer")


@pytest.fixture
def url(people) -> str:
    return f"/admin/customers/{people['active'].pk}/notes/"


def test_a_note_is_kept_with_who_wrote_it_and_shown_escaped(people, url):
    client = client_of(merchant())
    client.post(url, {"note": "  <b>Called</b> about the mug \n twice "})
    note = CustomerNote.objects.get()
    assert (note.text, str(note.author)) == (
        "<b>Called</b> about the mug \n twice",
        "merchant@example.com",
    )
    page = client.get(url.replace("notes/", "")).content.decode()
    assert "&lt;b&gt;Called&lt;/b&gt;" in page


@pytest.mark.parametrize("words", ["", "   ", "\x00", "x" * 4001])
def test_what_is_no_note_is_refused_in_words(url, words):
    client = client_of(merchant())
    answer = client.post(url, {"note": words}, follow=True)
    assert b"Write a note of up to 4000 letters." in answer.content
    assert not CustomerNote.objects.exists()


def test_whoever_wrote_a_note_takes_it_away(url):
    client = client_of(merchant())
    client.post(url, {"note": "Wrong person"})
    client.post(url, {"take": str(CustomerNote.objects.get().pk)})
    assert not CustomerNote.objects.exists()


@pytest.mark.parametrize("which", ["own", "x", "9" * 30])
def test_nobody_takes_away_what_another_wrote(people, url, now, which):
    other = StaffUser.objects.create_user("other@example.com")
    note = CustomerNote.objects.create(customer=people["active"], author=other, text="Mine", at=now)
    client_of(merchant()).post(url, {"take": str(note.pk) if which == "own" else which})
    assert CustomerNote.objects.count() == 1


def test_staff_without_the_permission_write_none(shop, url):
    client = client_of(member(make_home(shop, text("Home")), *SEES))
    assert client.post(url, {"note": "Hello"}).status_code in (302, 403)
    assert not CustomerNote.objects.exists()
