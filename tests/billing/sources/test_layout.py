from __future__ import annotations

import pytest

from billing.sources.faults import SourceRefusedError
from billing.sources.layout import layout
from billing.sources.mapping import FileMapping
from tests.billing.sources.files import HEADER, POSITIONS, mapping_of

NAMES = HEADER.split(",")


def test_columns_are_found_by_their_usual_names():
    found = layout(FileMapping(), NAMES, 1)
    assert (found.positions["number"], found.positions["currency"], found.width) == (0, 4, 7)


def test_named_columns_are_found_in_any_case(tmp_path):
    columns = '[columns]\nnumber="NO"\nemail="Mail"\ndate="Day"\ntotal="Sum"\n'
    mapping = mapping_of(tmp_path, columns + '[values]\ncurrency="EUR"')
    assert layout(mapping, ["sum", "day", "mail", "no"], 1).positions["number"] == 3


def test_missing_columns_are_told_with_those_there_are():
    with pytest.raises(SourceRefusedError, match=r"No column for: email.*are: order, total"):
        layout(FileMapping(), ["order", "total"], 1)


def test_a_wrong_delimiter_is_suspected():
    with pytest.raises(SourceRefusedError, match=r"Perhaps they are separated by “,”"):
        layout(FileMapping(delimiter=";"), [HEADER], 1)


def test_a_named_column_that_is_not_there_is_told(tmp_path):
    text = '[columns]\nnumber="No"\nemail=1\ndate=2\ntotal=3\n[values]\ncurrency="EUR"'
    with pytest.raises(SourceRefusedError, match=r"line 1: There is no column “No”"):
        layout(mapping_of(tmp_path, text), ["a", "b", "c"], 1)


def test_a_position_beyond_the_row_is_told(tmp_path):
    mapping = mapping_of(tmp_path, POSITIONS + '[values]\ncurrency="EUR"')
    with pytest.raises(SourceRefusedError, match=r"no column 3. The first row has 2 columns"):
        layout(mapping, ["1001", "ada@example.com"], 1)


def test_two_columns_of_one_name_need_a_position():
    with pytest.raises(SourceRefusedError, match=r"Several columns are called “total”"):
        layout(FileMapping(), [*NAMES, "total"], 1)
