from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, EVERYONE
from portal_blocks.sample_files import SamplePicture
from portal_blocks.testimonial import block as testimonial
from tests.portal_blocks.cast import PLACE, shown, viewer

SAID = {"quote": "Lovely.\n\nReally <so>.", "who": "Ines", "about": "", "picture": None}


class Hidden(SamplePicture):
    visibility = ACTIVE

    def is_for(self, subject):
        return False


def test_words_keep_their_paragraphs_and_bring_no_markup():
    html = shown(testimonial.TestimonialBlock(), SAID, viewer())
    assert "<p>Lovely.</p>" in html
    assert "Really &lt;so&gt;." in html


def test_a_picture_that_is_not_for_the_viewer_is_left_out():
    loaded = testimonial.TestimonialBlock().load({**SAID, "picture": Hidden()}, viewer(), None)
    assert loaded == {"picture": None}


def test_who_may_not_see_the_picture_is_not_shown_what_was_drawn_with_it():
    block = testimonial.TestimonialBlock()
    keys = [
        block.drawn_by({**SAID, "picture": one}, viewer(), PLACE)
        for one in (SamplePicture(), Hidden(), None)
    ]
    assert keys == [True, False, False]


@pytest.mark.parametrize(
    ("picture", "same"), [(None, True), (SamplePicture(), True), (Hidden(), False)]
)
def test_it_says_the_same_to_all_as_far_as_its_picture_does(picture, same):
    value = {**SAID, "picture": picture, "visibility": EVERYONE}
    assert testimonial.TestimonialBlock().says_the_same_to_all(value) is same
