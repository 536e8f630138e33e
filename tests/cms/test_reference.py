from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cms.management.commands import reference
from cms.reference import pages


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty place for the pages."""
    monkeypatch.setattr(reference, "FOLDER", tmp_path / "reference")
    return tmp_path / "reference"


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command("reference", *arguments, stdout=said)
    return said.getvalue()


def test_the_pages_of_this_checkout_are_current():
    run("--check")


def test_pages_are_written_once(folder):
    assert run().count("Wrote") == len(pages())
    assert run() == ""
    run("--check")


def test_a_page_out_of_date_is_named(folder):
    run()
    (folder / "blocks.md").write_text("old")
    with pytest.raises(CommandError, match=r"Out of date: blocks\.md\. Run: manage\.py reference"):
        run("--check")
    assert (folder / "blocks.md").read_text() == "old"


def test_pages_are_in_english_whatever_the_locale_is():
    with translation.override("de"):
        in_german = pages()
    assert in_german == pages()
