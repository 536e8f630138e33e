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

LIBRARIES = ("django_htmx/htmx-4.min.js",)


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
    from django.contrib.staticfiles import finders

    from tests.themes.specimens import PAGES, render

    for source in settings.STATICFILES_DIRS:
        shutil.copytree(source, folder / "static", dirs_exist_ok=True)
    for library in LIBRARIES:
        kept = folder / "static" / library
        kept.parent.mkdir(parents=True)
        shutil.copyfile(finders.find(library), kept)
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
