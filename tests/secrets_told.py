"""Watches that no test makes the product log a card number, a key or a client secret."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SECRET = re.compile(
    r"\b(?:sk|rk)_(?:test|live)_\w+"  # keys
    r"|\bwhsec_\w+"  # signing secrets
    r"|\b(?:pi|seti)_\w+_secret_\w+"  # what lets a browser confirm a payment
    r"|\b(?:4242|4000|5555)(?:[ -]?\d{4}){3}\b"  # Stripe's test cards
)


class Listener(logging.Handler):
    """Keeps what was logged and should not have been."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one record, with its traceback."""
        text = self.format(record)
        if SECRET.search(text) and not record.name.startswith(("local_stripe", "asyncio")):
            self.told.append(f"{record.name}: {SECRET.sub('…', text)[:300]}")


listener = Listener()


@pytest.fixture(autouse=True)
def _no_secret_is_logged() -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)  # as in production; the tests' own settings say less
    root.addHandler(listener)
    listener.told.clear()
    yield
    root.removeHandler(listener)
    root.setLevel(level)
    assert not listener.told


def secrets_in(folder: Path, *, but_not: tuple[str, ...]) -> list[str]:
    """Return which files below `folder` hold a secret, and of what kind."""
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if file.name.startswith(but_not):
            continue
        kinds = {hit[:8] for hit in SECRET.findall(file.read_bytes().decode("latin-1"))}
        found += [f"{file.relative_to(folder)}: {kind}…" for kind in sorted(kinds)]
    return found
