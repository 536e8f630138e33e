"""What is looked for, one line each. To look for more: a function here, its file and its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cms.coverage.checks.broken import broken_rules
from cms.coverage.checks.clubs import club_missing
from cms.coverage.checks.dates import dates_over
from cms.coverage.checks.denied import denied
from cms.coverage.checks.files import narrower_files
from cms.coverage.checks.homes import homes
from cms.coverage.checks.leaving import leaving
from cms.coverage.checks.meaning import meanings
from cms.coverage.checks.paying import nowhere_to_pay
from cms.coverage.checks.reach import pages_of_nobody
from cms.coverage.checks.splits import splits
from cms.coverage.checks.things import things_named
from cms.coverage.checks.words import unused_words
from cms.coverage.findings import Finding
from cms.coverage.ground import Ground

CHECKS: tuple[Callable[[Ground], Iterator[Finding]], ...] = (
    broken_rules,
    club_missing,
    dates_over,
    denied,
    homes,
    leaving,
    meanings,
    narrower_files,
    nowhere_to_pay,
    pages_of_nobody,
    splits,
    things_named,
    unused_words,
)
