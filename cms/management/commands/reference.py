"""Writes docs/reference/ from the code: `manage.py reference`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.env import BASE_DIR
from cms.reference import pages

FOLDER = BASE_DIR / "docs" / "reference"


class Command(BaseCommand):
    """Writes the pages that differ; with `--check`, only names them."""

    help = "Write the pages of docs/reference/ from the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to write."""
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if a page is out of date."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, or compare."""
        every = {FOLDER / name: text for name, text in pages().items()}
        stale = {file: text for file, text in every.items() if _differs(file, text)}
        if options["check"]:
            _refuse(list(stale))
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for file, text in stale.items():
            file.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {file.name}.")


def _differs(file: Path, text: str) -> bool:
    return not file.is_file() or file.read_text(encoding="utf-8") != text


def _refuse(stale: list[Path]) -> None:
    if stale:
        names = ", ".join(file.name for file in stale)
        raise CommandError(f"Out of date: {names}. Run: manage.py reference")
