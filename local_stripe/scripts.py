"""`/js/*`: the stand-in for Stripe.js, and the pages that it frames.

`stripe.js` is one classic script, as Stripe's is, so that `Stripe` is there when the tag is done;
it is kept in parts that are put together here.
"""

from functools import cache
from pathlib import Path

from local_stripe.api import Answer

_FOLDER = Path(__file__).parent / "stripe_js"
_PARTS = ("intents", "frames", "elements", "entry")
_WRAPPED = """(function () {
"use strict";
const base = new URL(document.currentScript.src).origin;

%s})();
"""
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
# The frames run what is theirs and speak to this server; any page may frame them.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'"
)


def file(name: str) -> Answer | None:
    """The answer that a file is, or None for a name that is none of them."""
    content = _files().get(name)
    if content is None:
        return None
    headers = {"Content-Type": _TYPES[Path(name).suffix], "Cache-Control": "no-cache"}
    if name.endswith(".html"):
        headers["Content-Security-Policy"] = _POLICY
    return Answer(200, content, headers)


@cache
def _files() -> dict[str, bytes]:
    parts = [(_FOLDER / "stripe" / f"{part}.js").read_text() for part in _PARTS]
    found = {path.name: path.read_bytes() for path in _FOLDER.iterdir() if path.is_file()}
    return {**found, "stripe.js": (_WRAPPED % "\n".join(parts)).encode()}
