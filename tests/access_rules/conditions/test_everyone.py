"""Everyone, signed in or not."""

from access_rules.conditions.everyone import Everyone
from access_rules.subject import signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

EXAMPLES = [Everyone()]
REFUSED = [{"value": True}, {"": ""}]


def test_everyone_is_met_signed_in_or_not():
    assert Everyone().holds_for(signed_out(NOW)) is True
    assert Everyone().holds_for(viewer()) is True
