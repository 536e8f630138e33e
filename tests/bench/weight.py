"""Figures of what the full page loads: its style and its scripts, as they are sent.

A file counts by itself, compressed by gzip, with all that it imports at once. What a script imports
when a button is pressed, and what Stripe's fields bring along, is not part of the page.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from tests.bench.measure import Effort, Figure
from tests.bench.world import customer_client, page

STYLE, SCRIPT = r'<link rel="stylesheet" href="([^"]+)"', r'<script[^>]+src="([^"]+)"'
CSS_IMPORT = r'@import url\("([^"]+)"\)'
JS_IMPORT = r'^\s*(?:import|export)\b[^"\';()]*["\']([^"\']+)["\']'
CSS_REACH, JS_REACH = 25, 30


def page_css_kb(_effort: Effort) -> Figure:
    """Style of the full page, against what it may be at most."""
    return _weight("page_css_kb", STYLE, CSS_IMPORT, CSS_REACH)


def page_js_kb(_effort: Effort) -> Figure:
    """Scripts of the full page, against what they may be at most."""
    return _weight("page_js_kb", SCRIPT, JS_IMPORT, JS_REACH)


def _weight(name: str, tag: str, imports: str, reach: int) -> Figure:
    html = page(customer_client()).content.decode()
    files = [_file(address) for address in re.findall(tag, html)]
    every = dict.fromkeys(one for file in files for one in _with_imports(file, imports))
    sizes = {file: len(gzip.compress(file.read_bytes(), 9)) for file in every}
    value = sum(sizes.values()) / 1024
    largest = max(sizes, key=lambda file: sizes[file])
    extra = {
        "files": len(sizes),
        "requested_by_page": len(files),
        "largest": f"{largest.name}: {sizes[largest] / 1024:.1f}",
        "raw_kb": sum(file.stat().st_size for file in every) / 1024,
    }
    return Figure(name, value, "kB gzip", f"{reach} kB", value / reach, extra)


def _with_imports(file: Path, imports: str) -> Iterator[Path]:
    yield file
    for address in re.findall(imports, file.read_text(), re.MULTILINE):
        yield from _with_imports((file.parent / address).resolve(), imports)


def _file(address: str) -> Path:
    found = finders.find(address.removeprefix(settings.STATIC_URL).partition("?")[0])
    if found is None:
        raise RuntimeError(f"{address} is no file of ours.")
    return Path(found).resolve()
