"""Small files of orders and mappings, read from text."""

from __future__ import annotations

import io
from pathlib import Path
from zoneinfo import ZoneInfo

from billing.sources.faults import Refusal
from billing.sources.mapping import FileMapping, read_mapping
from billing.sources.orders_file import orders_in
from billing.sources.records import OrderRecord

HEADER = "order number,email,date,total,currency,product,quantity"
ROW = "1001,ada@example.com,2026-01-31,29.33,USD,Tea,2"
POSITIONS = "[file]\nheader = false\n[columns]\nnumber=1\nemail=2\ndate=3\ntotal=4\n"
ZONE = ZoneInfo("Europe/London")


def mapping_of(tmp_path: Path, text: str) -> FileMapping:
    """The mapping that a TOML text says."""
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def read_all(
    text: str | bytes, mapping: FileMapping | None = None, zone: ZoneInfo = ZONE
) -> list[OrderRecord | Refusal]:
    """Everything a file of this text yields."""
    content = text.encode() if isinstance(text, str) else text
    return list(orders_in(io.BytesIO(content), mapping or FileMapping(), zone=zone))


def read_order(text: str | bytes, mapping: FileMapping | None = None) -> OrderRecord:
    """The one order of a file that has no fault."""
    [order] = read_all(text, mapping)
    assert isinstance(order, OrderRecord), str(order)
    return order


def refusal(text: str | bytes, mapping: FileMapping | None = None) -> Refusal:
    """The only refusal in a file."""
    [refused] = [item for item in read_all(text, mapping) if isinstance(item, Refusal)]
    return refused


def sheet(*rows: str) -> str:
    """A file with the usual header and these rows."""
    return "\n".join([HEADER, *rows]) + "\n"
