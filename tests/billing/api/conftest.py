import pytest

from tests.billing.api.sending import Sender


@pytest.fixture
def sender(shop):
    """A shop system with a key."""
    return Sender(shop)
