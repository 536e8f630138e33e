from __future__ import annotations

import re
import uuid
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from billing.models import Operation
from portal_blocks.paying.form import card_form, to_browser
from portal_blocks.samples import sample_viewer
from tests.portal_blocks.cast import ID, PLACE, viewer

WANTED = {"begin": "begin", "finish": "finish", "label": "Save card"}


def form(who=None, **details):
    return card_form(PLACE, who or viewer(), kind="setup", **{**WANTED, **details})


def html(shown, **context):
    return render_to_string("portal_blocks/card_form.html", {"form": shown, **context})


def test_form_posts_its_halves_to_the_block():
    shown = form()
    assert shown.begin_url == f"/do/7/{ID}/begin/"
    assert shown.finish_url == f"/do/7/{ID}/finish/"
    assert shown.settings_url == "/card-form/"


def test_each_form_is_asked_under_an_id_of_its_own():
    assert form().operation_id != form().operation_id


def test_preview_has_nothing_to_enter_a_card_with():
    shown = form(sample_viewer("active"))
    assert shown.settings_url == ""
    assert 'data-settings=""' in html(shown)


def test_form_carries_amount_and_hidden_fields_as_they_are():
    shown = form(amount=1234567, currency="JPY", hidden={"invoice": '"><script>'})
    words = html(shown)
    assert 'data-amount="1234567"' in words
    assert 'data-currency="jpy"' in words
    assert "<script>" not in words


def test_without_javascript_the_form_says_what_it_needs():
    assert (
        "Entering a card needs JavaScript"
        in re.search("<noscript>(.*)</noscript>", html(form()))[1]
    )


def test_browser_is_told_another_id_to_try_again_under():
    operation = Operation(pk=uuid.uuid4())
    told = to_browser(operation, secret="s", amount=5)
    assert told["operation"] == str(operation.pk) != told["again"]
    assert (told["client_secret"], told["amount"]) == ("s", 5)


def test_script_is_small():
    assert Path(finders.find("portal_blocks/paying.js")).stat().st_size <= 8700
