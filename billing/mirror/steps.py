"""What a job that looks at many things says of each, and what stops it.

One thing that goes wrong is told and passed over; that Stripe gives no answer, or does not take
our key, concerns everything that comes after and stops the job.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from billing.gateway.errors import GatewayError
from billing.mirror.drift import Drift


@dataclass(frozen=True, slots=True)
class Step:
    """One thing was looked at. `error` is for staff, and empty where it went well."""

    kind: str
    external_id: str
    drifts: tuple[Drift, ...] = ()
    error: str = ""


def step(kind: str, external_id: str, look: Callable[[], Sequence[Drift] | None]) -> Step:
    """Look at one thing. Raise `GatewayError` where looking at the next is of no use."""
    try:
        return Step(kind, external_id, tuple(look() or ()))
    except GatewayError as fault:
        if not fault.permanent or fault.code == "key_refused":
            raise
        return Step(kind, external_id, error=fault.message)
    except Exception as fault:  # noqa: BLE001  (one poisonous thing must not stop the others)
        return Step(kind, external_id, error=f"{type(fault).__name__}: {fault}")
