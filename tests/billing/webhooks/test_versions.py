import pytest

from billing.gateway.endpoints import API_VERSION
from billing.models import StripeEvent
from billing.webhooks.versions import other_versions
from tests.billing.own_account import own_account
from tests.promises import promise

OLD = "2020-08-27"


@pytest.fixture
def kept(db, now):
    """Keep events of these versions, the newest last."""

    def keep(*versions, via=None):
        for version in versions:
            StripeEvent.objects.create(
                id=f"evt_{StripeEvent.objects.count()}",
                via=via,
                type="customer.updated",
                api_version=version,
                livemode=False,
                object_kind="customer",
                object_id="cus_1",
                created_at=now,
            )

    return keep


@promise(14)
def test_other_version_is_told_once_an_endpoint(kept):
    own = own_account()
    kept(OLD, OLD, OLD)
    kept(OLD, OLD, via=own)
    assert [(one.account, one.version) for one in other_versions()] == [(None, OLD), (own, OLD)]


@promise(14)
def test_nothing_is_told_once_the_newest_event_is_of_our_version(kept):
    kept(OLD, API_VERSION)
    assert other_versions() == []


@pytest.mark.parametrize("versions", [[], [""], [API_VERSION]])
def test_nothing_is_told_where_there_is_nothing_to_tell(kept, versions):
    kept(*versions)
    assert other_versions() == []
