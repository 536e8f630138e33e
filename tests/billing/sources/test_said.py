"""Tags and attributes that come with orders, from a file and by the API."""

from __future__ import annotations

import pytest

from accounts.models import Customer
from billing.orders import upsert_orders
from billing.sources.faults import Refusal
from tests.billing.api.sending import Sender, order
from tests.billing.facts.truth import facts_are_true
from tests.billing.sources.files import HEADER, ROW, mapping_of, read_all

TAGGED = f"{HEADER},Tags,attribute.Roast\n{ROW},vip | newsletter,dark\n"


def _ada(shop, **fields: object) -> Customer:
    values = {"source": "csv", "email": "ada@example.com", "external_id": "ada", **fields}
    return Customer.objects.create(shop=shop, **values)


def test_a_file_says_tags_and_attributes():
    [record] = read_all(TAGGED)
    assert record.tags == ("newsletter", "vip")
    assert record.attributes == (("Roast", "dark"),)


@pytest.mark.parametrize("columns", ['attribute.roast = "Roast"', '"attribute.roast" = "Roast"'])
def test_a_mapping_names_columns_of_the_merchants_own(tmp_path, columns):
    text = f'[columns]\nnumber="No"\nemail="Mail"\ndate="Day"\ntotal="Sum"\n{columns}\n'
    mapping = mapping_of(tmp_path, f'{text}[values]\ncurrency = "EUR"\n')
    [record] = read_all("No,Mail,Day,Sum,Roast\n1,a@example.com,2026-01-31,9.00,dark\n", mapping)
    assert record.attributes == (("roast", "dark"),)


@pytest.mark.parametrize(("tags", "roast"), [("x" * 61, ""), ("", "x" * 501)])
def test_what_is_out_of_bounds_refuses_its_row(tags, roast):
    [refusal] = read_all(TAGGED.replace("vip | newsletter,dark", f"{tags},{roast}"))
    assert isinstance(refusal, Refusal)
    assert "has" in refusal.reasons[0][1]


def test_tags_are_added_and_attributes_set(shop, now):
    _ada(shop, tags=["wholesale"], attributes={"Roast": "light", "cup": "small"})
    upsert_orders(shop, "csv", read_all(TAGGED), now=now)
    ada = Customer.objects.get()
    assert ada.tags == ["newsletter", "vip", "wholesale"]
    assert ada.attributes == {"Roast": "dark", "cup": "small"}
    assert facts_are_true(ada)


def test_tags_that_staff_took_away_do_not_come_back_with_the_same_file(shop, now):
    upsert_orders(shop, "csv", read_all(TAGGED), now=now)
    Customer.objects.update(tags=[])
    upsert_orders(shop, "csv", read_all(TAGGED), now=now)
    assert Customer.objects.get().tags == []


def test_attributes_of_a_customer_of_stripe_are_stripes_own(shop, now):
    _ada(shop, source="stripe", attributes={"Roast": "light"})
    upsert_orders(shop, "csv", read_all(TAGGED), now=now)
    ada = Customer.objects.get()
    assert (ada.tags, ada.attributes) == (["newsletter", "vip"], {"Roast": "light"})


def test_the_api_says_them_too(shop):
    said = {"tags": ["vip"], "attributes": {"roast": "dark"}}
    answer = Sender(shop).orders(order(customer=said))
    ada = Customer.objects.get()
    assert answer.json()["counts"]["created"] == 1
    assert (ada.tags, ada.attributes) == (["vip"], {"roast": "dark"})
    assert facts_are_true(ada)


@pytest.mark.parametrize(
    "said",
    [
        {"tags": ["x" * 61]},
        {"tags": ["a"] * 51},
        {"tags": [7]},
        {"tags": ["a\u200bb"]},
        {"attributes": {"": "x"}},
        {"attributes": {"n": 7}},
        {"attributes": []},
    ],
)
def test_the_api_refuses_what_is_out_of_bounds_by_its_field(shop, said):
    [answer] = Sender(shop).orders(order(customer=said)).json()["results"]
    assert answer["status"] == "error"
    assert answer["errors"][0]["field"].startswith(f"customer.{next(iter(said))}")
