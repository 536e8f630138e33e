"""Two columns of each width, and one that is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from access_rules.presets import EVERYONE
from portal_blocks.states import State


def _part(kind: str, number: int, **value: Any) -> dict[str, Any]:
    """One block in a column, as it is stored."""
    key = f"c0c0c0c0-0000-4000-8000-{number:012}"
    return {"type": kind, "id": key, "value": {**value, "visibility": EVERYONE}}


LEFT = [
    _part("heading", 1, text="This month", level="h2"),
    _part("rich_text", 2, text="<p>An Ethiopian from Yirgacheffe: floral, light, like tea.</p>"),
]
RIGHT = [
    _part("heading", 3, text="Next month", level="h2"),
    _part("rich_text", 4, text="<p>A washed Colombian, sweet and round.</p>"),
]
EVEN = {"left": LEFT, "right": RIGHT, "ratio": "even"}

STATES: Mapping[str, State] = {
    "ready": State(_("Equal columns")),
    "aside": State(_("Wide column and side column"), value={"ratio": "main_aside"}),
    "half": State(_("Nothing in the second"), value={"right": []}),
}
