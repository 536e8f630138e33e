"""Writes the demo's document: a recipe card to print, as a small PDF with real text."""

from __future__ import annotations

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from access_rules.presets import ACTIVE
from portals.models import Shop

TITLE = "Recipe card"
A6 = (298, 420)  # points
LEFT, TOP = 30, 372
LINES = (
    (19, "Two good cups"),
    (9, "Kestrel Coffee, for members of The Roast Club"),
    (0, ""),
    (13, "Pour over"),
    (10, "15 g, medium fine. 250 g of water at 94 degrees."),
    (10, "Bloom with 40 g for 30 seconds."),
    (10, "Pour the rest in three goes. Done by 2:45."),
    (0, ""),
    (13, "Moka pot"),
    (10, "17 g, fine. Hot water to below the valve."),
    (10, "Low heat, lid open."),
    (10, "Off the stove at the first hiss."),
    (0, ""),
    (9, "Too sour: grind finer. Too bitter: coarser."),
)
FONT, GAP = 1.6, 14  # leading by size; points between parts


def recipe_card(shop: Shop) -> int:
    """Keep the card, for Active customers alone, and return its key."""
    card = get_document_model()(title=TITLE, shop=shop, visibility=dict(ACTIVE))
    card.file.save("recipe-card.pdf", ContentFile(_pdf()), save=False)
    card.file_size = card.file.size
    card.save()
    return int(card.pk)


def _pdf() -> bytes:
    """Return a PDF of one page: five objects and the table of where they stand."""
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A6[0]} {A6[1]}] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    content = _content()
    objects = (
        "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def _content() -> str:
    said, y = [], float(TOP)
    for size, line in LINES:
        y -= size * FONT if line else GAP
        if line:
            said.append(f"BT /F1 {size} Tf {LEFT} {y:.1f} Td ({line}) Tj ET")
    return "\n".join(said)
