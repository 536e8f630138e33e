"""The block's settings: a switch for each control, beside the terms on which it may be used.

They stand in parts that open one by one. A setting that is new has a default that leaves blocks
stored before as they were.
"""

from __future__ import annotations

from typing import Any

from wagtail import blocks


def switch(label: Any, help_text: Any = "", *, on: bool) -> blocks.BooleanBlock:
    """Return the switch of a control."""
    return blocks.BooleanBlock(label=label, help_text=help_text, default=on, required=False)


def part(heading: Any, *children: str) -> blocks.BlockGroup:
    """Return settings that open together, closed at first."""
    return blocks.BlockGroup(
        list(children), heading=heading, classname="collapsed", icon="cog", label_format=""
    )
