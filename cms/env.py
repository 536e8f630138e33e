"""Reads the environment, refuses nonsense, and names every fault at once.

Values come from the process, else from `.env` beside manage.py, else from the file that
`make demo` writes. A new setting is one line in `cms/settings.py` and one in `.env.example`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
ENV_FILES = (BASE_DIR / ".env", VAR_DIR / "demo.env")
NO_FILE = "none"  # PORTICO_ENV_FILE=none: believe the process's environment alone


class Environment(Env):
    """`environs.Env` that reports all faults together, when sealed."""

    def __init__(self, *files: Path) -> None:
        super().__init__(eager=False)
        named = os.environ.get("PORTICO_ENV_FILE")
        for file in files if named is None else [Path(named)]:
            if named != NO_FILE and file.is_file():
                self.read_env(str(file), recurse=False)
                break

    def seal(self) -> None:
        """End reading. Raise `ImproperlyConfigured` with one line a wrong or missing variable."""
        try:
            super().seal()
        except EnvValidationError as fault:
            raise ImproperlyConfigured(_all_faults(fault)) from None


def _all_faults(fault: EnvValidationError) -> str:
    found = fault.error_messages if isinstance(fault.error_messages, Mapping) else {}
    lines = [f"  {name}: {' '.join(found[name])}" for name in sorted(found)]
    return "\n".join(["The environment does not say what the site needs to start:", *lines])
