"""The pages of docs/reference/, written from the code: what the code says is what stands there."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation

from cms.reference.api import api_page
from cms.reference.blocks import blocks_page
from cms.reference.commands import commands_page
from cms.reference.conditions import conditions_page
from cms.reference.environment import environment_page

PAGES: dict[str, Callable[[], str]] = {
    "api.md": api_page,
    "blocks.md": blocks_page,
    "commands.md": commands_page,
    "conditions.md": conditions_page,
    "environment.md": environment_page,
}


def pages() -> dict[str, str]:
    """Return the text of every page by its file name, in English whatever the locale is."""
    with translation.override("en"):
        return {name: page() for name, page in PAGES.items()}
