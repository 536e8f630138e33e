"""What the editor exports: no cell of a list or report runs as a formula."""

from __future__ import annotations

import csv
import io
from zipfile import ZipFile

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import StaffUser

EVIL = "=HYPERLINK(1)"
REPORT = "/admin/reports/aging-pages/"


@pytest.fixture
def client(portals) -> Client:
    client = Client(headers={"host": "admin.localhost"})
    boss = StaffUser.objects.create_superuser("boss@example.com", "a-long-password")
    client.force_login(boss)
    home = Page.objects.get(slug="shop")
    home.title = EVIL
    home.save()
    home.save_revision(user=boss).publish()
    return client


def test_cells_of_csv_files_are_escaped(client):
    answer = b"".join(client.get(REPORT, {"export": "csv"}).streaming_content).decode()
    cells = [cell for row in csv.reader(io.StringIO(answer)) for cell in row]
    assert "'" + EVIL in cells
    assert EVIL not in cells


def test_cells_of_xlsx_files_are_text(client):
    answer = b"".join(client.get(REPORT, {"export": "xlsx"}).streaming_content)
    with ZipFile(io.BytesIO(answer)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert f't="inlineStr"><is><t>{EVIL}</t></is></c>' in sheet
    assert "<f>" not in sheet
