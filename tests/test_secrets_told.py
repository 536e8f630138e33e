import logging

import pytest

from tests.secrets_told import listener, secrets_in


@pytest.mark.parametrize(
    "secret",
    [
        "sk_test_portico",
        "whsec_current",
        "pi_3abc_secret_xyz",
        "4242 4242 4242 4242",
        "4000002500003155",
    ],
)
def test_a_secret_in_a_log_is_noticed(secret):
    logging.getLogger("billing").warning("This is %s.", secret)
    assert len(listener.told) == 1
    assert secret not in listener.told[0]
    listener.told.clear()


def test_ids_and_last_digits_are_no_secrets():
    logging.getLogger("billing").warning("pi_3abc of cus_1 with the card 4242, req_9")
    assert listener.told == []


def test_files_with_secrets_are_named(tmp_path):
    (tmp_path / "log").write_text("whsec_current")
    (tmp_path / "demo.env").write_text("whsec_current")
    assert secrets_in(tmp_path, but_not=("demo.env",)) == ["log: whsec_cu…"]
