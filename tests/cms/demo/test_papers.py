"""The demo's document."""

from __future__ import annotations

import re

from wagtail.models import Collection

from access_rules.presets import ACTIVE
from cms.demo.papers import LINES, recipe_card
from cms.media.models import PortalDocument
from portals.models import Shop


def test_card_is_a_pdf_with_its_words_as_text_for_active_customers_alone(portals):
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    card = PortalDocument.objects.get(pk=recipe_card(Shop.objects.get()))
    data = card.file.read().decode("ascii")
    assert card.visibility == ACTIVE
    assert all(f"({line}) Tj" in data for _size, line in LINES if line)
    places = [int(place) for place in re.findall(r"^(\d{10}) 00000 n", data, re.MULTILINE)]
    assert [data[place:][:7] for place in places] == [f"{n} 0 obj" for n in range(1, 6)]
    assert data[int(re.search(r"startxref\n(\d+)", data)[1]) :].startswith("xref")
