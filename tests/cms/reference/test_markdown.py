from __future__ import annotations

from cms.reference.markdown import code, page, table


def test_a_cell_cannot_break_its_table():
    assert table(("A",), [("x | y\nz",)]).splitlines()[-1] == "| x \\| y z |"


def test_a_table_without_rows_is_nothing():
    assert table(("A", "B"), []) == ""


def test_a_page_ends_in_one_line_feed_and_leaves_out_what_is_empty():
    assert page("Title", "About.", "", "Part.").endswith("# Title\n\nAbout.\n\nPart.\n")


def test_nothing_is_no_code():
    assert (code(""), code(0)) == ("", "`0`")
