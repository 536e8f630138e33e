"""The campaign that a visit came with."""

from dataclasses import replace

import pytest

from access_rules.conditions.campaign import CameWithCampaign, CampaignParameter
from access_rules.subject import Visit, signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

SPRING = CameWithCampaign(CampaignParameter.CAMPAIGN, "spring")
EXAMPLES = [SPRING, CameWithCampaign(CampaignParameter.REF, "a=b&c")]
REFUSED = [
    {"parameter": "gclid", "value": "spring"},
    {"parameter": "utm_campaign", "value": ""},
    {"parameter": "utm_campaign", "value": " spring"},
    {"parameter": "utm_campaign", "value": "x" * 101},
    {"parameter": "utm_campaign", "value": 7},
]


@pytest.mark.parametrize(
    ("campaigns", "expected"),
    [
        ({"utm_campaign=spring", "ref=a"}, True),
        ({"utm_campaign=Spring"}, True),
        ({"utm_source=spring"}, False),
        ({"utm_campaign=spring2"}, False),
        ((), False),
    ],
)
def test_campaign_is_what_the_visit_came_with(campaigns, expected):
    visit = Visit(campaigns=frozenset(campaigns))
    assert SPRING.holds_for(signed_out(NOW, visit=visit)) is expected


def test_campaign_is_not_known_without_a_visit():
    assert SPRING.holds_for(viewer()) is None


def test_sentences_name_the_campaign():
    came = replace(viewer(), campaigns=frozenset({"ref=a"}))
    assert SPRING.describe() == "came with utm_campaign=spring"
    assert SPRING.fact(came) == "Came with ref=a."
    assert SPRING.fact(replace(came, campaigns=frozenset())) == "Came without a campaign."
