"""Parts of a file: players ask for a film piece by piece, and some play it not at all otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from django.http import HttpResponseBase, StreamingHttpResponse

PIECE = 64 * 1024
_ASKED = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def span_asked(header: str, size: int) -> range | None:
    """Return which bytes a `Range` header asks for; None: all of them.

    Several parts at once, and parts that there are not, are answered with the whole file, as
    RFC 9110 14.2 lets one.
    """
    found = _ASKED.fullmatch(header)
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        span = range(max(0, size - int(last)), size)
    else:
        span = range(int(first), min(int(last) + 1 if last else size, size))
    return span if span else None


def part(file: IO[bytes], span: range, size: int, **options: Any) -> HttpResponseBase:
    """Answer with some bytes of a file, and close it then. `options` are those of a response."""
    response = StreamingHttpResponse(_bytes(file, span), status=206, **options)
    response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    response["Content-Length"] = str(len(span))
    return response


def _bytes(file: IO[bytes], span: range) -> Iterator[bytes]:
    with file:
        file.seek(span.start)
        left = len(span)
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
