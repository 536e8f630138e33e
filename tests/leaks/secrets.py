"""Words that must not be seen by whom they are not for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

WORD = re.compile(r"zq\d{4}x")


@dataclass
class Secrets:
    """Every word that was hidden, with who may come across it, and who has to find it."""

    may: dict[str, frozenset[str]] = field(default_factory=dict)
    must: dict[str, frozenset[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def new(self, place: str, may: Iterable[str], must: Iterable[str] = ()) -> str:
        """Return a word nobody else has. `place` is told where it leaks."""
        word = f"zq{next(self._numbers):04}x"
        self.may[word], self.must[word] = frozenset(may), frozenset(must)
        self.places[word] = place
        return word

    def allow(self, word: str, more: Iterable[str]) -> None:
        """Let others come across it too."""
        self.may[word] |= frozenset(more)

    def seen_in(self, text: str) -> set[str]:
        """Return the words in an answer."""
        return set(WORD.findall(text))

    def hidden_from(self, who: str) -> int:
        """Return how many words are hidden from somebody."""
        return sum(who not in may for may in self.may.values())
