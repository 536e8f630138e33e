"""The reference of the API: its addresses, and every field of what is sent and answered."""

from __future__ import annotations

from billing.api.batches import MOST_ROWS
from billing.api.doors import LARGEST
from billing.api.keys import REQUESTS
from billing.api.reference import Door, FieldRow, ObjectTable, doors, objects
from billing.api.signing import TOLERANCE
from cms.reference.markdown import code, page, table

INTRODUCTION = f"""\
How other systems send orders and shipments; see [send orders](../how-to/send-orders.md) for how to
begin. Every request carries the headers `Portico-Key` and `Portico-Signature`; a signature is good
for {TOLERANCE} seconds. A request has at most {MOST_ROWS} rows and {LARGEST // 1024**2} MB, a key \
{REQUESTS.tries} requests a minute. An
address answers on every host of the site; the same as a schema is served at `/api/openapi.json`."""


def api_page() -> str:
    """Return the page about the API."""
    return page("API", INTRODUCTION, *map(_door, doors()), *map(_object, objects()))


def _door(door: Door) -> str:
    answers = table(("Answer", "Body"), [(status, _link(name)) for status, name in door.answers])
    parts = (f"## {door.method} {door.path}", door.text, f"Body: {_link(door.body)}.", answers)
    return "\n\n".join(parts)


def _object(one: ObjectTable) -> str:
    rows = table(("Field", "Kind", "Without it", "What it is"), map(_field, one.fields))
    return "\n\n".join(filter(None, (f"## {one.name}", one.text, rows)))


def _field(field: FieldRow) -> tuple[object, ...]:
    kind = field.kind
    if field.refers_to:
        kind = kind.replace(field.refers_to, _link(field.refers_to))
    without = "needed" if field.is_needed else code(field.default)
    return code(field.name), kind, without, field.text


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"
