"""The campaign that a visit came with is remembered in one small cookie, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cms.campaigns import KEPT_SECONDS, MOST_BYTES, CampaignMiddleware, campaigns_of
from cms.viewing import viewer_of
from tests.access_rules.builders import portal

COOKIE = settings.CAMPAIGN_COOKIE_NAME
PORTAL = portal()


def _request(address: str = "/", cookie: str = "", method: str = "GET", here=PORTAL) -> HttpRequest:
    request: Any = RequestFactory().generic(method, address)
    request.portal = here
    if cookie:
        request.COOKIES[COOKIE] = cookie
    return request


def _answer(request: HttpRequest) -> HttpResponse:
    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    return CampaignMiddleware(page)(request)


def _cookie_after(*addresses: str) -> str:
    cookie = ""
    for address in addresses:
        cookie = _answer(_request(address, cookie)).cookies[COOKIE].value
    return cookie


def test_campaign_is_known_at_once_and_later():
    arrival = _request("/?utm_campaign=spring&page=2")
    assert campaigns_of(arrival) == {"utm_campaign=spring"}
    later = _request("/elsewhere/", _answer(arrival).cookies[COOKIE].value)
    assert campaigns_of(later) == {"utm_campaign=spring"}


def test_cookie_is_of_this_host_and_out_of_reach_of_scripts(settings):
    settings.HTTPS = True
    morsel = _answer(_request("/?ref=a")).cookies[COOKIE]
    found = {name: morsel[name] for name in ("max-age", "secure", "httponly", "samesite")}
    assert found == {"max-age": KEPT_SECONDS, "secure": True, "httponly": True, "samesite": "Lax"}
    assert (morsel["domain"], morsel["path"]) == ("", "/")


@pytest.mark.parametrize("address", ["/", "/?page=2", "/?utm_id=1&gclid=2", "/?ref=", "/?ref=%20"])
def test_answers_without_a_campaign_stay_as_they_are(address):
    answer = _answer(_request(address, _cookie_after("/?ref=a")))
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies


def test_answer_that_sets_the_cookie_is_kept_out_of_caches():
    assert _answer(_request("/?ref=a"))["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("method", "here"), [("POST", PORTAL), ("GET", None)], ids=["form", "no portal"]
)
def test_only_looking_at_a_portal_is_remembered(method, here):
    assert not _answer(_request("/?ref=a", method=method, here=here)).cookies


@pytest.mark.parametrize("value", ["x" * 101, "a%00b", "a%0Ab", "%E2%80%AE"])
def test_unusable_value_is_left_out(value):
    assert campaigns_of(_request(f"/?ref={value}&utm_source=mail")) == {"utm_source=mail"}


def test_ten_newest_are_kept():
    cookie = _cookie_after(*(f"/?ref={number}" for number in (*range(10), 0, 10)))
    assert campaigns_of(_request("/", cookie)) == {f"ref={number}" for number in (0, *range(2, 11))}


def test_cookie_is_never_larger_than_browsers_take():
    crowded = (f"/?ref={chr(0x4E00 + 97 * number) * 50}{number * 7919}" for number in range(10))
    noisy = (
        "".join(chr(0x4E00 + (at * at * 31 + n * 977) % 20_000) for at in range(100))
        for n in range(10)
    )
    cookie = _cookie_after(*crowded, *(f"/?utm_term={text}" for text in noisy))
    assert len(cookie) <= MOST_BYTES
    assert campaigns_of(_request("/", cookie))


FORGED = [
    "x",
    "a:b:c",
    "\ud800",
    "x" * 100_000,
    signing.dumps(["ref=a"]),
    signing.dumps(["ref=a"], salt="campaigns:2"),
    signing.dumps(7, salt="campaigns:1"),
    signing.dumps(["ref=a"], salt="campaigns:1")[:-1],
]


@pytest.mark.parametrize("cookie", FORGED, ids=range(len(FORGED)))
def test_broken_or_forged_cookie_is_as_none(cookie):
    assert campaigns_of(_request("/", cookie)) == set()
    assert campaigns_of(_request("/?ref=b", cookie)) == {"ref=b"}


def test_old_cookie_is_as_none(monkeypatch):
    cookie = _cookie_after("/?ref=a")
    monkeypatch.setattr("cms.campaigns.KEPT_SECONDS", -1)
    assert campaigns_of(_request("/", cookie)) == set()


def test_viewer_carries_campaign_and_language_signed_in_or_not(visit, shop):
    for key, methods in (("", ()), ("active", ("order",))):
        client = visit(shop, key)
        client.get("/?utm_campaign=spring")
        subject = viewer_of(client.get("/sign-in/" if not key else "/").wsgi_request).subject
        assert subject.campaigns == frozenset({"utm_campaign=spring"})
        assert (subject.language, subject.methods) == ("en", methods)
        assert subject.portal == shop
