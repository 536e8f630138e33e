"""Customer sessions."""

import pytest
import stripe


def test_session_says_what_it_enables(api, shop):
    features = {"payment_method_save": "enabled"}
    components = {"payment_element": {"enabled": True, "features": features}}
    given = {"customer": shop.customer(card=None).id, "components": components}
    session = api.customer_sessions.create(given)
    assert session.client_secret.startswith("cuss_secret_")
    assert session.components.payment_element.features.payment_method_save == "enabled"
    assert not session.components.pricing_table.enabled


def test_session_needs_a_customer(api):
    with pytest.raises(stripe.InvalidRequestError):
        api.customer_sessions.create({"customer": "cus_nobody", "components": {}})
