"""Two columns beside each other on wide screens, below each other on narrow ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import PortalBlock
from portal_blocks.columns.states import EVEN, STATES
from portal_blocks.registry import leaf_blocks
from portal_blocks.states import State

RATIOS = [("even", _("Two equal columns")), ("main_aside", _("Wide column and side column"))]


class ColumnsBlock(PortalBlock):
    """Holds other blocks; who may not see the columns sees nothing in them."""

    left = blocks.StreamBlock(leaf_blocks(), label=_("First column"), required=False)
    right = blocks.StreamBlock(leaf_blocks(), label=_("Second column"), required=False)
    ratio = blocks.ChoiceBlock(label=_("Widths"), choices=RATIOS, default="even")

    same_for_all: ClassVar[bool] = True
    states: ClassVar[Mapping[str, State]] = STATES

    class Meta:
        icon = "table"
        label = _("Columns")
        group = _("Layout")
        description = _("Two columns of other blocks.")
        template = "portal_blocks/columns.html"
        preview_value = EVEN
