"""Active or Inactive in this portal."""

import pytest

from access_rules.conditions.standing import HasStanding
from access_rules.standing import StandingValue
from access_rules.subject import signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

ACTIVE, INACTIVE = HasStanding(StandingValue.ACTIVE), HasStanding(StandingValue.INACTIVE)
EXAMPLES = [ACTIVE, INACTIVE]
BAD: list[object] = ["", "ACTIVE", "gold", None, 1, True, [], ["active"], {}]
REFUSED = [{"value": bad} for bad in BAD]


@pytest.mark.parametrize(("value", "expected"), [("active", True), ("inactive", False)])
def test_standing_is_the_subjects(value, expected):
    assert ACTIVE.holds_for(viewer(value)) is expected
    assert INACTIVE.holds_for(viewer(value)) is not expected


def test_standing_of_whoever_is_signed_out_is_not_known():
    assert ACTIVE.holds_for(signed_out(NOW)) is None
    assert INACTIVE.holds_for(signed_out(NOW)) is None


def test_sentence_names_the_standing():
    assert (ACTIVE.describe(), INACTIVE.describe()) == ("is Active", "is Inactive")
