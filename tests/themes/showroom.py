"""Serves the specimens on loopback, under the product's own Content-Security-Policy.

`python -m tests.themes.showroom` prints an address to look at, until it is stopped.
"""

from __future__ import annotations

import functools
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PICTURES = {
    "bag": '<rect width="96" height="96" fill="#e6ddd0"/><path d="M32 26h32l4 54H28z" '
    'fill="#6b4a35"/><path d="M32 26l3-8h26l3 8z" fill="#533828"/>'
    '<rect x="37" y="42" width="22" height="20" rx="2" fill="#efe6d8"/>',
    "cup": '<rect width="96" height="96" fill="#d9e0e0"/><path d="M26 36h38v26a12 12 0 0 1-12 12'
    'H38a12 12 0 0 1-12-12z" fill="#2f5560"/><path d="M64 42h5a8 8 0 0 1 0 18h-5" fill="none" '
    'stroke="#2f5560" stroke-width="5"/>',
    "paper": '<rect width="96" height="96" fill="#e9e4da"/><path d="M20 30h56L58 70H38z" '
    'fill="#fbf8f1" stroke="#cfc5b2" stroke-width="2"/><path d="M40 30l-4 36" stroke="#ddd4c3"/>',
}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files with the policy of portals, and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep the tests' output for the tests."""

    def end_headers(self) -> None:
        """Add the policy."""
        self.send_header("Content-Security-Policy", policy())
        super().end_headers()


def policy() -> str:
    """Return the product's policy as a header."""
    from django.conf import settings

    directives: Any = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(map(str, of))}" for name, of in directives.items())


def write(folder: Path) -> None:
    """Write all specimens and their static files below `folder`, ready to be served."""
    from django.conf import settings

    from tests.themes.specimens import PAGES, render

    for source in settings.STATICFILES_DIRS:
        shutil.copytree(source, folder / "static", dirs_exist_ok=True)
    pictures = folder / "static" / "specimens"
    pictures.mkdir()
    for name, shapes in PICTURES.items():
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">{shapes}</svg>'
        (pictures / f"{name}.svg").write_text(svg)
    for name in PAGES:
        (folder / f"{name}.html").write_text(render(name))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder`; yield its address without a closing slash."""
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def main() -> None:
    """Serve the specimens until interrupted."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        with served(Path(folder)) as address:
            sys.stdout.write(f"{address}/\n")
            threading.Event().wait()


if __name__ == "__main__":
    main()
