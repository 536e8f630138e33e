"""Why an e-mail was not sent, as codes; the editor has words for each."""

from __future__ import annotations

from typing import Final

DELETED: Final = "deleted"
ERASED: Final = "erased"
LATE: Final = "late"
NO_ADDRESS: Final = "no_address"
NO_PORTAL: Final = "no_portal"
NOT_TAKEN: Final = "not_taken"
SETTLED: Final = "settled"
SHARED: Final = "shared"
SWITCHED_OFF: Final = "switched_off"

ALL: Final = frozenset(
    {DELETED, ERASED, LATE, NO_ADDRESS, NO_PORTAL, NOT_TAKEN, SETTLED, SHARED, SWITCHED_OFF}
)
