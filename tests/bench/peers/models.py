"""A bare Wagtail page: a stream of plain blocks, no rules, no portal."""

from __future__ import annotations

from typing import ClassVar

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


class TextBlock(blocks.StructBlock):
    """A heading and a text."""

    heading = blocks.CharBlock()
    text = blocks.RichTextBlock()

    class Meta:
        template = "bench/bare_text.html"


class BarePage(Page):
    """What a site made with Wagtail has, before anybody asks who may see what."""

    body = StreamField([("text", TextBlock())], blank=True)

    template = "bench/bare_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        app_label = "peers"
