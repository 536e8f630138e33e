"""The states of a block, each by a name: what the gallery shows and the contract tests look at.

A block lists its own: who looks, how the block is set, what they own. Nothing is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal_blocks.base import Said
    from portal_blocks.samples import SampleData


@dataclass(frozen=True, slots=True)
class State:
    """One state of a block.

    `persona` is one of `personas.CAST`. `value` is laid over the block's `preview_value`. `data`
    makes what they own, in place of what that persona owns: a subclass of `SampleData`. `query` is
    the address's, such as `{"open": "pause"}`. `view` shows one of the block's own pages in place
    of the block: its name and key. `said` is what a button has just come to.
    """

    label: StrPromise
    persona: str = "active"
    value: Mapping[str, Any] = field(default_factory=dict)
    data: Callable[..., SampleData] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    view: tuple[str, str] | None = None
    said: Said | None = None


READY: Mapping[str, State] = {"ready": State(_("As most see it"))}
"""For blocks that look the same for everybody who sees them."""
