"""What the gallery lists: blocks by group, each with its states and where they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.gallery.drawing import SCHEMES
from cms.gallery.links import gallery_url, state_url
from portal_blocks.personas import PERSONAS
from portal_blocks.showing import block_named

WIDTHS = {
    "320": gettext_lazy("Small phone"),
    "390": gettext_lazy("Phone"),
    "768": gettext_lazy("Tablet"),
    "1440": gettext_lazy("Desktop"),
}
FIRST_WIDTH = "390"


@dataclass(frozen=True, slots=True)
class Look:
    """How everything is looked at: `width` one of `WIDTHS`, `scheme` one of `SCHEMES`."""

    width: str
    scheme: str

    @classmethod
    def asked(cls, query: Any) -> Look:
        """Read it out of an address; what is not sound is as if it were not there."""
        width, scheme = query.get("width", ""), query.get("scheme", "")
        return cls(
            width if width in WIDTHS else FIRST_WIDTH, scheme if scheme in SCHEMES else SCHEMES[0]
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to look: its words, its address, whether it is how one looks now."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: what it is, who looks, and where it is drawn."""

    key: str
    label: str
    who: str
    url: str


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One block with its states."""

    name: str
    label: str
    icon: str
    group: str
    description: str
    url: str
    states: list[StateRow]


def block_rows(names: Iterable[str], look: Look) -> list[BlockRow]:
    """Return blocks as the chooser orders them: by group, then by label."""
    rows = [_block_row(name, look) for name in names]
    return sorted(rows, key=lambda row: (row.group, row.label))


def width_choices(block: str, look: Look) -> list[Choice]:
    """Return the widths to choose from."""
    return [
        Choice(
            f"{label}, {width}",
            gallery_url(block, width=width, scheme=look.scheme),
            width == look.width,
        )
        for width, label in WIDTHS.items()
    ]


def scheme_choices(block: str, look: Look) -> list[Choice]:
    """Return light and dark."""
    words = {"light": _("Light"), "dark": _("Dark")}
    return [
        Choice(words[one], gallery_url(block, width=look.width, scheme=one), one == look.scheme)
        for one in SCHEMES
    ]


def _block_row(name: str, look: Look) -> BlockRow:
    block = block_named(name)
    states = [
        StateRow(
            key,
            str(state.label),
            str(PERSONAS[state.persona]),
            state_url(name, key, scheme=look.scheme),
        )
        for key, state in block.states.items()
    ]
    meta, url = block.meta, gallery_url(name, width=look.width, scheme=look.scheme)
    described = str(meta.icon), str(meta.group), str(meta.description)
    return BlockRow(name, str(meta.label), *described, url, states)
