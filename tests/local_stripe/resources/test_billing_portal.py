"""Stripe's own portal: configurations, and sessions that lead back."""

import urllib.request

import pytest
import stripe


def test_session_leads_to_a_page_that_leads_back(api, shop):
    given = {"customer": shop.customer(card=None).id, "return_url": "http://shop.test/account"}
    session = api.billing_portal.sessions.create(given)
    with urllib.request.urlopen(session.url) as page:
        assert b'href="http://shop.test/account"' in page.read()
    standard = api.billing_portal.configurations.retrieve(session.configuration)
    assert standard.is_default


def test_configuration_is_made_changed_and_used(api, shop):
    features = {"subscription_cancel": {"enabled": True, "mode": "immediately"}}
    made = api.billing_portal.configurations.create({"features": features})
    changed = api.billing_portal.configurations.update(
        made.id, {"default_return_url": "http://shop.test/", "name": "Plain"}
    )
    assert changed.features.subscription_cancel.mode == "immediately"
    given = {"customer": shop.customer(card=None).id, "configuration": made.id}
    assert api.billing_portal.sessions.create(given).return_url == "http://shop.test/"
    assert [one.id for one in api.billing_portal.configurations.list().data] == [made.id]


def test_flow_is_kept_with_the_session(api, shop):
    subscription = shop.subscribe()
    flow = {
        "type": "subscription_cancel",
        "subscription_cancel": {"subscription": subscription.id},
    }
    given = {"customer": subscription.customer, "flow_data": flow}
    session = api.billing_portal.sessions.create(given)
    assert session.flow.subscription_cancel.subscription == subscription.id


def test_login_page_is_refused(api):
    given = {"features": {"invoice_history": {"enabled": True}}, "login_page": {"enabled": True}}
    with pytest.raises(stripe.InvalidRequestError, match="no login page"):
        api.billing_portal.configurations.create(given)
