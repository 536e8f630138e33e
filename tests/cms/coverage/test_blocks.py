from __future__ import annotations

from access_rules.presets import ACTIVE, EVERYONE
from cms.coverage.blocks import blocks_in
from portal_blocks.registry import PortalStream
from tests.pages import block, text


def stream(*blocks):
    return PortalStream().to_python(list(blocks))


def test_blocks_come_with_those_around_them():
    outer = block("columns", ACTIVE, ratio="even", left=[text("In")], right=[text("Out")])
    found = list(blocks_in(stream(outer)))
    assert [one.label for one in found] == ["Columns", "Text", "Text"]
    assert found[1].rules == [ACTIVE, EVERYONE]


def test_what_is_no_block_of_ours_is_left_out():
    gone = {"type": "gone", "id": "1", "value": {}}
    assert [one.kind for one in blocks_in(stream(gone, text("Here")))] == ["rich_text"]


def test_files_are_read_from_texts_and_choosers():
    words = 'See <a id="7" linktype="document">this</a> or <a linktype="page" id="9">that</a>.'
    picture = block("image", image=4, alt="", caption="")
    one, other = blocks_in(stream(text(words), picture))
    assert (one.documents, one.pictures) == ({7}, set())
    assert (other.pictures, other.picture) == ({4}, 4)


def test_without_a_stream_there_are_none():
    assert list(blocks_in(None)) == []
