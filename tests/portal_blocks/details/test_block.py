from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict

from billing.details import BILLING, NAME, PARTS, PHONE, SHIPPING, Details
from portal_blocks.base import Place, Said
from portal_blocks.details.block import DetailsBlock
from portal_blocks.details.groups import groups_of
from tests.portal_blocks.cast import ID, PLACE, shown, subscription, viewer

HOME = {"line1": "24 Example Street", "city": "Birmingham", "postal_code": "B3 1AA"}
HOME |= {"country": "GB"}
ADA = Details("ada@example.com", "Ada", "+441214960018", HOME, {"name": "Ada", **HOME})
EDIT = dict.fromkeys(PARTS, "editable") | {"email": "shown"}


def someone(known=ADA, *subscriptions, **portal):
    found = viewer(*subscriptions, **portal)
    owned: Any = found.data
    return replace(found, data=replace(owned, details=known))


def groups(value=EDIT, known=ADA, *, place=PLACE, about=()):
    return {one.part: one for one in groups_of(value, someone(known, *about), place)}


def opened(name, known=ADA, **more):
    return groups(known=known, place=Place(7, "/", ID, QueryDict(f"open={name}")), **more)


def said(part, **words):
    return Place(7, "/", ID, said=Said("error", "No.", target=part, **words))


def test_groups_are_read_in_one_order():
    assert list(groups()) == [NAME, "email", PHONE, BILLING, SHIPPING]


@pytest.mark.parametrize(
    ("setting", "is_there", "has_form"),
    [("hidden", False, False), ("shown", True, False), ("editable", True, True)],
)
def test_merchant_chooses_what_is_seen_and_what_is_changed(setting, is_there, has_form):
    found = groups(EDIT | {PHONE: setting}).get(PHONE)
    assert (found is not None) is is_there
    assert bool(found and found.form) is has_form


def test_details_read_as_people_write_them():
    found = groups()
    assert found[PHONE].lines == ["0121 496 0018"]
    assert found[BILLING].lines == ["24 Example Street", "Birmingham B3 1AA", "United Kingdom"]
    assert found[SHIPPING].lines[0] == "Ada"


def test_phone_of_whoever_receives_is_shown_where_it_is_another():
    known = replace(ADA, shipping_address={**HOME, "name": "Bo", "phone": "+441214960019"})
    assert groups(known=known)[SHIPPING].lines[-1] == "0121 496 0019"


def test_nothing_known_can_be_added():
    html = shown(DetailsBlock(), EDIT, someone(Details(email="ada@example.com")))
    assert html.count("Not given") == html.count(">Add<") == 4
    assert ">Change<" not in html


@pytest.mark.parametrize(
    ("portal", "words"),
    [
        ({"support_email": "help@example.com"}, "write to"),
        ({"support_phone": "0121 496 0000"}, "call"),
    ],
)
def test_email_says_whom_to_ask_for_another(portal, words):
    html = shown(DetailsBlock(), EDIT, someone(**portal))
    assert f"You sign in with it. To change it, {words}" in html


def test_email_without_support_promises_nothing():
    assert "To change it" not in shown(DetailsBlock(), EDIT, someone())


@pytest.mark.parametrize(
    ("name", "part"),
    [("name", NAME), ("phone", PHONE), ("billing", BILLING), ("delivery", SHIPPING)],
)
def test_deep_link_opens_one_form(name, part):
    assert [key for key, one in opened(name).items() if one.form and one.form.is_open] == [part]


def test_where_parcels_go_is_said_before_saving():
    form = groups()[SHIPPING].form
    assert form.consequence == ["Your next parcels go there. Parcels already on their way do not."]


def test_subscription_with_an_address_of_its_own_is_named():
    own = subscription(shipping_address=HOME)
    over = subscription("cancelled", shipping_address=HOME)
    form = groups(about=(own, over))[SHIPPING].form
    assert form.consequence[1:] == ["Tea has an address of its own, and stays with it."]


def test_parcels_that_go_where_bills_go_have_the_box_ticked():
    assert groups()[SHIPPING].form.same.is_ticked
    elsewhere = replace(ADA, shipping_address={**HOME, "line1": "1 Other Street"})
    assert not groups(known=elsewhere)[SHIPPING].form.same.is_ticked


@pytest.mark.parametrize(
    ("value", "known"),
    [(EDIT | {BILLING: "hidden"}, ADA), (EDIT, replace(ADA, billing_address={"country": "GB"}))],
)
def test_no_box_for_a_billing_address_that_is_not_seen(value, known):
    assert groups(value, known)[SHIPPING].form.same is None


def test_first_delivery_address_begins_with_name_and_phone():
    form = groups(known=replace(ADA, shipping_address={}))[SHIPPING].form.address
    values = {one.part: one.value for row in form.rows for one in row}
    assert (values["name"], values["phone"], values["line1"]) == ("Ada", "0121 496 0018", "")


def test_what_is_being_checked_cannot_be_changed_again():
    found = groups(known=replace(ADA, in_check=frozenset({NAME})))
    assert (found[NAME].is_checking, found[NAME].form) == (True, None)
    assert found[PHONE].form is not None


def test_form_with_a_fault_is_open_with_what_was_typed():
    place = said(PHONE, entered={"phone": "12"}, faults={"phone": "No number."})
    form = groups(place=place)[PHONE].form
    assert (form.is_open, form.single.value, form.single.fault) == (True, "12", "No number.")


def test_box_stays_as_it_was_sent():
    place = said(SHIPPING, entered={"delivery-country": "GB", "delivery-same": "1"})
    assert groups(place=place)[SHIPPING].form.same.is_ticked
    place = said(SHIPPING, entered={"delivery-country": "GB"})
    assert not groups(place=place)[SHIPPING].form.same.is_ticked


def test_each_form_has_an_id_of_its_own():
    ids = [one.form.operation_id for one in groups().values() if one.form]
    assert len(set(ids)) == 4


def test_text_of_customers_is_never_markup():
    html = shown(DetailsBlock(), EDIT, someone(replace(ADA, name="<script>x</script>")))
    assert "<script" not in html
