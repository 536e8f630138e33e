"""Questions that unfold to their answers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from portal_blocks.base import Place, PortalBlock
from portal_blocks.faq.states import ANSWERS, STATES
from portal_blocks.states import State
from portal_blocks.text_links import links_for
from portal_blocks.viewer import Viewer

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=FEATURES)

    class Meta:
        label = _("Question")


class FaqBlock(PortalBlock):
    """A list of questions; each is opened by a press, or by `?open=faq-2` in the address."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Questions and answers"), max_length=100, required=False
    )
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    states: ClassVar[Mapping[str, State]] = STATES

    def drawn_by(self, value: Mapping[str, Any], viewer: Viewer, place: Place) -> Hashable | None:
        """Which question the address opens, and which links in the answers are for the viewer."""
        answers = tuple(links_for(viewer, one["answer"].source) for one in value["questions"])
        return _opened(value, place), answers

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the questions; answers without links that are not for this viewer."""
        opened = _opened(value, place)
        rows = [
            {
                "question": one["question"],
                "answer": RichText(links_for(viewer, one["answer"].source)),
                "is_open": number == opened,
            }
            for number, one in enumerate(value["questions"], start=1)
        ]
        return {"rows": rows}

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        group = _("Content")
        description = _("Questions that unfold to their answers.")
        template = "portal_blocks/faq.html"
        preview_value = {"heading": "Questions and answers", "questions": ANSWERS}


def _opened(value: Mapping[str, Any], place: Place) -> int:
    """The number of the question that the address opens, 0 for none: many words mean the same."""
    wanted = place.query.get("open", "")
    numbers = range(1, len(value["questions"]) + 1)
    return next((number for number in numbers if wanted == f"faq-{number}"), 0)
