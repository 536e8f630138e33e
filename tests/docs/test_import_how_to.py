from __future__ import annotations

import io
import re
import shlex
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.timezone import localtime

from billing.models import Order
from billing.order_lists import orders_of
from billing.queries import customer_of_order
from portals.models import Shop
from tests.cdnow import MEMBER, PACKAGE, cdnow_file
from tests.people import create_portals

DOCS = Path(__file__).parent.parent.parent / "docs" / "how-to"
TEXT = (DOCS / "import-orders.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    python manage\.py (.+)$", TEXT, re.MULTILINE)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder like the checkout after the fetching commands of the text."""
    target = tmp_path / "var" / "cdnow" / MEMBER
    target.parent.mkdir(parents=True)
    shutil.copy(cdnow_file(), target)
    (tmp_path / "docs").symlink_to(DOCS.parent)
    monkeypatch.chdir(tmp_path)


def test_the_mapping_in_the_text_is_the_one_shipped():
    [shown] = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert shown == (DOCS / "cdnow.toml").read_text(encoding="utf-8")


def test_the_text_fetches_the_package_the_tests_use():
    assert f"python -m pip download --no-deps --dest var/cdnow {PACKAGE}\n" in TEXT
    assert all(f"var/cdnow/{MEMBER} " in command for command in COMMANDS)


@pytest.mark.django_db
def test_the_commands_do_what_the_text_says(checkout):
    create_portals()
    for command in COMMANDS:
        call_command(*shlex.split(command), stdout=io.StringIO())
    customer = customer_of_order(Shop.objects.get().pk, "00004@example.com", "CDNOW-00004-1")
    assert customer is not None
    page = orders_of([customer.pk])
    newest = page.orders[0]
    assert (Order.objects.count(), Shop.objects.get().customers.count()) == (6919, 2357)
    assert (len(page.orders), newest.total, newest.currency) == (4, 2648, "USD")
    assert f"{localtime(newest.placed_at):%d %B %Y}" == "12 December 1997"


@pytest.mark.django_db
def test_the_example_with_a_header_is_imported_as_it_is(tmp_path):
    create_portals()
    [example] = re.findall(r"```\n(order number,.*?)```", TEXT, re.DOTALL)
    (tmp_path / "orders.csv").write_text(example, encoding="utf-8")
    arguments = [str(tmp_path / "orders.csv"), "--portal", "shop.localhost"]
    call_command("import_orders", *arguments, stdout=io.StringIO())
    assert Order.objects.get().total == 2933
