from __future__ import annotations

import io

from billing.management.counting import Counting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _count(output, *, aside=False):
    with Counting(output) as counting:
        for _ in range(7):
            with counting.aside(aside):
                output.write("line\n" if aside else "")
            counting.count()
    return output.getvalue()


def test_a_terminal_shows_how_many_are_done(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    assert "7" in _count(Terminal())


def test_the_bar_makes_room_for_lines(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    assert _count(Terminal(), aside=True).count("line\n") == 7


def test_nothing_is_shown_where_there_is_no_terminal():
    assert _count(io.StringIO()) == ""
