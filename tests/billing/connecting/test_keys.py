import pytest

from billing.connecting.keys import Keys, NotConnected, require_keys

STRIPE = "https://api.stripe.com"


@pytest.mark.parametrize(
    "keys",
    [("sk_test_1", "pk_test_1"), ("rk_test_1", "pk_test_1"), ("sk_live_1", "pk_live_1")],
)
def test_two_keys_of_one_mode_are_taken(settings, keys):
    settings.STRIPE_API_BASE = STRIPE
    require_keys(Keys(*keys))


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        (("", ""), "secret_key"),
        (("pk_test_1", "pk_test_1"), "secret_key"),
        (("sk_test_", "pk_test_1"), "secret_key"),
        (("sk_test_1\n", "pk_test_1"), "secret_key"),
        (("sk_test_1 2", "pk_test_1"), "secret_key"),
        (("sk_test_é", "pk_test_1"), "secret_key"),
        (("sk_demo_1", "pk_test_1"), "secret_key"),
        (("sk_test_1", "sk_test_1"), "publishable_key"),
        (("sk_test_1", "pk_live_1"), "publishable_key"),
        (("rk_live_1", "pk_test_1"), "publishable_key"),
    ],
)
def test_what_is_not_two_keys_of_one_mode_is_refused(settings, keys, field):
    settings.STRIPE_API_BASE = STRIPE
    with pytest.raises(NotConnected) as fault:
        require_keys(Keys(*keys))
    assert fault.value.field == field


@pytest.mark.parametrize("secret", ["sk_live_1", "rk_live_1"])
def test_live_keys_go_to_stripe_alone(settings, secret):
    settings.STRIPE_API_BASE = "http://127.0.0.1:12111"
    with pytest.raises(NotConnected, match="test keys alone"):
        require_keys(Keys(secret, "pk_live_1"))


def test_secret_key_is_not_shown():
    assert "sk_test_1" not in repr(Keys("sk_test_1", "pk_test_1"))
