import pytest

from billing.gateway.client import api
from billing.gateway.endpoints import (
    API_VERSION,
    create_endpoint,
    delete_endpoint,
    fetch_account,
    fetch_endpoint,
    list_endpoints,
    update_endpoint,
)
from billing.gateway.errors import NotFound, Refused
from tests.promises import promise

URL = "https://shop.example/webhooks/stripe/"


@promise(14)
def test_endpoint_is_made_at_the_packages_version(stripe):
    made = create_endpoint(URL, {"refund.created", "charge.refunded"})
    assert (made.url, made.api_version, made.is_enabled) == (URL, API_VERSION, True)
    assert made.events == {"refund.created", "charge.refunded"}


@promise(25)
def test_secret_is_told_once_and_not_shown(stripe):
    made = create_endpoint(URL, ["refund.created"])
    assert made.secret.startswith("whsec_")
    assert made.secret not in repr(made)
    assert fetch_endpoint(made.external_id).secret == ""


def test_endpoint_is_changed_and_enabled_again(stripe):
    made = create_endpoint(URL, ["refund.created"])
    api().webhook_endpoints.update(made.external_id, {"disabled": True})
    changed = update_endpoint(made.external_id, f"{URL}x/", ["charge.refunded"])
    assert (changed.url, changed.is_enabled) == (f"{URL}x/", True)
    assert changed.events == {"charge.refunded"}


def test_removed_endpoint_is_not_found(stripe):
    made = create_endpoint(URL, ["refund.created"])
    delete_endpoint(made.external_id)
    assert list_endpoints() == []
    with pytest.raises(NotFound):
        fetch_endpoint(made.external_id)


def test_account_of_the_key(stripe):
    account = fetch_account()
    assert (account.external_id, account.name) == ("acct_local", "shop@example.com")


@pytest.mark.parametrize("kind", ["401", "403"])
def test_bad_key_is_said_so(stripe, kind):
    stripe.fault(kind)
    with pytest.raises(Refused) as fault:
        fetch_account()
    assert fault.value.code == "key_refused"
