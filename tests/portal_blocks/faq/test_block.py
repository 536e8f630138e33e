from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import QueryDict

from portal_blocks.faq.block import FaqBlock
from tests.portal_blocks.cast import PLACE, shown, viewer

ASKED = {"question": "Where is <it>?", "answer": "<p>On its way.</p>"}
SECRET = {"question": "How?", "answer": '<p>Read <a linktype="page" id="0">this</a>.</p>'}


def faq(*questions, heading="Questions") -> dict[str, object]:
    return {"heading": heading, "questions": list(questions)}


def test_an_answer_unfolds_below_its_question():
    html = shown(FaqBlock(), faq(ASKED), viewer())
    assert "<summary><h3>Where is &lt;it&gt;?</h3>" in html
    assert "On its way." in html


def test_without_a_heading_questions_stand_a_level_higher():
    assert "<summary><h2>" in shown(FaqBlock(), faq(ASKED, heading=""), viewer())


@pytest.mark.django_db
def test_an_answer_has_no_link_that_is_not_for_the_reader():
    html = shown(FaqBlock(), faq(SECRET), viewer())
    assert "Read this." in html


@pytest.mark.parametrize(("asked", "opened"), [("faq-2", 2), ("faq-3", 0), ("faq-02", 0), ("", 0)])
def test_it_is_drawn_anew_for_each_question_that_is_opened_and_for_no_other_word(asked, opened):
    value = FaqBlock().to_python(faq(ASKED, ASKED))
    place = replace(PLACE, query=QueryDict(f"open={asked}"))
    key = FaqBlock().drawn_by(value, viewer(), place)
    assert key == (opened, (ASKED["answer"], ASKED["answer"]))
