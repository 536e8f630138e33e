from __future__ import annotations

import gc
import io
import re
from collections import Counter
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Customer, CustomerAccount
from billing.models import CustomerFacts, Order, OrderLine
from billing.order_lists import orders_of
from portals.models import Shop
from tests.billing.sources.files import HEADER, ROW, sheet
from tests.cdnow import cdnow_file
from tests.people import SHOP_HOST, create_portals

CDNOW_MAPPING = Path(__file__).parent.parent.parent / "docs" / "how-to" / "cdnow.toml"
OTHER = ROW.replace("1001", "1002")
MB = 1024 * 1024
BAD = ROW.replace("1001", "1003").replace("29.33", "abc")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def portals():
    create_portals()


@pytest.fixture
def write(tmp_path):
    """Write a file of orders; return its name."""

    def _write(content: str | bytes) -> str:
        path = tmp_path / "orders.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return _write


def run(file: str, *arguments: str, portal: str = SHOP_HOST) -> str:
    out = io.StringIO()
    call_command("import_orders", file, "--portal", portal, *arguments, stdout=out)
    return out.getvalue()


def test_orders_are_imported_and_counted(write):
    assert "2 new, 0 changed, 0 unchanged, 0 refused." in run(write(sheet(ROW, OTHER)))
    assert set(Order.objects.values_list("number", "total")) == {("1001", 2933), ("1002", 2933)}


def test_nobody_gets_an_account(write):
    run(write(sheet(ROW)))
    assert (Customer.objects.count(), CustomerAccount.objects.count()) == (1, 0)


def test_the_second_time_changes_nothing(write):
    file = write(sheet(ROW, OTHER))
    run(file)
    before = [list(model.objects.values()) for model in (Order, OrderLine, CustomerFacts)]
    assert "0 new, 0 changed, 2 unchanged" in run(file)
    assert [list(m.objects.values()) for m in (Order, OrderLine, CustomerFacts)] == before


def test_a_newer_export_brings_orders_up_to_date(write):
    run(write(sheet(ROW, OTHER)))
    assert "0 new, 1 changed, 1 unchanged" in run(write(sheet(ROW.replace("29", "30"), OTHER)))


def test_a_dry_run_tells_each_line_and_writes_nothing(write):
    out = run(write(sheet(ROW, OTHER)), "--dry-run")
    assert "line 2: 1001  2026-01-31 00:00  ada@example.com  29.33 USD  2 x Tea" in out
    assert "2 new" in out
    assert "nothing was written" in out
    assert not Order.objects.exists()


def test_a_dry_run_shows_the_first_orders_and_all_if_asked(write):
    file = write(sheet(*[ROW.replace("1001", f"A{n}") for n in range(30)]))
    assert run(file, "--dry-run").count("2 x Tea") == 10
    assert run(file, "--dry-run", "-v", "2").count("2 x Tea") == 30


def test_one_bad_row_refuses_the_file(write):
    with pytest.raises(CommandError, match=r"(?s)line 4: .*“abc”.*Nothing was imported"):
        run(write(sheet(ROW, OTHER, BAD)))
    assert not Order.objects.exists()
    assert not Customer.objects.exists()


def test_a_dry_run_tells_all_bad_rows_and_fails(write):
    out = io.StringIO()
    rows = [BAD.replace("1003", str(n)) for n in range(40)]
    with pytest.raises(CommandError, match=r"would be refused"):
        call_command(
            "import_orders", write(sheet(*rows)), "--portal", SHOP_HOST, "--dry-run", stdout=out
        )
    assert all(f"line {n}: “total”" in out.getvalue() for n in range(2, 42))


def test_a_long_list_of_faults_is_cut_with_a_hint(write):
    rows = [BAD.replace("1003", str(n)) for n in range(40)]
    with pytest.raises(CommandError, match=r"(?s)40 orders are not right:.*And 20 more: --dry-run"):
        run(write(sheet(*rows)))


def test_bad_rows_are_skipped_if_asked(write):
    out = run(write(sheet(ROW, BAD, OTHER)), "--skip-bad-rows")
    assert "line 3: " in out
    assert "2 new, 0 changed, 0 unchanged, 1 refused." in out
    assert Order.objects.count() == 2


