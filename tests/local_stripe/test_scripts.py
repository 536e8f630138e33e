from __future__ import annotations

import urllib.error
import urllib.request

import pytest


def _file(local, name, **headers):
    return urllib.request.urlopen(urllib.request.Request(f"{local.url}/js/{name}", headers=headers))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("stripe.js", "javascript"), ("card_fields.html", "html"), ("card_fields.css", "css")],
)
def test_files_are_there_for_pages_of_any_origin(local, name, kind):
    with _file(local, name, Origin="http://shop.localhost") as answer:
        assert kind in answer.headers["Content-Type"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_frames_run_only_what_is_theirs(local):
    with _file(local, "bank.html") as answer:
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["entry.js", "none.js", "..%2fapi.py"])
def test_other_names_are_nothing(local, name):
    with pytest.raises(urllib.error.HTTPError) as caught:
        _file(local, name)
    caught.value.close()
    assert caught.value.code == 404
