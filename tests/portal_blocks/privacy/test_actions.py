from __future__ import annotations

import re

import pytest

from accounts.models import Consent, PrivacyRequest
from cms.models import PortalPage


@pytest.fixture
def agree(press):
    """Answer the question as it stood on the page that was opened: `agree(client, "yes")`."""

    def agreed(client, given: str, *, page: str = ""):
        html = page or client.get("/").content.decode()
        shown = re.search(r'name="shown" value="(\w+)"', html)[1]
        return press(client, "agree", question="news", answer=given, shown=shown)

    return agreed


@pytest.fixture
def reworded(page):
    """Has the merchant ask for more than before."""

    def reword():
        home = PortalPage.objects.get(pk=page[0].pk)
        home.body[0].value["questions"][0]["words"] = "Send me news and sell my address"
        home.save_revision().publish()

    return reword


def test_an_answer_is_kept_with_the_words_that_were_shown(visit, shop, people, agree):
    agree(visit(shop, "active"), "yes")
    found = Consent.objects.get()
    told = "Send me news\nOnce a month."
    assert (found.customer, found.words, found.granted) == (people["active"], told, True)


def test_nobody_agrees_to_words_that_they_have_not_read(visit, shop, agree, reworded):
    client = visit(shop, "active")
    before = client.get("/").content.decode()
    reworded()
    agree(client, "yes", page=before)
    assert not Consent.objects.exists()
    shown = client.get("/").content.decode()
    assert "These words have changed" in shown
    assert "sell my address" in shown


def test_a_no_counts_whatever_the_words_are_by_now(visit, shop, agree, reworded):
    client = visit(shop, "active")
    agree(client, "yes")
    before = client.get("/").content.decode()
    reworded()
    agree(client, "no", page=before)
    assert not Consent.objects.latest("at").granted


def test_pressed_twice_is_agreed_once(visit, shop, agree):
    client = visit(shop, "active")
    before = client.get("/").content.decode()
    for _again in range(2):
        agree(client, "yes", page=before)
    assert Consent.objects.count() == 1


def test_the_newest_answer_counts_and_the_older_stays(visit, shop, agree):
    client = visit(shop, "active")
    for given in ("yes", "no"):
        agree(client, given)
    assert b"You said no" in client.get("/").content
    assert Consent.objects.count() == 2


def test_a_question_that_is_not_asked_here_is_refused(visit, shop, press):
    assert press(visit(shop, "active"), "agree", question="gone", answer="yes").status_code == 404
    assert not Consent.objects.exists()


def test_a_request_to_erase_waits_for_staff_and_can_be_taken_back(visit, shop, press):
    client = visit(shop, "cancelled")
    press(client, "erase")
    press(client, "erase")
    assert PrivacyRequest.objects.get().state == "asked"
    press(client, "keep")
    assert PrivacyRequest.objects.get().state == "withdrawn"


def test_whoever_is_still_charged_is_told_what_has_to_end_first(visit, shop, press):
    client = visit(shop, "active")
    press(client, "erase")
    assert not PrivacyRequest.objects.exists()
    assert "still runs. Ask us once it has ended." in client.get("/").content.decode()
