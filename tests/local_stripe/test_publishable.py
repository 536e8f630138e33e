from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request

import pytest


@pytest.fixture
def intent(api, shop):
    return api.setup_intents.create({"customer": shop.customer(card=None).id})


@pytest.fixture
def confirmed(local, intent):
    """Confirm the intent as a browser does; returns status and body."""

    def confirm(number="4242424242424242", year="2034", **billing):
        card = {"number": number, "exp_month": "3", "exp_year": year, "cvc": "123"}
        data = {f"payment_method_data[card][{name}]": value for name, value in card.items()}
        for name, value in billing.items():
            data[f"payment_method_data[billing_details][{name}]"] = value
        given = {"client_secret": intent.client_secret, **data}
        path = f"{local.url}/v1/setup_intents/{intent.id}/confirm"
        request = urllib.request.Request(path, data=urllib.parse.urlencode(given).encode())
        request.add_header("Authorization", "Bearer pk_test_local")
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    return confirm


def test_what_was_typed_stands_on_the_card(api, intent, confirmed):
    assert confirmed(name="Ann Lee")[1]["status"] == "succeeded"
    saved = api.customers.payment_methods.list(intent.customer).data[0]
    assert (saved.card.exp_month, saved.card.exp_year) == (3, 2034)
    assert saved.billing_details.name == "Ann Lee"


def test_year_that_is_over_is_told_at_its_field(api, intent, confirmed):
    status, body = confirmed(year="2020")
    assert (status, body["error"]["code"]) == (402, "invalid_expiry_year")
    assert api.setup_intents.retrieve(intent.id).status == "requires_payment_method"


def test_browser_is_not_told_whose_intent_it_is_in_a_decline_either(intent, confirmed):
    status, body = confirmed("4000000000000002")
    assert (status, body["error"]["setup_intent"]["id"]) == (402, intent.id)
    assert intent.customer not in json.dumps(body)


def test_number_of_no_test_card_is_declined(confirmed):
    assert confirmed("4111111111111111")[1]["error"]["decline_code"] == "test_mode_decline"
