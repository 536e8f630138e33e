from typing import Any

import pytest

from billing.gateway import client
from billing.gateway.client import api
from billing.gateway.errors import (
    GatewayError,
    NotFound,
    OutcomeUnknown,
    Refused,
    Unreachable,
    translated,
)
from billing.gateway.subscriptions import fetch_subscription
from tests.billing.buying import sign_up, subscribe
from tests.promises import promise


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ("429", OutcomeUnknown, "rate_limit"),
        ("lock_timeout", OutcomeUnknown, "lock_timeout"),
        ("409", OutcomeUnknown, "idempotency_key_in_use"),
        ("500", OutcomeUnknown, "status_500"),
        ("503", OutcomeUnknown, "status_503"),
        ("malformed", OutcomeUnknown, "status_404"),
        ("lost_response", Unreachable, "unreachable"),
        ("down", Unreachable, "unreachable"),
        ("401", Refused, "key_refused"),
        ("403", Refused, "key_refused"),
    ],
)
def test_faults_are_told_apart(stripe, fault, error, code):
    stripe.fault(fault, times=3)
    with pytest.raises(GatewayError) as caught:
        fetch_subscription("sub_1")
    assert (type(caught.value), caught.value.code) == (error, code)
    assert caught.value.permanent is (error is Refused)


def test_no_answer_in_time_is_unreachable(stripe, monkeypatch):
    monkeypatch.setattr(client, "TIMEOUTS", (1.0, 0.05))
    stripe.fault("timeout", times=3, seconds=0.2)
    with pytest.raises(Unreachable):
        fetch_subscription("sub_1")


def test_what_stripe_does_not_know_is_not_found(stripe):
    with pytest.raises(NotFound) as caught:
        fetch_subscription("sub_1")
    assert (caught.value.code, caught.value.permanent) == ("resource_missing", True)
    assert caught.value.request_id.startswith("req_")


def test_wrong_parameter_is_refused_by_name(stripe):
    misspelt: Any = {"emial": "ada@example.com"}
    with pytest.raises(Refused) as caught, translated():
        api().customers.create(misspelt)
    assert caught.value.param == "emial"


def test_declined_card_is_refused_with_the_banks_word(stripe):
    with pytest.raises(Refused) as caught, translated():
        subscribe(
            card="pm_card_chargeCustomerFail",
            payment_behavior="error_if_incomplete",
        )
    assert (caught.value.code, caught.value.decline_code) == ("card_declined", "generic_decline")


@promise(11)
def test_key_used_for_something_else_may_have_happened(stripe):
    with translated():
        api().customers.create({"name": "Ada"}, {"idempotency_key": "same"})
    with pytest.raises(OutcomeUnknown), translated():
        api().customers.create({"name": "Eve"}, {"idempotency_key": "same"})


def test_passing_fault_is_retried(stripe):
    customer = sign_up()
    stripe.fault("503", times=client.RETRIES)
    with translated():
        assert api().customers.retrieve(customer).id == customer


@promise(25)
@pytest.mark.parametrize("fault", ["401", "500", "down", "429"])
def test_errors_tell_no_secret_and_no_body(stripe, settings, fault):
    stripe.fault(fault, times=3)
    with pytest.raises(GatewayError) as caught:
        fetch_subscription("sub_1")
    told = repr(vars(caught.value)) + str(caught.value) + repr(caught.value.__cause__)
    assert settings.STRIPE_SECRET_KEY not in told
    assert "{" not in str(caught.value)
