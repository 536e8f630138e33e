from __future__ import annotations

from uuid import uuid4

import pytest

from cms.languages import languages
from tests.pages import again, block, make_home, text

TWO = [("en", "English"), ("de", "German")]


@pytest.fixture
def client(shop, visit, settings):
    """Somebody signed out at a portal in two languages."""
    settings.LANGUAGES = TWO
    make_home(shop, text("Hello"))
    return visit(again(shop))


def test_one_language_is_no_choice():
    assert languages() == []


def test_each_language_is_called_as_it_calls_itself(settings):
    settings.LANGUAGES = TWO
    assert [(one.code, one.name, one.is_current) for one in languages()] == [
        ("en", "English", True),
        ("de", "Deutsch", False),
    ]


def test_the_choice_is_remembered_and_the_page_kept(client):
    answer = client.post("/language/", {"language": "de", "next": "/sign-in/?next=/a/"})
    assert answer.url == "/sign-in/?next=/a/"
    assert '<html lang="de"' in client.get("/sign-in/").content.decode()


def test_the_switch_comes_back_to_the_page_it_stands_on(client):
    html = client.get("/sign-in/?next=/orders/").content.decode()
    assert 'name="next" value="/sign-in/?next=/orders/"' in html


@pytest.fixture
def details(shop, settings):
    settings.LANGUAGES = TWO
    return make_home(shop, block("details", heading="", edit_name=True, edit_phone=True))


@pytest.mark.parametrize("script", [{}, {"HX-Request": "true"}], ids=["plainly", "by script"])
def test_after_a_form_with_faults_the_switch_comes_back_to_its_page(visit, shop, details, script):
    at = "http://shop.localhost/?open=phone"
    answer = visit(again(shop), "active").post(
        f"/do/{details.pk}/{details.body[0].id}/phone/",
        {"phone": "x", "operation_id": str(uuid4())},
        headers={"Referer": at, "HX-Current-URL": at, **script},
    )
    assert answer.status_code == 422
    assert 'name="next" value="/?open=phone"' in answer.content.decode()


def test_after_a_form_gone_stale_the_switch_comes_back_to_its_page(visit, shop, details):
    client = visit(again(shop), "active")
    client.handler.enforce_csrf_checks = True
    address = f"/do/{details.pk}/{details.body[0].id}/phone/"
    answer = client.post(address, headers={"Referer": "http://shop.localhost/?open=phone"})
    assert answer.status_code == 403
    assert 'name="next" value="/?open=phone"' in answer.content.decode()


def test_without_a_choice_the_browser_is_listened_to(client):
    html = client.get("/sign-in/", headers={"accept-language": "de-AT,en;q=0.5"}).content.decode()
    assert '<html lang="de"' in html


@pytest.mark.parametrize("code", ["xx", "", "de\r\nX: y"])
def test_a_language_that_there_is_not_is_not_kept(client, code):
    answer = client.post("/language/", {"language": code})
    assert "portico_language" not in answer.cookies


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_nobody_is_led_elsewhere(client, then):
    assert client.post("/language/", {"language": "de", "next": then}).url == "/"


def test_it_is_chosen_by_post_alone(client):
    assert client.get("/language/?language=de").status_code == 405
