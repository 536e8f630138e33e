from __future__ import annotations

import pytest

from billing.actions.declines import WITHOUT_REASON, by_code, words

# https://docs.stripe.com/declines/codes, as published for 2026-10-28.
CODES = [
    "approve_with_id",
    "authentication_not_handled",
    "authentication_required",
    "call_issuer",
    "card_declined",
    "card_not_supported",
    "card_velocity_exceeded",
    "currency_not_supported",
    "do_not_honor",
    "do_not_try_again",
    "duplicate_transaction",
    "expired_card",
    "fraudulent",
    "generic_decline",
    "incorrect_address",
    "incorrect_cvc",
    "incorrect_number",
    "incorrect_pin",
    "incorrect_zip",
    "insufficient_funds",
    "invalid_account",
    "invalid_amount",
    "invalid_cvc",
    "invalid_expiry_month",
    "invalid_expiry_year",
    "invalid_number",
    "invalid_pin",
    "issuer_not_available",
    "lost_card",
    "merchant_blacklist",
    "mobile_device_authentication_required",
    "new_account_information_available",
    "no_action_taken",
    "not_permitted",
    "offline_pin_required",
    "online_or_offline_pin_required",
    "pickup_card",
    "pin_try_exceeded",
    "previously_declined_do_not_retry",
    "processing_error",
    "reenter_transaction",
    "restricted_card",
    "revocation_of_all_authorizations",
    "revocation_of_authorization",
    "security_violation",
    "service_not_allowed",
    "stolen_card",
    "stop_payment_order",
    "testmode_decline",
    "transaction_not_allowed",
    "try_again_later",
    "withdrawal_count_limit_exceeded",
]
JARGON = ("_", "issuer", "authori", "transaction", "processor", "Stripe", "decline code", "!")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("insufficient_funds", "not enough money"),
        ("expired_card", "has expired"),
        ("incorrect_cvc", "security code"),
        ("processing_error", "could not process"),
        ("authentication_required", "did not get your confirmation"),
        ("payment_intent_authentication_failure", "did not get your confirmation"),
        ("duplicate_transaction", "the same amount a moment ago"),
        ("revocation_of_authorization", "told not to allow this payment"),
    ],
)
def test_reason_that_helps_is_said(code, said):
    assert said in words(code)


@pytest.mark.parametrize("code", CODES)
def test_every_code_was_thought_of(code):
    assert (code in by_code()) != (code in WITHOUT_REASON - {"card_declined"})


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_happened_what_is_safe_and_what_to_do(code):
    happened, safe, todo = words(code).partition(" You have not been charged. ")
    assert happened.endswith(".")
    assert safe
    assert todo.startswith(("Try ", "Enter ", "Look ", "Please "))
    assert not [word for word in JARGON if word in words(code)]


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
