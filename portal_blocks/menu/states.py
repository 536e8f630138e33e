"""The menu as a list and as cards, with one way and with long words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.states import State

FOUR = [
    {
        "label": "Recipes",
        "text": "Twelve ways to brew it",
        "address": "https://example.com/recipes/",
    },
    {
        "label": "Your orders",
        "text": "What came, and what is on its way",
        "address": "https://example.com/orders/",
    },
    {
        "label": "The roastery",
        "text": "Come by on a Saturday",
        "address": "https://example.com/visit/",
    },
    {"label": "Give it away", "text": "", "address": "https://example.com/gift/"},
]
SAMPLE = {"heading": "Where to go", "links": FOUR, "look": "list"}
LONG = [
    {
        "label": "Datenschutzgrundverordnungseinwilligungsverwaltung",
        "text": "Widerrufsbelehrungen, Einwilligungserklärungen und Auskunftsersuchen",
        "address": "https://example.com/eine-sehr-lange-adresse/",
    },
    FOUR[0],
]

STATES: Mapping[str, State] = {
    "ready": State(_("A list")),
    "cards": State(_("Cards"), value={"look": "cards"}),
    "one": State(_("One way, no heading"), value={"heading": "", "links": FOUR[:1]}),
    "long": State(_("Long words"), value={"links": LONG, "look": "cards"}),
}
