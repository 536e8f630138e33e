"""What a phone dials of a number as people write it."""

from __future__ import annotations

import re

_UNDIALLED = re.compile(r"\(0\)|[^0-9+]")
"""What stands in a number for the eye: in "+44 (0)20" the nought is not dialled."""


def dial_url(written: str) -> str:
    """Return the address that calls a number; empty for none."""
    # Digits of other scripts are those of ours to a phone.
    signs = (str(int(one)) if one.isdecimal() else one for one in written)
    dialled = _UNDIALLED.sub("", "".join(signs))
    return f"tel:{dialled[:1]}{dialled[1:].replace('+', '')}" if dialled else ""
