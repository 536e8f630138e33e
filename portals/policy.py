"""The grace policy: which subscription states still count as Active, and for how long.

A merchant writes it once a portal; `access_rules.standing` is the only reader.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GracePolicy:
    """What counts as Active beside `trialing` and `active`, which always do."""

    past_due_days: int = 7
    """Days a failed payment is forgiven; 0 means not at all."""
    paused_counts: bool = False
    ending_counts: bool = True
