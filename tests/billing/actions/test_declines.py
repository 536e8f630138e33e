import pytest

from billing.actions.declines import by_code, words


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("insufficient_funds", "not enough money"),
        ("expired_card", "has expired"),
        ("incorrect_cvc", "security code"),
        ("processing_error", "could not process"),
        ("authentication_required", "did not get your confirmation"),
        ("payment_intent_authentication_failure", "did not get your confirmation"),
    ],
)
def test_reason_that_helps_is_said(code, said):
    assert said in words(code)


@pytest.mark.parametrize("code", ["lost_card", "stolen_card", "fraudulent", "pickup_card", "new_1"])
def test_what_a_bank_suspects_or_we_do_not_know_is_a_plain_decline(code):
    assert words(code) == words("generic_decline")


@pytest.mark.parametrize("code", ["", "insufficient_funds", "authentication_required"])
def test_every_decline_says_that_nothing_was_charged(code):
    assert "You have not been charged." in words(code)


def test_every_code_with_words_of_its_own_is_listed_with_them():
    said = by_code()
    assert said == {code: words(code) for code in said}
    assert said["invalid_cvc"] == said["incorrect_cvc"] != said["card_declined"]
