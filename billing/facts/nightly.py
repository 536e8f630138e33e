"""Every night: rows of facts that drifted are mended, and a line is logged for each.

The rows are looked at in slices, each a task of its own: a worker that is stopped loses one slice,
and other tasks get their turn.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from billing.facts.checking import FactsDrift, customers_by_part, drift_among
from billing.worker import ask_worker

logger = logging.getLogger(__name__)

PARTS = 5  # of 2,000 customers: some seconds
TOLD = 50


def mend_facts(after: int = 0, *, now: datetime) -> None:
    """Mend what drifted among the next customers beyond `after`, and ask for those after them."""
    last, drifts = after, list[FactsDrift]()
    for ids in islice(customers_by_part(after=after), PARTS):
        drifts += drift_among(ids, now=now, mend=True)
        last = ids[-1]
    _tell(drifts)
    if last > after:
        ask_worker("billing.tasks.mend_facts", str(last))


def _tell(drifts: Sequence[FactsDrift]) -> None:
    for one in drifts[:TOLD]:
        logger.warning("Mended: %s", one)
    if len(drifts) > TOLD:  # a whole column, say: nobody reads a line for each customer
        fields = Counter(field for one in drifts for field in one.fields)
        told = ", ".join(f"{field}: {count}" for field, count in fields.most_common())
        logger.warning("Mended: facts of %s customers in all (%s)", len(drifts), told)
