from __future__ import annotations

import io

import pytest

from billing.sources.csv_file import likely_delimiter, open_file, rows
from billing.sources.faults import SourceRefusedError
from billing.sources.mapping import FileMapping

FIXED = FileMapping(format="fixed", widths=(6, 4, 3), header=False)


def read(content: bytes, mapping: FileMapping | None = None) -> list[tuple[int, list[str]]]:
    return list(rows(io.BytesIO(content), mapping or FileMapping()))


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_separator_is_seen_in_the_first_line(mark):
    assert read(f"a{mark}b\n1{mark}2\n".encode())[1] == (2, ["1", "2"])


def test_separators_in_quotation_marks_do_not_count():
    assert likely_delimiter('"a,b,c";d;e\n') == ";"


def test_each_row_knows_the_line_it_begins_on():
    content = b'a,b\n"two\nlines",1\n\n3,4\n'
    assert [line for line, _ in read(content)] == [1, 2, 5]


@pytest.mark.parametrize(
    "content",
    [
        "naïve,b".encode(),
        b"\xef\xbb\xbf" + "naïve,b".encode(),
        "naïve,b".encode("utf-16"),
        "naïve,b".encode("utf-32"),
    ],
)
def test_the_mark_at_the_start_tells_the_encoding(content):
    assert read(content) == [(1, ["naïve", "b"])]


def test_a_stated_encoding_is_used():
    assert read("é,b".encode("cp1252"), FileMapping(encoding="cp1252")) == [(1, ["é", "b"])]


def test_another_encoding_is_refused_with_its_line():
    with pytest.raises(SourceRefusedError, match=r"line 3: .*not text in UTF-8.*cp1252") as caught:
        read("a,b\n1,2\né,2\n".encode("cp1252"))
    assert (caught.value.code, caught.value.line) == ("encoding", 3)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "a picture"),
        (b"PK\x03\x04\x14\x00", "Save the sheet as CSV"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "Unpack it first"),
        (b"abc\x00def", "not a text file"),
    ],
)
def test_other_kinds_of_files_are_refused(content, message):
    with pytest.raises(SourceRefusedError, match=message) as caught:
        read(content)
    assert caught.value.code == "binary"


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_an_empty_file_is_refused(content):
    with pytest.raises(SourceRefusedError, match=r"empty"):
        read(content)


def test_a_line_without_an_end_is_refused():
    with pytest.raises(SourceRefusedError, match=r"line 2: .*longer than 1000000") as caught:
        read(b"a,b\n" + b"x" * 1_000_001)
    assert caught.value.code == "long_line"


def test_a_huge_field_is_refused():
    with pytest.raises(SourceRefusedError, match=r"line 2: .*field larger than"):
        read(b'a,b\n"' + b"x\n" * 70_000 + b'",1\n')


def test_a_quotation_mark_left_open_is_refused_with_its_line():
    with pytest.raises(SourceRefusedError, match=r"line 2: .*quotation mark may be missing"):
        read(b'a,b\n"1,2\n3,4\n')


def test_unreadable_bytes_far_into_the_file_are_refused():
    with pytest.raises(SourceRefusedError, match=r"line 3001: This is not text"):
        read(b"a,b\n" * 3000 + b"a\x00,b\n")


def test_blanks_separate_columns():
    mapping = FileMapping(format="whitespace", header=False)
    assert read(b" 00004 0001  2\r\n", mapping) == [(1, ["00004", "0001", "2"])]


def test_widths_cut_columns():
    assert read(b"Tea  x2   GBP\n", FIXED) == [(1, ["Tea  x", "2", "GBP"])]


def test_what_stands_after_the_last_width_is_a_column_too_many():
    assert len(read(b"Tea  x2   GBPmore\n", FIXED)[0][1]) == 4


def test_a_line_shorter_than_the_widths_has_fewer_columns():
    assert read(b"Tea  x2\n", FIXED) == [(1, ["Tea  x", "2"])]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SourceRefusedError, match=r"There is no file .*nowhere.csv"):
        open_file(tmp_path / "nowhere.csv")


def test_a_folder_is_told(tmp_path):
    with pytest.raises(SourceRefusedError, match=r"is a folder"):
        open_file(tmp_path)


def test_a_name_too_long_for_a_file_is_told(tmp_path):
    with pytest.raises(SourceRefusedError, match=r"cannot be read"):
        open_file(tmp_path / ("x" * 300))