def test_orders_torn_apart_refuse_the_file_even_then(write):
    with pytest.raises(CommandError, match=r"Order 1001 already began on line 2"):
        run(write(sheet(ROW, OTHER, ROW)), "--skip-bad-rows")
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (HEADER, "nothing below it"),
        (b"\x89PNG\r\n\x1a\n\x00", "a picture"),
        (b"PK\x03\x04\x14\x00\x06\x00", "Save the sheet as CSV"),
        (f"{HEADER}\n{ROW}\n".encode() + "1002,é".encode("cp1252"), "line 3: .*not text in UTF-8"),
        (sheet(ROW) + "x" * 1_000_001, "line 3: This line is longer"),
        (sheet(ROW, '1002,"open'), "line 3: .*quotation mark"),
        ("a,b\n1,2\n", "No column for: number, email, date, currency, total"),
        (sheet(ROW, "1002,short"), "line 3: This row has 2 columns"),
        (sheet(ROW, ROW.replace("Tea", "Tea,x")), "line 3: This row has 8 columns"),
        (sheet(ROW, ROW.replace("29", "30")), "line 3: Order 1001 began on line 2"),
        (sheet(ROW.replace("USD", "ZZZ")), "line 2: .*ISO 4217"),
        (sheet(ROW.replace("2026-01-31", "31.01.2026")), "line 2: .*not a date"),
        (sheet(ROW.replace("29.33", "1.234")), "line 2: .*two ways"),
        (sheet(ROW.replace("Tea,2", "Tea,-2")), "line 2: .*quantity"),
        (sheet(ROW.replace("ada@", "ada")), "line 2: .*e-mail address"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(write, content, message):
    with pytest.raises(CommandError, match=f"(?s){message}.*Nothing was imported"):
        run(write(content))
    assert not Order.objects.exists()


def test_a_fault_after_thousands_of_good_orders_undoes_them(write):
    good = [ROW.replace("1001", f"A{n}") for n in range(2500)]
    with pytest.raises(CommandError, match=r"line 2502: “total”"):
        run(write(sheet(*good, BAD)))
    assert not Order.objects.exists()


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(CommandError, match=r"There is no file"):
        run(str(tmp_path / "nowhere.csv"))
    with pytest.raises(CommandError, match=r"is a folder"):
        run(str(tmp_path))


def test_an_unknown_portal_is_told_with_those_there_are(write):
    with pytest.raises(CommandError, match=r"Portals are: club.localhost, shop.localhost"):
        run(write(sheet(ROW)), portal="shop.example")


def test_a_fault_of_the_mapping_file_is_told(write, tmp_path):
    (tmp_path / "mapping.toml").write_text('[file]\ndelimeter = ";"')
    with pytest.raises(CommandError, match=r"(?s)Did you mean “delimiter”.*Nothing was imported"):
        run(write(sheet(ROW)), "--mapping", str(tmp_path / "mapping.toml"))


def test_an_address_of_several_customers_is_reported(write):
    shop = Shop.objects.get()
    for name in ("cus_1", "cus_2"):
        Customer.objects.create(
            shop=shop, source="stripe", external_id=name, email="ada@example.com"
        )
    assert "1 order belongs to nobody yet" in run(write(sheet(ROW)))


def test_the_cdnow_purchases_are_imported_whole():
    file = cdnow_file()
    rows = [line.split() for line in file.read_text().splitlines()]
    run(str(file), "--mapping", str(CDNOW_MAPPING))
    cents = sum(int(Decimal(row[4]) * 100) for row in rows)
    assert (Order.objects.count(), Customer.objects.count()) == (6919, 2357)
    assert sum(Order.objects.values_list("total", flat=True)) == cents
    assert (
        sum(facts["USD"] for facts in CustomerFacts.objects.values_list("spent", flat=True))
        == cents
    )


@pytest.mark.sqlite_only
def test_each_cdnow_customer_sees_their_purchases_newest_first():
    file = cdnow_file()
    run(str(file), "--mapping", str(CDNOW_MAPPING))
    rows = [line.split() for line in file.read_text().splitlines()]
    person, _count = Counter(row[0] for row in rows).most_common(1)[0]
    bought = [(row[2], int(Decimal(row[4]) * 100)) for row in rows if row[0] == person]
    bought.sort(key=itemgetter(0))
    customer = Customer.objects.get(email=f"{person}@example.com")
    seen = orders_of([customer.pk], limit=1000).orders
    assert [order.total for order in seen] == [cents for _, cents in reversed(bought)]


@pytest.mark.sqlite_only
def test_the_cdnow_purchases_imported_twice_change_nothing():
    file = cdnow_file()
    print(run(str(file), "--mapping", str(CDNOW_MAPPING)))  # noqa: T201  (the rate)
    before = list(Order.objects.values())
    assert "0 new, 0 changed, 6919 unchanged" in run(str(file), "--mapping", str(CDNOW_MAPPING))
    assert list(Order.objects.values()) == before


@pytest.mark.sqlite_only
def test_memory_stays_flat(tmp_path):
    connection.cursor().execute("PRAGMA cache_size = -1000")  # else it grows up to 20 MB first
    _growth(tmp_path, 2_000)  # one batch; fills what is kept for good
    assert _growth(tmp_path, 6_000) < 3 * MB


def _growth(folder: Path, lines: int) -> int:
    """Bytes that an import of so many lines added at its peak; each run has orders of its own."""
    path = folder / "orders.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEADER}\n")
        for number in range(lines):
            order = f"{uuid4().hex[:6]}-{number // 2}"
            file.write(ROW.replace("1001", order).replace("ada", order) + "\n")
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is now (Linux, proc(5))
    before = _memory("VmRSS")
    run(str(path))
    return _memory("VmHWM") - before


def _memory(name: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) * 1024
