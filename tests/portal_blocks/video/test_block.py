from __future__ import annotations

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from access_rules.presets import EVERYONE
from portal_blocks.sample_files import SampleDocument
from portal_blocks.video.block import VideoBlock
from tests.portal_blocks.cast import PLACE, shown, viewer

FILM = SampleDocument("Film", "film.mp4", 9)
EMPTY = {"title": "Brewing", "file": None, "address": "", "captions": None, "picture": None}
VIMEO = {**EMPTY, "address": "https://vimeo.com/1", "text": ""}


class Hidden:
    """A film that is for nobody here."""

    visibility = {"version": 1, "preset": "active"}

    def is_for(self, subject):
        return False


@pytest.fixture
def refusal(monkeypatch):
    """What is said of a value; what is chosen is taken as it is."""
    monkeypatch.setattr("wagtail.blocks.StructBlock.clean", lambda _block, value: value)

    def said(**value) -> list[str]:
        with pytest.raises(StructBlockValidationError) as refused:
            VideoBlock().clean({**EMPTY, **value})
        return list(refused.value.block_errors)

    return said


def test_nothing_is_loaded_from_elsewhere():
    html = shown(VideoBlock(), VIMEO, viewer())
    assert 'href="https://vimeo.com/1"' in html
    assert 'rel="noopener noreferrer"' in html
    assert "<iframe" not in html
    assert "src=" not in html


def test_a_film_of_the_library_waits_until_it_is_asked_for():
    context = VideoBlock().load({**EMPTY, "file": FILM}, viewer(), PLACE)
    assert (context["film_url"], context["film_type"]) == ("/documents/0/film.mp4", "video/mp4")


@pytest.mark.parametrize("address", ["", "https://elsewhere.example/1"])
def test_where_there_is_no_film_nothing_is_left(address):
    assert shown(VideoBlock(), {**VIMEO, "address": address}, viewer()).strip() == ""


def test_a_film_that_is_not_for_the_viewer_takes_the_block_with_it():
    value = {**EMPTY, "file": Hidden(), "visibility": EVERYONE}
    assert VideoBlock().is_for(value, viewer()) is False
    assert VideoBlock().says_the_same_to_all(value) is False


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({}, "file"),
        ({"file": FILM, "address": "https://vimeo.com/1"}, "file"),
        ({"file": SampleDocument("Text", "film.pdf", 9)}, "file"),
        ({"address": "https://example.com/film"}, "address"),
        ({"file": FILM, "captions": FILM}, "captions"),
    ],
)
def test_what_cannot_be_shown_is_refused(refusal, value, field):
    assert refusal(**value) == [field]
