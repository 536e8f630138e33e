import pytest

from billing.gateway import customers
from billing.gateway.client import api
from billing.gateway.errors import NotFound
from tests.billing.buying import sign_up, subscribe, use_card


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
