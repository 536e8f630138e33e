"""Questions closed, one opened, and long ones."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.states import State

ANSWERS = [
    {
        "question": "When is my coffee roasted?",
        "answer": "<p>On the morning it leaves us. The date is on the bag.</p>",
    },
    {
        "question": "Can I change what comes next?",
        "answer": "<p>Yes, until the evening before it is roasted:</p>"
        "<ul><li>swap it for another coffee</li><li>skip it</li><li>pause for a while</li></ul>",
    },
    {
        "question": "What if nobody is at home?",
        "answer": "<p>The bag fits through most letter boxes.</p>",
    },
]
LONG = [
    {
        "question": "Wie ändere ich die Adresse, wenn die Versandbenachrichtigung schon da ist?",
        "answer": "<p>Die Sendungsverfolgungsinformationen nennen den Paketdienstleister.</p>",
    }
]

STATES: Mapping[str, State] = {
    "ready": State(_("All closed")),
    "open": State(_("One opened by its address"), query={"open": "faq-2"}),
    "bare": State(_("No heading"), value={"heading": ""}),
    "long": State(_("One long question"), value={"questions": LONG}, query={"open": "faq-1"}),
}
