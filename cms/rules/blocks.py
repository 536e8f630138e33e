"""Every block of a stream with its rule, and the rules of the blocks around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue, StructValue

from portal_blocks.base import PortalBlock

Rule = Mapping[str, Any]
RULE = "visibility"


@dataclass(frozen=True, slots=True)
class Placed:
    """A block: where it stands in its stream, its id (empty while new), and what is around it.

    `place` leads from the stream to the block: numbers within streams, names within blocks.
    """

    place: tuple[int | str, ...]
    id: str
    label: str
    value: Any
    around: tuple[Placed, ...] = ()

    @property
    def rule(self) -> Any:
        """The block's own rule."""
        return self.value.get(RULE) or {}

    @property
    def rules(self) -> list[Rule]:
        """The rules of the blocks around it, outermost first, and its own."""
        return [one.rule for one in (*self.around, self)]


def placed(
    stream: StreamValue, place: tuple[int | str, ...] = (), around: tuple[Placed, ...] = ()
) -> Iterator[Placed]:
    """Yield every block with a rule, each before those inside of it."""
    for at, child in enumerate(stream):
        if not isinstance(child.block, PortalBlock):
            continue
        label = str(child.block.label)
        one = Placed((*place, at), str(child.id or ""), label, child.value, around)
        yield one
        if isinstance(child.value, StructValue):
            for name, part in child.value.items():
                if isinstance(part, StreamValue):
                    yield from placed(part, (*one.place, name), (*around, one))
