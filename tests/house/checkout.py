"""The files of this checkout that are the project's own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    *("access_rules", "accounts", "billing", "cms", "local_stripe"),
    *("portal_blocks", "portals", "sso", "themes"),
)
PRODUCT = tuple(package for package in PACKAGES if package != "local_stripe")
FOLDERS = (*PACKAGES, "docs", "requirements", "tests", ".ci")
BINARY = frozenset({".png", ".jpg", ".webp", ".avif", ".ico", ".woff2", ".mo", ".pyc", ".gz"})
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*packages: str) -> Iterator[Path]:
    """Yield the Python files of these packages, without migrations."""
    for package in packages:
        found = sorted((ROOT / package).rglob("*.py"))
        yield from (file for file in found if "migrations" not in file.parts)


@cache
def texts() -> tuple[tuple[Path, str], ...]:
    """Return every text file of the project with its text."""
    at_top = (file for file in ROOT.iterdir() if file.is_file() and file.name != ".env")
    below = (file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.is_file())
    own = (file for file in sorted([*at_top, *below]) if "__pycache__" not in file.parts)
    return tuple((file, file.read_text("utf-8")) for file in own if file.suffix not in BINARY)


def functions(file: Path) -> Iterator[Function]:
    """Yield every function of a module, methods and nested ones too."""
    tree = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    yield from (node for node in tree if isinstance(node, Function))


def here(file: Path, line: int = 0) -> str:
    """Return how a person names a place in the checkout."""
    return f"{file.relative_to(ROOT)}{f':{line}' if line else ''}"
