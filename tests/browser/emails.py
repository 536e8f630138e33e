"""What the demo has written to somebody: its e-mails are files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.browser.running import RunningDemo

BETWEEN = b"-" * 79 + b"\n"


def link_in_email(demo: RunningDemo, key: str, path: str) -> str:
    """Return the link below `path` of an e-mail to one of the people; empty while there is none."""
    for one in _emails(demo):
        body = one.get_body(("plain",))
        found = re.search(rf"http://\S+{re.escape(path)}\S*", body.get_content() if body else "")
        if found is not None and one["To"] == f"{key}@example.com":
            return found[0]
    return ""


def _emails(demo: RunningDemo) -> Iterator[EmailMessage]:
    for file in sorted((demo.var / "mail").glob("*")):
        for part in filter(bytes.strip, file.read_bytes().split(BETWEEN)):
            yield message_from_bytes(part, policy=policy.default)
