"""The blocks of a page as they are stored: their rules, and the files they name, without a query.

Blocks in the form that templates use would ask for their pictures, a query a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wagtail.blocks import StreamValue

from access_rules.decisions import Rule
from cms.rules.blocks import RULE
from portal_blocks.registry import PortalStream

_DOCUMENT = re.compile(r"<a\b[^>]*\blinktype=\"document\"[^>]*>")
_PICTURE = re.compile(r"<embed\b[^>]*\bembedtype=\"image\"[^>]*>")
_ID = re.compile(r"\bid=\"(\d{1,18})\"")
_CHOSEN = ("image", "picture")
"""What blocks call a picture that is chosen from the library."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block and those it stands in, outermost first."""

    id: str
    kind: str
    label: str
    value: Mapping[str, Any]
    around: tuple[Block, ...] = ()

    @property
    def rule(self) -> Rule:
        """Its own rule."""
        rule: Rule = self.value.get(RULE) or {}
        return rule

    @property
    def rules(self) -> list[Rule]:
        """The rules of the blocks it stands in, and its own."""
        return [one.rule for one in (*self.around, self)]

    @property
    def picture(self) -> int | None:
        """The picture that decides whether the block is shown at all."""
        chosen = self.value.get("image") if self.kind == "image" else None
        return chosen if type(chosen) is int else None

    @property
    def pictures(self) -> set[int]:
        """Every picture on it."""
        chosen = {one for name in _CHOSEN if type(one := self.value.get(name)) is int}
        return chosen | self._named_by(_PICTURE)

    @property
    def documents(self) -> set[int]:
        """Every document its texts lead to."""
        return self._named_by(_DOCUMENT)

    def _named_by(self, mark: re.Pattern[str]) -> set[int]:
        texts = (one for one in self.value.values() if isinstance(one, str))
        tags = (tag for one in texts for tag in mark.findall(one))
        return {int(found[1]) for tag in tags if (found := _ID.search(tag))}


def blocks_in(stream: StreamValue | None) -> Iterator[Block]:
    """Yield every block, each before those inside of it."""
    if stream is not None:
        yield from _blocks(list(stream.raw_data), ())


def _blocks(stored: list[Any], around: tuple[Block, ...]) -> Iterator[Block]:
    for one in stored:
        kind = _kinds().get(one["type"]) if _is_block(one) else None
        if kind is None:
            continue
        label = str(kind.label)
        block = Block(str(one.get("id") or ""), one["type"], label, one["value"], around)
        yield block
        for part in block.value.values():
            if isinstance(part, list):
                yield from _blocks(part, (*around, block))


def _is_block(stored: Any) -> bool:
    return isinstance(stored, dict) and isinstance(stored.get("value"), dict) and "type" in stored


@cache
def _kinds() -> dict[str, Any]:
    return dict(PortalStream().child_blocks)
