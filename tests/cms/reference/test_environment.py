from __future__ import annotations

import pytest

from cms.reference.environment import environment_page, variables_documented, variables_read

EXAMPLE = """\
# About the file.

# --- Needed ------
# A long text;
# keep it safe.
SECRET_KEY=
# --- Kept ----
# Keys.
#ONE=1
#TWO=
"""


def test_comments_are_about_the_variables_below_them():
    found = {one.name: (one.group, one.text) for one in variables_documented(EXAMPLE)}
    assert found["SECRET_KEY"] == ("Needed", "A long text; keep it safe.")
    assert found["ONE"] == found["TWO"] == ("Kept", "Keys.")


def test_what_is_commented_out_may_be_left_out():
    found = {one.name: (one.is_optional, one.value) for one in variables_documented(EXAMPLE)}
    assert found == {"SECRET_KEY": (False, ""), "ONE": (True, "1"), "TWO": (True, "")}


def test_the_kind_is_the_one_the_settings_read(tmp_path):
    settings = tmp_path / "settings.py"
    settings.write_text('A = env.bool("A", False)\nB: int = env.int("B", 3)\nC = env.seal()\n')
    assert variables_read(settings) == {"A": "`True` or `False`", "B": "number"}


@pytest.mark.parametrize(
    "row", ["| `SECRET_KEY` | text | needed |", "| `TRUSTED_PROXIES` | number | `0` |"]
)
def test_the_page_says_what_is_needed_and_what_is_not(row):
    assert row in environment_page()
