"""Every pair of colours that has to be told apart can be, in both schemes (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR, "themes/plain/static/themes/plain/tokens.css")
ROLE = re.compile(r"(--p-[a-z-]+):\s*(?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));")
TEXT, LARGE_OR_LINE = 4.5, 3.0
GROUNDS = ("surface", "surface-raised")
WORDS = ("text", "text-muted", "accent", "accent-hover", "danger", "ok", "warn", "info")
PAIRS = [
    *((word, ground, TEXT) for word in WORDS for ground in GROUNDS),
    *(("text", f"{tone}-soft", TEXT) for tone in ("danger", "ok", "warn", "info")),
    *((tone, f"{tone}-soft", TEXT) for tone in ("danger", "ok", "warn", "info")),
    *(("accent", f"{tone}-soft", TEXT) for tone in ("danger", "ok", "warn", "info")),
    ("text-muted", "surface-sunken", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("on-danger", "danger-fill", TEXT),
    *((line, ground, LARGE_OR_LINE) for line in ("line-strong", "focus") for ground in GROUNDS),
    *((fill, ground, LARGE_OR_LINE) for fill in ("accent", "danger-fill") for ground in GROUNDS),
]


def colours(css: str, scheme: str) -> dict[str, str]:
    """Return the colour of every role in one scheme."""
    return {
        name.removeprefix("--p-"): both or (light if scheme == "light" else dark)
        for name, light, dark, both in ROLE.findall(css)
    }


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_ratio_is_that_of_the_standard():
    assert ratio("#ffffff", "#000000") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_pair_can_be_told_apart(scheme: str, front: str, back: str, least: float):
    found = colours(TOKENS.read_text(), scheme)
    assert ratio(found[front], found[back]) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_raised_surface_differs_from_the_page(scheme: str):
    found = colours(TOKENS.read_text(), scheme)
    assert luminance(found["surface-raised"]) > luminance(found["surface"])
