"""Any customer who is signed in."""

from access_rules.conditions.any_customer import AnyCustomer
from access_rules.subject import signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

EXAMPLES = [AnyCustomer()]
REFUSED = [{"value": "signed_in"}]


def test_any_customer_is_whoever_is_signed_in():
    assert AnyCustomer().holds_for(viewer("inactive")) is True


def test_signed_out_is_a_known_no():
    assert AnyCustomer().holds_for(signed_out(NOW)) is False


def test_fact_says_whether_someone_is_signed_in():
    assert AnyCustomer().fact(viewer()) == "Signed in."
    assert AnyCustomer().fact(signed_out(NOW)) == "Not signed in."
