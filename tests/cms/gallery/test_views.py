"""The gallery, as the editor shows it. One member of staff for the whole file."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cms.staff import EDITOR, client_of, merchant

STATE = "/admin/gallery/heading/section/"


@pytest.fixture
def client(db) -> Client:
    return client_of(merchant())


def test_every_block_is_there_without_any_portal(client):
    html = client.get("/admin/gallery/").content.decode()
    assert 'id="gallery-order_history"' in html
    assert f'src="{STATE}?scheme=light"' in html


def test_a_state_is_found_by_its_own_words_its_blocks_and_who_looks(client):
    html = client.get("/admin/gallery/").content.decode()
    assert 'data-gallery-state="Heading A section Active customer section"' in html
    assert (
        '<div class="gallery__find" data-gallery-find hidden>' in html
    )  # until the script is there


def test_it_is_in_the_menu(client):
    html = client.get("/admin/gallery/heading/").content.decode()
    assert '"url": "/admin/gallery/"' in html


def test_one_block_can_be_looked_at_alone(client):
    html = client.get("/admin/gallery/heading/?width=320&scheme=dark").content.decode()
    assert 'width="320"' in html
    assert f"{STATE}?scheme=dark" in html
    assert 'id="gallery-order_history"' not in html


def test_a_width_or_scheme_made_up_is_the_first_one(client):
    html = client.get("/admin/gallery/heading/?width=9&scheme=%22").content.decode()
    assert 'width="390"' in html
    assert f'{STATE}?scheme=light"' in html


def test_a_state_alone_runs_no_script_and_sends_no_form(client):
    answer = client.get(STATE)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "connect-src 'none'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert b'class="block block--heading"' in answer.content


def test_a_state_alone_is_dark_where_asked(client):
    assert b'data-scheme="dark"' in client.get(f"{STATE}?scheme=dark").content


def test_a_page_of_a_block_keeps_its_own_heading(client):
    told = client.get("/admin/gallery/order_history/document_unreachable/").content.decode()
    assert "<h1>We cannot get this document right now</h1>" in told


def test_a_state_that_leaves_its_place_empty_says_so(client):
    told = client.get("/admin/gallery/cancel_offer/nothing/").content.decode()
    assert "Here the block shows nothing" in told


def test_a_scheme_made_up_is_the_readers_own(client):
    assert b"data-scheme" not in client.get(f"{STATE}?scheme=%22onload").content


@pytest.mark.parametrize("path", ["nothing/", "heading/nothing/", "nothing/section/"])
def test_there_is_nothing_under_a_name_made_up(client, path):
    assert client.get(f"/admin/gallery/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "heading/", "heading/section/"])
def test_stranger_is_refused(db, path):
    answer = Client(headers=EDITOR).get(f"/admin/gallery/{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")
