from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.sources.formulas import escaped, is_formula, plain

RUN = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '"=1"', "'=1", "\u201c=1", "\uff1d1"]


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_would_run_is_marked_as_text(text):
    assert escaped(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Tea", "1 + 1", "O'Neill", "'quoted'", "a=b", " Tea"])
def test_any_other_text_stays(text):
    assert escaped(text) == plain(text) == text


@given(st.text(alphabet="=+-@'\"\t\r\n aé1", max_size=6))
def test_what_was_escaped_reads_back_as_it_was(text):
    assert plain(escaped(text)) == text


@given(st.text(alphabet="=+-@'\"\t\r\n a1", max_size=6))
def test_nothing_that_was_escaped_begins_like_a_formula_to_a_spreadsheet(text):
    assert escaped(text).startswith("'") or not is_formula(escaped(text))
