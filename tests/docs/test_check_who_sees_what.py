from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from access_rules.presets import ACTIVE, INACTIVE
from cms.coverage import checks
from tests.cms.staff import client_of, merchant
from tests.docs.reading import guide, table
from tests.pages import make_home, text

TEXT = guide("check-who-sees-what")
ROWS = {code.strip("`"): stops for code, _means, stops in table(TEXT, "Finding")}
SOURCES = "".join(file.read_text() for file in Path(checks.__file__).parent.glob("*.py"))


def codes(pattern: str) -> set[str]:
    """The codes in the source of the checks."""
    return set(re.findall(pattern, SOURCES))


def test_every_finding_there_is_has_its_row():
    told = codes(r'(?:warning|error|of_portal|Problem)\(\s*"(\w+)"')
    told |= codes(r'"(?:gone|unsold)": "(\w+)"')
    assert told | {"tag_unused", "attribute_unused"} == set(ROWS)


def test_those_that_stop_publishing_are_those_in_the_text():
    errors = codes(r'\b(?:error|Problem)\(\s*"(\w+)"')
    assert errors == {code for code, stops in ROWS.items() if stops == "yes"}


def test_the_reports_are_where_the_text_says(shop):
    make_home(shop, text("Hello", {"version": 1, "all": [*ACTIVE["all"], *INACTIVE["all"]]}))
    client, here = client_of(merchant()), {"portal": shop.site_id}
    menu = client.get("/admin/").content.decode()
    assert "Who sees what" in menu
    assert "Access check" in menu
    assert "Download CSV" in client.get("/admin/coverage/", here).content.decode()
    told = client.get("/admin/access-check/", here).content.decode()
    assert "exclude each other" in told
    assert "Open<span" in told


def test_the_command_is_the_one_in_the_text(portals):
    [command] = re.findall(r"manage\.py (\w+) --portal shop\.example\.com", TEXT)
    with pytest.raises(CommandError, match="no portal"):
        call_command(command, portal="shop.example.com")
