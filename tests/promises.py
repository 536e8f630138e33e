"""What is promised of money and access, by number, and which tests show that it is kept.

A test is marked with `@promise(5)`. The end of a run tells how many tests stood for each promise;
`make test K=promise` runs them alone. `docs/explanation/promises.md` says the same to people.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.leaks.summary import tell_leaks

PROMISES = {
    1: "What Stripe has not signed, as it is and just now, changes nothing.",
    2: "The signature is checked on the bytes that came, with each secret that is valid.",
    3: "An event is answered at once, with Stripe down and the worker stopped.",
    4: "An event takes effect once, however often it comes.",
    5: "The order in which events come makes no difference in the end.",
    6: "What an event says is not believed: the object is fetched, and older never wins.",
    7: "What was missed is made up for, after a day or after a year.",
    8: "Every night differences are found, told and mended; nothing is deleted in silence.",
    9: "A change is done, refused or not known, and what is not known is never told as failed.",
    10: "A click is one operation: pressed twice or cut off in the middle, it is charged once.",
    11: "An id is never sent with other parameters, nor again after a day.",
    12: "Cancelling again what is cancelled is no failure.",
    13: "With Stripe slow or down, pages show what we know and our requests stay within bounds.",
    14: "Events of another API version are taken as hints, and staff is told once.",
    15: "Words of Stripe's that we do not know are kept and shown neutrally.",
    16: "Events of the other mode, or of another account, touch nothing.",
    17: "What was deleted at Stripe counts no more here, and is not forgotten.",
    18: "An event that cannot be worked on stops no other, and staff can try it again.",
    19: "What a dead worker had begun is taken up by the next.",
    20: "Customers see and change what is theirs, whatever id they send.",
    21: "Nobody is taken for a customer by an address that several have.",
    22: "A new card is the default once, and the last card of a subscription stays.",
    23: "Where the bank wants the customer, they get a way to finish, and nothing has failed.",
    24: "The amount agreed to is the amount charged; if it has changed, we ask again.",
    25: "No card number, key or secret stands in logs, rows or pages.",
    26: "The local Stripe cannot be reached in production.",
    27: "Links to documents are fetched anew at each click, for their owner alone.",
    28: "Every change leaves an entry that is never altered: who, before, after, and Stripe's id.",
}

promise = pytest.mark.promise


def carry_promises(items: list[pytest.Item]) -> None:
    """Have each test's report carry the promises it stands for."""
    for item in items:
        for mark in item.iter_markers("promise"):
            item.user_properties += [("promise", number) for number in mark.args]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell which promises were kept by how many tests, and which were broken; and what leaked."""
    tell_leaks(terminalreporter)
    kept, broken = (_count(terminalreporter, outcome) for outcome in ("passed", "failed"))
    if not (kept or broken):
        return
    terminalreporter.section("promises")
    for number, words in PROMISES.items():
        if broken[number]:
            terminalreporter.line(f"{number:>3}. BROKEN by {broken[number]}: {words}", red=True)
        elif kept[number]:
            terminalreporter.line(f"{number:>3}. kept, {kept[number]} tests: {words}")


def _count(terminalreporter: Any, outcome: str) -> Counter[int]:
    reports = terminalreporter.stats.get(outcome, [])
    return Counter(
        number
        for report in reports
        if getattr(report, "when", "") == "call" or outcome == "failed"
        for name, number in getattr(report, "user_properties", ())
        if name == "promise"
    )
