from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from billing.models import Fulfilment, Order
from billing.orders import upsert_orders
from portals.models import Shop
from tests.billing.test_orders import NOW, ORDER
from tests.people import SHOP_HOST, create_portals

HEADER = "order number,carrier,tracking number,delivered at\n"
ROW = "1001,UPS,1Z1,2026-02-01\n"
BAD = "1001,,1Z2,\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ordered():
    create_portals()
    upsert_orders(Shop.objects.get(), "csv", [ORDER], now=NOW)


@pytest.fixture
def run(tmp_path):
    """Import a file of these rows; return what is told."""

    def _run(*rows: str, options: tuple[str, ...] = ()) -> str:
        path, out = tmp_path / "parcels.csv", io.StringIO()
        path.write_text(HEADER + "".join(rows), encoding="utf-8")
        call_command("import_shipments", str(path), "--portal", SHOP_HOST, *options, stdout=out)
        return out.getvalue()

    return _run


def test_parcels_are_imported_and_counted(run):
    assert "1 new, 0 changed, 0 unchanged, 0 refused." in run(ROW)
    order = Order.objects.get()
    assert (order.fulfilment_state, order.fulfilment_source) == ("delivered", "shipments")


def test_the_second_time_changes_nothing(run):
    run(ROW)
    before = list(Fulfilment.objects.values())
    assert "0 new, 0 changed, 1 unchanged" in run(ROW)
    assert list(Fulfilment.objects.values()) == before


def test_one_bad_row_refuses_the_file(run, capsys):
    with pytest.raises(CommandError, match="The file is refused"):
        run(ROW, BAD)
    assert not Fulfilment.objects.exists()


def test_an_order_that_is_not_here_refuses_the_file(run):
    with pytest.raises(CommandError, match="The file is refused"):
        run(ROW, ROW.replace("1001", "9"))
    assert not Fulfilment.objects.exists()


def test_bad_rows_are_skipped_if_asked_and_told_by_line(run):
    out = run(ROW, BAD, ROW.replace("1001", "9"), options=("--skip-bad-rows",))
    assert "line 3: It is not said which parcel" in out
    assert "line 4: This shop has no order “9”." in out
    assert "1 new, 0 changed, 0 unchanged, 2 refused." in out
    assert Fulfilment.objects.count() == 1


def test_a_dry_run_says_the_same_and_writes_nothing(run):
    out = run(ROW, options=("--dry-run",))
    assert "1 new" in out
    assert "nothing was written" in out
    assert not Fulfilment.objects.exists()


def test_an_order_number_of_two_systems_is_not_guessed(run):
    upsert_orders(Shop.objects.get(), "till", [ORDER], now=NOW)
    out = run(ROW, options=("--skip-bad-rows",))
    assert "line 2: Several orders of this shop are called “1001”" in out


def test_what_is_no_file_is_told(run, tmp_path):
    with pytest.raises(CommandError, match=r"(?s)There is no file.*Nothing was imported"):
        call_command("import_shipments", str(tmp_path / "nowhere"), "--portal", SHOP_HOST)
