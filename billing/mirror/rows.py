"""Two sides of one thing, to be compared: our row, and what Stripe says it should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Ours:
    """A row of ours, with the values that are not columns of it."""

    row: Model
    counted: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.counted[name] if name in self.counted else getattr(self.row, name)


Theirs = Mapping[str, Any]
Sides = tuple[dict[str, Ours], dict[str, Theirs]]
"""Ours and Stripe's, by Stripe's id."""
