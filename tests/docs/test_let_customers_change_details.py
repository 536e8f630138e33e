from __future__ import annotations

import re

import pytest

from portal_blocks.addresses.formats import format_of
from portal_blocks.details.about import ACTIONS
from portal_blocks.details.block import DetailsBlock
from portal_blocks.details.groups import groups_of
from portal_blocks.samples import sample_viewer
from tests.docs.reading import guide, table
from tests.portal_blocks.cast import PLACE

TEXT = guide("let-customers-change-details")
DETAILS = {row[0]: row for row in table(TEXT, "Detail in the block")}
TYPED = table(TEXT, "Typed")
NOT_DETAILS = ("heading", "visibility")
COUNTRIES = {"the United Kingdom": "GB", "Germany": "DE", "Poland": "PL"}


def test_the_details_in_the_text_are_the_blocks():
    fields = DetailsBlock().child_blocks
    labels = [str(one.label) for name, one in fields.items() if name not in NOT_DETAILS]
    assert list(DETAILS) == labels


def test_the_choices_in_the_text_are_the_blocks():
    choices = dict(DetailsBlock().child_blocks["name"]._constructor_kwargs["choices"])
    assert all(f"*{label}*" in TEXT for label in choices.values())


def test_what_is_said_before_saving_is_what_the_forms_say():
    value = DetailsBlock().get_preview_value()
    groups = {one.label: one for one in groups_of(value, sample_viewer("active"), PLACE)}
    said = {label: " ".join(one.form.consequence) for label, one in groups.items() if one.form}
    text = {label: DETAILS[label][2].replace("nothing", "") for label in said}
    assert text == said


@pytest.mark.parametrize("row", TYPED, ids=lambda row: row[0])
def test_what_is_typed_is_kept_as_the_text_says(row):
    typed, country = re.fullmatch(r"`(.+)` in (.+)", row[0]).groups()
    kept = format_of(COUNTRIES[country]).postal_code(typed)
    assert (f"`{kept}`" if kept else "nothing is saved") == row[1]


def test_the_links_in_the_text_are_those_that_open_a_form():
    sentence = TEXT.rpartition("with one of ")[2]
    assert re.findall("`(.+?)`", sentence) == list(ACTIONS.values())
