from __future__ import annotations

import pytest

from portal_blocks.account.devices import device_words, is_phone

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        (ANDROID, "Chrome on Android"),
        (MAC, "Firefox on Mac"),
        ("curl/8.14", "curl"),
        ("", "A browser we do not know"),
        ("<script>" * 200, "A browser we do not know"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(agent, words):
    assert device_words(agent) == words


@pytest.mark.parametrize(("agent", "phone"), [(IPHONE, True), (ANDROID, True), (EDGE, False)])
def test_phones_are_told_apart(agent, phone):
    assert is_phone(agent) is phone
