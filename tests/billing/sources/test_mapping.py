from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from billing.sources.faults import SourceRefusedError
from billing.sources.mapping import FileMapping, read_mapping
from tests.billing.sources.files import mapping_of

WHOLE = """
[file]
source = "old-shop"
delimiter = ";"
encoding = "latin1"
[columns]
number = "No"
email = 2
date = "Day"
total = "Sum"
[formats]
date = "%d.%m.%Y"
decimal = ","
time_zone = "Europe/Berlin"
[values]
currency = "eur"
[payment_states]
"Bezahlt" = "paid"
"""


def test_a_whole_mapping_is_read(tmp_path):
    mapping = mapping_of(tmp_path, WHOLE)
    assert (mapping.source, mapping.delimiter, mapping.encoding) == ("old-shop", ";", "iso8859-1")
    assert mapping.columns == {"number": "No", "email": 2, "date": "Day", "total": "Sum"}
    assert (mapping.date, mapping.amounts.decimal) == ("%d.%m.%Y", ",")
    assert mapping.time_zone == ZoneInfo("Europe/Berlin")
    assert (mapping.values["currency"], mapping.payment_states) == ("EUR", {"bezahlt": "paid"})


def test_an_empty_mapping_is_the_usual_one(tmp_path):
    assert mapping_of(tmp_path, "") == FileMapping()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[file\n", "not TOML.*line 1"),
        ("[file]\nheader = maybe\n", "not TOML.*line 2"),
        ("[fil]\n", "“fil” in the file is not known. Did you mean “file”"),
        ('[file]\ndelimeter = ";"', "Did you mean “delimiter”"),
        ("[columns]\nemial = 2", "Did you mean “email”"),
        ("[columns]\nzzz = 2", "Known are: number"),
        ('[values]\ncurrency = "EURO"', "ISO 4217"),
        ('[values]\npayment_state = "bought"', "not one of: pending"),
        ('[payment_states]\nok = "okay"', "payment_states: “okay” is not one of"),
        ('[file]\nencoding = "utf-9"', "encoding “utf-9” is not known"),
        ('[file]\nencoding = "base64"', "encoding “base64” is not known"),
        ('[file]\nsource = "stripe"', "not “stripe”"),
        ('[file]\ndelimiter = ";;"', "must be one character"),
        ('[file]\nformat = "fixed"', "widths"),
        ('[file]\nformat = "fixed"\nwidths = [0]', "whole numbers"),
        ('[file]\nformat = "whitespace"\ndelimiter = ";"', "belongs to format"),
        ('[file]\nheader = "yes"', "must be true or false"),
        ("[file]\nheader = false", "needs \\[columns\\] with positions"),
        ("[columns]\nemail = 0", "neither a column's name nor its position"),
        ('[formats]\ntime_zone = "Berlin"', "time zone “Berlin” is not known"),
        ('[formats]\ndecimal = "point"', "not one of"),
        ("formats = 3", "must be a table"),
        ("[columns]\nnumber = 1", "No column for: email, date, currency, total"),
        ('[values]\nnumber = "{"', "values.number: “{” is no template"),
        ('[values]\nemail = "{custmer}@example.com"', "Did you mean “customer”"),
        ('[columns]\nnumber = 1\n[values]\nnumber = "x"', "not both"),
    ],
)
def test_a_fault_is_told_with_its_remedy(tmp_path, text, message):
    with pytest.raises(SourceRefusedError, match=f"(?s)mapping.toml: .*{message}"):
        mapping_of(tmp_path, text)


def test_names_of_columns_need_a_header(tmp_path):
    with pytest.raises(SourceRefusedError, match="give its position"):
        mapping_of(tmp_path, '[file]\nheader = false\n[columns]\nnumber = "No"')


def test_lines_need_a_name(tmp_path):
    columns = "[columns]\nnumber=1\nemail=2\ndate=3\ntotal=4\ncurrency=5\nquantity=6"
    with pytest.raises(SourceRefusedError, match="No column for: product"):
        mapping_of(tmp_path, columns)


def test_a_missing_mapping_file_is_told(tmp_path):
    with pytest.raises(SourceRefusedError, match="There is no such file"):
        read_mapping(tmp_path / "nowhere.toml")


def test_a_mapping_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "picture.toml").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(SourceRefusedError, match="not a text file in UTF-8"):
        read_mapping(tmp_path / "picture.toml")


def test_a_folder_is_no_mapping(tmp_path):
    with pytest.raises(SourceRefusedError, match="not a text file"):
        read_mapping(tmp_path)
