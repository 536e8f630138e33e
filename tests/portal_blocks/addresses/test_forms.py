from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from portal_blocks.addresses.fields import BILLING
from portal_blocks.addresses.forms import address_form
from portal_blocks.addresses.reading import address_from
from portal_blocks.base import Said
from portal_blocks.samples import sample_viewer

US = {"name": "Ada", "line1": "400 Example Avenue", "city": "Portland", "state": "OR"}
US |= {"postal_code": "97201", "country": "US"}


@pytest.fixture
def viewer():
    return sample_viewer("active", now=datetime(2026, 11, 23, tzinfo=UTC))


def fields_of(form):
    return {one.part: one for row in form.rows for one in row} | {"country": form.country}


def sent(form):
    """What a browser sends of a form as it stands."""
    shown = {one.name: one.value for one in fields_of(form).values()}
    return {**shown, **dict(form.kept)}


def kept_of(form):
    """What a form carries along unseen, and what it shows."""
    unseen = {name.removeprefix("kept-"): value for name, value in form.kept}
    return unseen | {part: one.value for part, one in fields_of(form).items() if one.value}


@pytest.mark.parametrize(
    ("country", "labels"),
    [
        ("GB", {"city": "Town or city", "postal_code": "Postcode"}),
        ("US", {"city": "City", "state": "State", "postal_code": "ZIP code"}),
        ("IE", {"state": "County", "postal_code": "Eircode"}),
        ("IT", {"state": "Province", "postal_code": "CAP"}),
        ("JP", {"line1": "City, ward, street and number", "state": "Prefecture"}),
        ("HK", {"city": "District", "state": "Area"}),
        ("BR", {"line2": "Apartment, building, neighbourhood", "postal_code": "CEP"}),
    ],
)
def test_fields_are_called_as_people_call_them_there(viewer, country, labels):
    fields = fields_of(address_form({"country": country}, viewer))
    assert {part: fields[part].label for part in labels} == labels


def test_only_what_the_country_needs_is_required(viewer):
    fields = fields_of(address_form({"country": "HK"}, viewer))
    needed = {part for part, one in fields.items() if one.required}
    assert needed == {"name", "line1", "state", "country"}
    assert "postal_code" not in fields


def test_first_address_begins_in_the_country_of_whoever_looks(viewer):
    assert address_form({}, viewer).country.value == viewer.subject.country == "GB"


def test_list_of_countries_is_there_for_whoever_moves_to_another(viewer):
    form = address_form(US, viewer)
    assert form.country.choices == (("US", "United States"), ("", "Another country"))
    given = address_from({**sent(form), "country": "", "as_country": "1"})
    form = address_form({}, viewer, said=Said("info", "", entered=given.entered))
    assert (form.country.value, form.country.choices[0]) == ("", ("", "Choose a country"))
    assert len(form.country.choices) > 200
    assert {"state": "OR", "postal_code": "97201"}.items() <= kept_of(form).items()


def test_address_of_an_unknown_country_stays_as_it_is(viewer):
    form = address_form({"country": "QZ", "line1": "1 Harbour", "postal_code": "7"}, viewer)
    assert (form.country.value, form.country.choices[0]) == ("QZ", ("QZ", "QZ"))
    assert fields_of(form)["postal_code"].value == "7"


def test_region_is_chosen_by_whatever_name_was_stored(viewer):
    fields = fields_of(address_form({**US, "state": "oregon"}, viewer))
    assert fields["state"].value == "OR"


def test_region_that_is_none_stays_to_be_seen(viewer):
    field = fields_of(address_form({**US, "state": "Cascadia"}, viewer))["state"]
    assert (field.value, field.choices[0]) == ("Cascadia", ("Cascadia", "Cascadia"))


def test_part_that_others_there_do_not_have_is_shown_where_it_is_known(viewer):
    at = {"country": "JP", "city": "Chiyoda", "line1": "1-1"}
    assert fields_of(address_form(at, viewer))["city"].value == "Chiyoda"


def test_saved_as_it_stands_it_is_the_same(viewer):
    stored = US | {"phone": "+15035550123"}
    assert address_from(sent(address_form(stored, viewer))).address == stored


def test_going_to_another_country_and_back_loses_nothing(viewer):
    typed = sent(address_form(US, viewer))
    for country in ("GB", "HK", "US"):
        given = address_from({**typed, "country": country, "as_country": "1"})
        form = address_form({}, viewer, said=Said("info", "", entered=given.entered))
        typed = sent(form)
    assert address_from(typed).address == US


def test_typed_text_stands_at_its_fault(viewer):
    given = address_from({**US, "postal_code": "1"}, prefix="")
    said = Said("error", "", faults=given.faults, entered=given.entered)
    field = fields_of(address_form(US, viewer, said=said))["postal_code"]
    assert field.value == "1"
    assert "95014" in field.fault


def test_what_is_said_of_another_form_changes_nothing(viewer):
    said = Said("error", "", faults={"b-city": "No."}, entered={"b-country": "DE"})
    assert address_form(US, viewer, prefix="a-", said=said).country.value == "US"


def test_browsers_are_told_what_goes_where(viewer):
    fields = fields_of(address_form(US, viewer, prefix="b-", kind=BILLING))
    assert fields["line1"].autocomplete == "billing address-line1"
    assert (fields["line1"].name, fields["postal_code"].inputmode) == ("b-line1", "")
    assert fields_of(address_form({"country": "DE"}, viewer))["postal_code"].inputmode == "numeric"


def test_fault_is_read_aloud_with_its_field(viewer):
    given = address_from({**US, "name": ""})
    said = Said("error", "", faults=given.faults, entered=given.entered)
    form = address_form(US, viewer, said=said)
    html = render_to_string("portal_blocks/address_fields.html", {"form": form, "id": "b"})
    assert 'aria-describedby=" b-name-fault"' in html
    assert 'id="b-name-fault"' in html


def test_what_was_typed_is_never_markup(viewer):
    form = address_form({**US, "city": '"><script>'}, viewer)
    html = render_to_string("portal_blocks/address_fields.html", {"form": form})
    assert "<script" not in html


def test_form_follows_the_order_of_those_who_read_it(viewer):
    with override("ja"):
        rows = address_form({"country": "JP"}, viewer).rows
    assert [one.part for row in rows for one in row][:2] == ["postal_code", "state"]
