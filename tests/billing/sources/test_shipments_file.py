from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from billing.sources.columns import SHIPMENTS
from billing.sources.faults import Refusal, SourceRefusedError
from billing.sources.mapping import FileMapping, read_mapping
from billing.sources.shipments_file import shipments_in
from tests.billing.sources.files import ZONE

HEADER = "order number,carrier,tracking number,status,shipped at"
ROW = "1001,UPS,1Z1,shipped,2026-01-31 14:30"
PLAIN = FileMapping(kind=SHIPMENTS, source=SHIPMENTS.source)


def read(text: str, mapping: FileMapping = PLAIN):
    return list(shipments_in(io.BytesIO(text.encode()), mapping, zone=ZONE))


def mapped(tmp_path, text: str) -> FileMapping:
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path, SHIPMENTS)


def test_a_row_is_a_parcel_of_an_order():
    [one] = read(f"{HEADER}\n{ROW}\n")
    assert (one.order.number, one.line) == ("1001", 2)
    assert (one.parcel.external_id, one.parcel.status) == ("ups:1Z1", "shipped")
    assert one.parcel.shipped_at == datetime(2026, 1, 31, 14, 30, tzinfo=UTC)


def test_usual_names_and_words_are_known():
    text = "Name;Tracking Company;Tracking Number;Delivery Status;Date Delivered\n"
    [one] = read(text.replace("Name", "Order") + "7;Royal Mail;AB1;In transit;\n")
    assert (one.order.number, one.parcel.carrier, one.parcel.status) == (
        "7",
        "Royal Mail",
        "shipped",
    )


def test_a_parcel_with_a_day_of_delivery_has_arrived():
    [one] = read("order,parcel id,delivered at\n7,p-1,2026-02-01\n")
    assert (one.parcel.external_id, one.parcel.status) == ("p-1", "delivered")


def test_a_mapping_says_what_the_file_does_not(tmp_path):
    mapping = mapped(
        tmp_path,
        '[file]\nsource = "depot"\n[columns]\norder = "ref"\ntracking_number = "code"\nstatus = "s"'
        '\n[values]\ncarrier = "DHL"\n[fulfilment_states]\nD = "delivered"\n',
    )
    [one] = read("ref,code,s\n7,X1,D\n", mapping)
    assert (mapping.source, one.parcel.external_id, one.parcel.status) == (
        "depot",
        "dhl:X1",
        "delivered",
    )


def test_fields_of_orders_are_none_of_shipments(tmp_path):
    with pytest.raises(SourceRefusedError, match="“total” in \\[columns\\] is not known"):
        mapped(tmp_path, '[columns]\ntotal = "x"\n')


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",UPS,1Z1,shipped,", "which order"),
        ("1001,UPS,,shipped,", "which parcel"),
        ("1001,UPS,1Z1,lost,", "“lost” is not known"),
        ("1001,UPS,1Z1,none,", "no state of a parcel"),
        ("1001,UPS,1Z1,shipped,31.01.2026", "not a date"),
        ("1001,UPS,1Z1,shipped", "4 columns"),
        (f"1001,{'x' * 61},1Z1,shipped,", "longer than 60"),
    ],
)
def test_a_bad_row_is_refused_by_itself(row, said):
    refused, taken = read(f"{HEADER}\n{row}\n{ROW}\n")
    assert isinstance(refused, Refusal)
    assert said in str(refused)
    assert taken.line == 3


def test_a_link_leads_to_a_page_or_is_refused():
    [refused] = read("order,parcel id,tracking url\n7,p-1,javascript:alert(1)\n")
    assert "not the address of a page" in str(refused)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "empty"), (f"{HEADER}\n", "nothing below"), ("a,b\n1,2\n", "No column for: order")],
)
def test_what_is_no_file_of_shipments_is_refused(text, said):
    with pytest.raises(SourceRefusedError, match=said):
        read(text)
