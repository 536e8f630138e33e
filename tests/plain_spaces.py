"""Words are compared with plain spaces, in every test but those of what keeps them together.

Between a day and its month stands a space that does not break. Nobody sees it in a failing test,
and a browser's text has it too: so it is left out here, once, before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from themes import formats

KEPT = (formats._long_date, formats._short_date, formats._month_and_year)
SHOWN = formats.TIE
formats.TIE = " "


@pytest.fixture
def tie(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What customers get between the words of a date."""
    monkeypatch.setattr(formats, "TIE", SHOWN)
    _forget()
    yield SHOWN
    _forget()


def _forget() -> None:
    """Forget the dates that were written already."""
    for written in KEPT:
        written.cache_clear()
