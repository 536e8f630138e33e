"""Text is made safe as the editor saves it; what is stored is shown as it is."""

from __future__ import annotations

import json
import re

import pytest

from portal_blocks.rich_text.block import RichTextBlock
from tests.portal_blocks.cast import shown, viewer


def saved(html: str) -> str:
    """What is stored of a text that was opened in the editor and saved."""
    widget = RichTextBlock().child_blocks["text"].field.widget
    stored = widget.value_from_datadict({"text": widget.format_value(html)}, {}, "text")
    return re.sub(r' data-block-key="\w+"', "", stored)


def typed(words: str) -> str:
    """What is stored of words typed into the editor."""
    content = json.loads(RichTextBlock().child_blocks["text"].field.widget.format_value("<p>.</p>"))
    content["blocks"][0]["text"] = words
    widget = RichTextBlock().child_blocks["text"].field.widget
    return str(widget.value_from_datadict({"text": json.dumps(content)}, {}, "text"))


def test_a_text_is_shown_as_it_is_stored():
    html = "<h3>How</h3><p>We <b>roast</b> on <i>Mondays</i>.</p><ul><li>Beans</li></ul>"
    assert html in shown(RichTextBlock(), {"text": html}, viewer())


@pytest.mark.parametrize(
    "kept",
    [
        "<h3>How</h3>",
        "<h4>How</h4>",
        "<p><b>bold</b></p>",
        "<p><i>slanted</i></p>",
        '<p><a href="https://example.com/">a site</a></p>',
        "<ul><li>one</li></ul>",
        "<ol><li>one</li></ol>",
    ],
)
def test_the_editor_keeps_what_it_offers(kept):
    assert kept in saved(kept)


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("<h1>How</h1>", "<p>How</p>"),
        ("<h2>How</h2>", "<p>How</p>"),
        ('<p style="color: red" onclick="x()">How</p>', "<p>How</p>"),
        ('<p><a href="javascript:alert(1)">How</a></p>', "<p><a>How</a></p>"),
        ("<p>How</p><script>alert(1)</script>", "<p>How</p><p>alert(1)</p>"),
    ],
)
def test_the_editor_drops_what_it_does_not_offer(pasted, stored):
    assert stored in saved(pasted)


def test_html_that_is_typed_is_text():
    html = shown(RichTextBlock(), {"text": typed("<script>alert(1)</script>")}, viewer())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_neither_pictures_nor_players_are_offered():
    features = RichTextBlock().child_blocks["text"].field.widget.features
    assert {"h1", "h2", "image", "embed"} & set(features) == set()
