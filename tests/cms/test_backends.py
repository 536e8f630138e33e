"""Settings made of the environment's URLs."""

from __future__ import annotations

import pytest

from cms import backends


def test_mail_of_a_file_address_goes_into_that_folder():
    assert backends.email("file:///srv/mail")["EMAIL_FILE_PATH"] == "/srv/mail"


@pytest.mark.parametrize(("url", "seconds"), [("smtp://h:25", 20), ("smtp://h:25?timeout=5", 5)])
def test_nobody_waits_for_a_mail_server_for_ever(url, seconds):
    assert backends.email(url)["EMAIL_TIMEOUT"] == seconds
