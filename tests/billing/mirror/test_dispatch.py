import pytest
import stripe

from billing.mirror.dispatch import HANDLERS


@pytest.mark.parametrize("event_type", HANDLERS)
def test_stripe_has_such_an_event(event_type):
    known = stripe.Event.__annotations__["type"]
    assert f"'{event_type}'" in str(known)


def test_handlers_are_in_order():
    assert list(HANDLERS) == sorted(HANDLERS)


# The local Stripe has no disputes.
@pytest.mark.django_db
@pytest.mark.parametrize("event_type", [one for one in HANDLERS if "dispute" not in one])
def test_what_stripe_does_not_know_harms_nothing(request, event_type, now):
    request.getfixturevalue("stripe")
    HANDLERS[event_type]("xx_1", now=now)
