import pytest

from billing.checks import stripe_is_configured, stripe_is_stripe
from tests.promises import promise

REAL = {
    "STRIPE_SECRET_KEY": "sk_live_1",
    "STRIPE_PUBLISHABLE_KEY": "pk_live_1",
    "STRIPE_WEBHOOK_SECRETS": ["whsec_1"],
    "STRIPE_API_BASE": "https://api.stripe.com",
    "STRIPE_JS_URL": "https://js.stripe.com/endive/stripe.js",
    "DEBUG": False,
    "DEMO": False,
}
TEST_KEYS = {"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_PUBLISHABLE_KEY": "pk_test_1"}
STAND_IN = {"STRIPE_API_BASE": "http://127.0.0.1:12111"}


def _found(settings, **changes):
    for name, value in {**REAL, **changes}.items():
        setattr(settings, name, value)
    return [fault.id for fault in (*stripe_is_configured(), *stripe_is_stripe())]


def test_real_settings_have_no_fault(settings):
    assert _found(settings) == []


@promise(26)
@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"STRIPE_SECRET_KEY": ""}, ["billing.W001"]),
        ({"STRIPE_PUBLISHABLE_KEY": ""}, ["billing.W001"]),
        ({"STRIPE_WEBHOOK_SECRETS": []}, ["billing.W002"]),
        (STAND_IN, ["billing.E001", "billing.E002"]),
        ({**STAND_IN, "DEMO": True}, ["billing.E001"]),
        ({**STAND_IN, "DEMO": True, **TEST_KEYS}, []),
        ({**STAND_IN, "DEBUG": True, **TEST_KEYS}, []),
        ({**STAND_IN, **TEST_KEYS}, ["billing.E002"]),
        ({"STRIPE_JS_URL": "https://evil.example/stripe.js", **TEST_KEYS}, ["billing.E002"]),
        ({"STRIPE_API_BASE": "http://api.stripe.com", **TEST_KEYS}, ["billing.E002"]),
        (
            {"STRIPE_API_BASE": "https://api.stripe.com.evil.example"},
            ["billing.E001", "billing.E002"],
        ),
        (
            {**STAND_IN, "DEMO": True, **TEST_KEYS, "STRIPE_SECRET_KEY": "rk_live_1"},
            ["billing.E001"],
        ),
    ],
)
def test_faulty_settings_are_named(settings, changes, faults):
    assert _found(settings, **changes) == faults
