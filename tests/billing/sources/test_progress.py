from __future__ import annotations

import io

import pytest

from billing.sources.progress import shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(b"x" * 100)
    with path.open("rb") as opened:
        yield opened


def test_people_see_a_bar(file, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    screen = Terminal()
    assert list(shown([file.read(50), 2], file, screen)) == [b"x" * 50, 2]
    assert "50%" in screen.getvalue()


def test_a_log_gets_no_bar(file):
    log = io.StringIO()
    assert list(shown([1, 2], file, log)) == [1, 2]
    assert log.getvalue() == ""


def test_statements_are_not_kept_while_debugging(file, settings, db):
    from django.db import connection

    settings.DEBUG = True
    connection.queries_log.append({"sql": "SELECT 1"})
    list(shown([1], file, io.StringIO()))
    assert not connection.queries_log
