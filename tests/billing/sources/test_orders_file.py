from __future__ import annotations

import pytest

from billing.sources import orders_file
from billing.sources.faults import Refusal, SourceRefusedError
from billing.sources.records import OrderRecord
from tests.billing.sources.files import (
    HEADER,
    ROW,
    mapping_of,
    read_all,
    read_order,
    refusal,
    sheet,
)

JAM = ROW.replace("Tea,2", "Jam,1")
OTHER = ROW.replace("1001", "1002")


def numbers(items: list[OrderRecord | Refusal]) -> list[str]:
    return [item.number for item in items if isinstance(item, OrderRecord)]


def test_rows_of_one_number_are_one_order():
    order = read_order(sheet(ROW, JAM))
    assert [(line.name, line.quantity) for line in order.lines] == [("Tea", 2), ("Jam", 1)]


def test_later_rows_may_leave_empty_what_the_first_has_said():
    order = read_order(sheet(ROW, "1001,,,,,Jam,1"))
    assert (order.total, len(order.lines)) == (2933, 2)


def test_an_order_number_used_twice_with_another_content_is_refused():
    refused = refusal(sheet(ROW, ROW.replace("29.33", "12.00")))
    expected = "line 3: Order 1001 began on line 2 with another content: “total” is “12.00” here"
    assert expected in str(refused)


def test_rows_of_an_order_that_stand_apart_refuse_the_file():
    refused = refusal(sheet(ROW, OTHER, JAM))
    assert "line 4: Order 1001 already began on line 2" in str(refused)
    assert refused.whole_file


def test_all_bad_rows_of_an_order_are_told():
    refused = refusal(sheet(ROW.replace("Tea,2", "Tea,-2"), JAM.replace("Jam,1", "Jam,-1")))
    assert [line for line, _ in refused.reasons] == [2, 3]


def test_a_bad_row_takes_its_whole_order_along():
    items = read_all(sheet(ROW, "1001,too,short", OTHER))
    assert numbers(items) == ["1002"]


def test_a_row_without_a_number_takes_the_order_above_along():
    items = read_all(sheet(ROW, ",,,,,Jam,1", OTHER))
    assert numbers(items) == ["1002"]


def test_without_lines_a_row_without_a_number_stands_alone():
    text = sheet(ROW, ROW.removeprefix("1001"), OTHER).replace("product,quantity", "x,y")
    assert numbers(read_all(text)) == ["1001", "1002"]
    assert "line 3: “order number” is empty: there is no order number" in str(refusal(text))


def test_repeated_rows_of_a_file_without_lines_are_one_order():
    assert read_order(sheet(ROW, ROW).replace("product,quantity", "x,y")).lines == ()


def test_a_file_with_nothing_below_its_header_is_refused():
    with pytest.raises(SourceRefusedError, match="nothing below it"):
        read_all(f"{HEADER}\n\n")


def test_a_file_of_a_mark_only_is_empty():
    with pytest.raises(SourceRefusedError, match="The file is empty"):
        read_all(b"\xef\xbb\xbf")


def test_a_column_that_is_no_order_number_is_suspected(monkeypatch):
    monkeypatch.setattr(orders_file, "MOST_LINES", 3)
    with pytest.raises(SourceRefusedError, match="Order 1001 has more than 3 rows"):
        read_all(sheet(*[ROW] * 4))


def test_numbers_and_addresses_are_made_where_a_file_has_none(tmp_path):
    mapping = mapping_of(
        tmp_path,
        '[file]\nformat="whitespace"\n[columns]\ncustomer=1\ndate=2\ntotal=3\n[values]\n'
        'number="OLD-{customer}-{nth}"\nemail="{customer}@example.com"\ncurrency="USD"',
    )
    found = read_all("7 20260101 1.00\n7 20260101 1.00\n8 20260101 1.00\n", mapping)
    assert numbers(found) == ["OLD-7-1", "OLD-7-2", "OLD-8-1"]


def test_a_shop_export_in_german_writing_is_read(tmp_path):
    text = (
        '[columns]\nnumber="Nr"\nemail="Mail"\ndate="Tag"\ntotal="Summe"\n'
        '[formats]\ndate="%d.%m.%Y"\ndecimal=","\n[file]\nencoding="cp1252"\n'
        '[values]\ncurrency="EUR"'
    )
    content = "Nr;Mail;Tag;Summe\nÄ1;ada@example.com;31.01.2026;1.234,50\n".encode("cp1252")
    order = read_order(content, mapping_of(tmp_path, text))
    assert (order.number, order.total) == ("Ä1", 123450)
