import pytest

from billing.actions.buy import buy
from billing.actions.finishing import confirmation_of, invoice_of, look
from billing.gateway.errors import GatewayError
from billing.models import Operation
from tests.billing.actions.shelf import agreeing, charges, confirm, goes_bad


@pytest.fixture
def waiting(stripe, ada, pot, asking):
    goes_bad(stripe, ada, "authenticationRequired")
    return buy(ada, pot, asking, payment=agreeing(ada, pot))


def test_looking_finds_what_was_confirmed_meanwhile(stripe, waiting, ada, now):
    confirm(stripe, waiting, passed=True)
    assert look(waiting, now=now).outcome == "done"
    assert charges(ada) == [8900]


def test_looking_at_what_is_settled_asks_nothing(stripe, ada, pot, asking, now):
    done = buy(ada, pot, asking, payment=agreeing(ada, pot))
    stripe.fault("down")
    assert look(done, now=now).outcome == "done"


def test_looking_with_stripe_down_changes_nothing(stripe, waiting, now):
    stripe.fault("down")
    assert look(waiting, now=now).outcome == "waiting"


def test_browser_gets_the_secret_of_the_payment_and_the_page_that_works_without(waiting):
    answer = confirmation_of(waiting)
    assert answer.client_secret.startswith(answer.intent_id)
    assert answer.hosted_url.startswith("http")
    assert (answer.amount, answer.currency) == (8900, "EUR")


def test_confirmation_cannot_be_had_with_stripe_down(stripe, waiting):
    stripe.fault("down")
    with pytest.raises(GatewayError):
        confirmation_of(waiting)


@pytest.mark.parametrize(
    ("operation", "invoice"),
    [
        (Operation(target="price_1", after={"invoice": "in_1"}), "in_1"),
        (Operation(target="in_2"), "in_2"),
        (Operation(target="sub_3"), ""),
    ],
)
def test_invoice_of_an_operation_is_what_it_made_or_what_it_is_about(operation, invoice):
    assert invoice_of(operation) == invoice
