"""What templates can say with `{% load portal %}`."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Shape
from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone

LATE = dt.datetime(2020, 12, 31, 23, 30, tzinfo=dt.UTC)


def shown(source: str, **context: Any) -> str:
    """Render a template's source, spaces that do not break as ordinary ones."""
    text = Template("{% load portal %}" + source).render(Context(context))
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_money_filter_writes_minor_units():
    assert shown("{{ amount|money:'EUR' }}", amount=2400) == "€24.00"


@pytest.mark.parametrize(("display", "text"), [("symbol", "€24.00"), ("code", "EUR 24.00")])
def test_money_tag_follows_the_portals_display(display: str, text: str):
    portal = Shape(currency_display=display)
    assert shown("{% money 2400 'EUR' %}", portal=portal) == text


def test_money_tag_without_a_portal_shows_the_symbol():
    assert shown("{% money 2400 'EUR' %}", portal=None) == "€24.00"


def test_dates_are_days_of_the_portals_time_zone():
    with timezone.override("Asia/Tokyo"):
        assert shown("{{ at|long_date }}", at=LATE) == "Friday 1 January 2021"
        assert shown("{{ at|short_date }}", at=LATE) == "1 Jan 2021"


def test_a_date_without_time_stays_the_day_it_is():
    with timezone.override("Asia/Tokyo"):
        assert shown("{{ at|short_date }}", at=LATE.date()) == "31 Dec 2020"


@pytest.mark.parametrize("name", ["long_date", "short_date"])
def test_no_date_is_empty(name: str):
    assert shown("{{ at|" + name + " }}", at=None) == ""


def test_every_reads_interval_and_count():
    rhythm = Shape(interval="week", interval_count=4)
    assert shown("{{ rhythm|every }}", rhythm=rhythm) == "every 4 weeks"


def test_address_has_a_line_a_line():
    parts = {"line1": "A <b>", "city": "Berlin", "country": "DE"}
    text = shown("{{ parts|address|linebreaksbr }}", parts=parts)
    assert text == "A &lt;b&gt;<br>Berlin<br>Germany"


def test_what_is_taken_off_is_negative():
    assert shown("{% money off|taken_off 'EUR' %}", off=285) == "-€2.85"


def test_a_status_is_what_the_theme_draws_whenever_it_is_asked_for():
    tag = Template("{% load portal %}{% status label 'ok' icon %}")
    wanted = render_to_string(
        "portal/parts/status.html", {"label": "<Paid>", "tone": "ok", "icon": "truck"}
    )
    drawn = [tag.render(Context({"label": "<Paid>", "icon": "truck"})) for _ in range(2)]
    assert drawn == [wanted, wanted]
    assert "&lt;Paid&gt;" in wanted


def test_a_status_of_another_tone_or_word_is_another():
    tag = Template("{% load portal %}{% status label tone %}")
    pairs = [("Paid", "ok"), ("Paid", "warn"), ("Failed", "warn")]
    assert len({tag.render(Context({"label": a, "tone": b})) for a, b in pairs}) == 3
