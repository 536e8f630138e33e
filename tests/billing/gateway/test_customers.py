import uuid
from dataclasses import asdict

import pytest

from billing.gateway import customers
from billing.gateway.client import api
from billing.gateway.errors import NotFound
from billing.mirror.customers import values_of
from tests.billing.buying import sign_up, subscribe, use_card

NAMED = ("name", "phone")
HOME = {"line1": "24 Example Street", "city": "Birmingham", "postal_code": "B3 1AA"}
HOME |= {"country": "GB"}


def test_customer_in_our_words(stripe):
    bought = subscribe("Ada@Example.com")
    record = customers.fetch_customer(bought.customer)
    assert (record.email, record.name, record.country) == ("ada@example.com", "Ada", "DE")
    assert (record.default_card_id, record.shop_name) == (bought.card, "")


def test_shop_is_read_from_metadata(stripe):
    customer = sign_up(metadata={"portico_shop": "Greenhouse"})
    assert customers.fetch_customer(customer).shop_name == "Greenhouse"


def test_customer_without_anything_is_empty(stripe):
    record = customers.fetch_customer(api().customers.create({}).id)
    assert (record.email, record.name, record.phone, record.country) == ("", "", "", "")


def test_deleted_customer_says_so(stripe):
    customer = sign_up()
    api().customers.delete(customer)
    assert customers.fetch_customer(customer).deleted


def test_cards_come_newest_first(stripe):
    customer = sign_up()
    first, second = use_card(customer, "pm_card_visa"), use_card(customer, "pm_card_mastercard")
    found = [(card.external_id, card.brand, card.last4) for card in customers.list_cards(customer)]
    assert found == [(second, "mastercard", "4444"), (first, "visa", "4242")]


def test_owner_of_a_card(stripe):
    bought = subscribe()
    assert customers.customer_id_of_card(bought.card) == bought.customer
    api().payment_methods.detach(bought.card)
    assert customers.customer_id_of_card(bought.card) == ""


def test_unknown_card_is_not_found(stripe):
    with pytest.raises(NotFound):
        customers.customer_id_of_card("pm_1")


def test_addresses_in_our_words(stripe):
    to = {"name": "Bo", "phone": "+441214960018", "address": {"line1": "2 Road", "country": "FR"}}
    record = customers.fetch_customer(sign_up(address=HOME, shipping=to))
    assert asdict(record.billing_address).items() >= HOME.items()
    found = record.shipping_address
    assert (found.name, found.phone, found.line1) == ("Bo", "+441214960018", "2 Road")
    assert (record.country, record.region) == ("GB", "")


def test_region_is_known_by_its_name(stripe):
    record = customers.fetch_customer(sign_up(address={"country": "US", "state": "Oregon"}))
    assert record.region == "US-OR"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("name", "Ada King"),
        ("phone", "+441214960018"),
        ("billing_address", HOME),
        ("shipping_address", {"name": "Ada", **HOME}),
    ],
)
def test_changed_part_is_in_the_answer_and_can_be_taken_away(stripe, part, value):
    customer, how = sign_up(), {"operation_id": uuid.uuid4()}
    record = customers.set_detail(customer, part, value, step="a", **how)
    assert values_of(record)[part] == value
    assert record.request_id.startswith("req_")
    record = customers.set_detail(customer, part, "" if part in NAMED else {}, step="b", **how)
    assert not values_of(record)[part]


def test_same_write_twice_is_done_once(stripe):
    customer, how = sign_up(), {"operation_id": uuid.uuid4(), "step": "a"}
    for _ in "ab":
        customers.set_detail(customer, "name", "Ada King", **how)
    events = api().events.list({"type": "customer.updated"}).data
    assert len(events) == 1
