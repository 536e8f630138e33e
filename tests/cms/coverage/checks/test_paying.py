from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, INACTIVE
from billing.models import Subscription
from cms.coverage.checks.paying import nowhere_to_pay
from tests.cms.coverage.conftest import change, codes
from tests.pages import block

OFF = {"allow_update": False, "allow_pay": False, "allow_remove": True}


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([], ["nowhere_to_pay"]),
        ([block("card_on_file", heading="")], []),
        ([block("card_on_file", ACTIVE, heading="")], []),  # a failed payment is forgiven at first
        ([block("card_on_file", INACTIVE, heading="")], ["nowhere_to_pay"]),
        ([block("card_on_file", heading="", **OFF)], ["nowhere_to_pay"]),
    ],
)
def test_whoever_owes_finds_the_form(find, home, people, blocks, found):
    change(home, body=blocks)
    assert codes(find(nowhere_to_pay)) == found


def test_a_shop_without_subscriptions_needs_none(find, home, people):
    change(home, body=[])
    Subscription.objects.all().delete()
    assert find(nowhere_to_pay) == []
