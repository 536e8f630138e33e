from __future__ import annotations

from accounts.models import Consent, PrivacyRequest


def test_an_answer_is_kept_with_the_words_that_were_shown(visit, shop, people, press):
    press(visit(shop, "active"), "agree", question="news", answer="yes")
    found = Consent.objects.get()
    assert (found.customer, found.words, found.granted) == (people["active"], "Send me news", True)


def test_the_newest_answer_counts_and_the_older_stays(visit, shop, press):
    client = visit(shop, "active")
    for given in ("yes", "no"):
        press(client, "agree", question="news", answer=given)
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
