"""The list of what this server answers: `python -m local_stripe --routes`.

Made from the handlers themselves, each of which says in its first line what it does.
"""

import inspect
import re
from collections.abc import Iterator
from itertools import groupby

from local_stripe import control, registry, routes

_HEAD = """Local Stripe: what it answers

It speaks API version {version} as the installed stripe package describes it: every parameter is
checked before a call, and every answer and event after it. A call that Stripe has and that is
not listed here is answered with 501.
"""


def page() -> str:
    """The whole list, as plain text."""
    answered = registry.handlers()
    sections = [_HEAD.format(version=routes.API_VERSION).strip()]
    for name, rows in groupby(sorted(answered, key=_resource), key=_resource):
        sections.append("\n".join([name, *(f"  {call}\n      {told}" for call, told in rows)]))
    controls = (f"  {call}\n      {told}" for call, told in _controls())
    sections.append("\n".join(["Outside the API", *controls]))
    missing = len(routes.all_routes()) - len(answered)
    sections.append(f"{len(answered)} calls are answered; {missing} others are left out.")
    return "\n\n".join(sections)


def _resource(row: tuple[str, str]) -> str:
    """`/v1/invoices/{id}/pay` belongs to invoices, and checkout/sessions to itself."""
    parts = [part for part in row[0].split("/")[2:] if not part.startswith("{")]
    grouped = parts[0] in ("billing_portal", "checkout", "test_helpers")
    return "/".join(parts[: 1 + grouped])


def _controls() -> Iterator[tuple[str, str]]:
    for method, pattern, handler in control.controls():
        path = re.sub(r"\([^)]*\)", "{id}", pattern).replace("[.]", ".")
        yield f"{method} {path}", inspect.getdoc(handler) or ""
