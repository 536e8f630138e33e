"""Every kind of e-mail: its words, its look, its headers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from billing.models import NoticeKind
from cms.notices.mail import drawn, html_of, letter_of, message_of, spoken_by
from cms.notices.samples import sample_facts
from cms.notices.words import WORDS

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KINDS = list(NoticeKind)
ABOUT_DATA = {NoticeKind.DATA_COPY, NoticeKind.DATA_DECLINED, NoticeKind.DATA_ERASED}
WITHOUT_MONEY = {NoticeKind.CARD_UPDATED, *ABOUT_DATA}
WITHOUT_DATE = {NoticeKind.CARD_UPDATED, NoticeKind.REFUND}
NAMES_NOTHING = {NoticeKind.CARD_UPDATED, NoticeKind.DATA_COPY, NoticeKind.DATA_ERASED}


@pytest.fixture
def draw(writer):
    """Draw a kind with the sample's facts and others."""

    def drawing(kind, **facts):
        known = {**sample_facts(NoticeKind(kind), now=NOON), **facts}
        return drawn(kind, known, writer, to="ada@example.com", name="notice-1", now=NOON)

    return drawing


def html(message) -> str:
    return str(message.alternatives[0][0])


def test_every_kind_has_words():
    assert set(WORDS) == set(NoticeKind)


@pytest.mark.parametrize("kind", KINDS)
def test_kind_says_what_happened_with_amount_and_date(draw, kind):
    message = draw(kind)
    for text in (message.body, BeautifulSoup(html(message), "html.parser").text):
        assert kind in WITHOUT_MONEY or re.search(r"€(29|24|5)\.00", text)
        assert kind in WITHOUT_DATE or re.search("(November|December)", text)
        assert not re.search(r"%\(|\{\{|\{%|None|\bid=''", text)
    assert kind in WITHOUT_MONEY | {NoticeKind.SHIPPED} or "€" in message.subject


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same(draw, kind):
    message = draw(kind)
    said = " ".join(BeautifulSoup(html(message), "html.parser").text.split())
    paragraphs = [line for line in message.body.split("\n--")[0].split("\n\n") if ":" not in line]
    assert [one for one in paragraphs if " ".join(one.split()) not in said] == []


@pytest.mark.parametrize("kind", KINDS)
def test_mail_programs_can_draw_it(draw, kind):
    text = html(draw(kind))
    soup = BeautifulSoup(text, "html.parser")
    assert not re.search(r"var\(|light-dark|\drem", text)
    assert [tag.name for tag in soup(["script", "img", "link", "form", "iframe"])] == []
    assert len(soup.select("a[href]")) - len(soup.select(".name a, .foot a")) == 1
    assert len(text) < 30_000  # Gmail cuts off at 102 kB


def test_dark_look_is_there_for_whoever_reads_in_the_dark(draw):
    text = html(draw("order"))
    assert "@media (prefers-color-scheme: dark)" in text
    assert "background-color: #1d2023 !important" in text


@pytest.mark.parametrize(("scheme", "colour"), [("light", "#f7f7f5"), ("dark", "#141618")])
def test_preview_is_light_or_dark_as_asked_for(writer, scheme, colour):
    with spoken_by(writer):
        letter = letter_of("order", sample_facts(NoticeKind.ORDER, now=NOON), writer, now=NOON)
        text = html_of(letter, writer, to="a@b.de", scheme=scheme)
    body = BeautifulSoup(text, "html.parser").body
    assert colour in body["style"]
    assert "prefers-color-scheme" not in text


@pytest.mark.parametrize(
    ("kind", "facts", "path"),
    [
        ("order", {}, "/go/orders/"),
        ("payment_failed", {}, "/go/card/"),
        ("confirm_payment", {}, "/go/pay/"),
        ("confirm_payment", {"operation": "5c0e6b0a-0000-4000-8000-0000000000aa"}, "/finish/"),
        ("paused", {}, "/go/subscription/?subscription="),
        ("card_updated", {}, "/"),
        ("data_copy", {}, "/my-data/00000000-0000-4000-8000-000000000000/"),
        ("data_declined", {}, "/go/data/"),
        ("data_erased", {}, "/"),
    ],
)
def test_button_leads_to_the_portal(draw, kind, facts, path):
    link = BeautifulSoup(html(draw(kind, **facts)), "html.parser").select_one(".button a")
    assert link["href"].startswith(f"http://shop.localhost:8000{path}")
    assert "0000000000aa" in link["href"] or not facts


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil", "http://["])
def test_parcel_is_followed_on_the_web_only(draw, url):
    link = BeautifulSoup(html(draw("shipped", tracking_url=url)), "html.parser")
    assert link.select_one(".button a")["href"].endswith("/go/orders/")


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Auckland", "23 Nov"), ("UTC", "22 Nov")])
def test_dates_are_the_portals(draw, writer, zone, day):
    there = replace(writer, portal=replace(writer.portal, time_zone=zone))
    facts = sample_facts(NoticeKind.ORDER, now=NOON)
    message = drawn("order", facts, there, to="ada@example.com", name="n", now=NOON)
    assert f"{day}ember" in message.body


def test_amounts_are_written_as_the_portal_does(writer):
    by_code = replace(writer, portal=replace(writer.portal, currency_display="code"))
    facts = {**sample_facts(NoticeKind.PAUSED, now=NOON), "amount": 1234567, "currency": "JPY"}
    message = drawn("paused", facts, by_code, to="ada@example.com", name="n", now=NOON)
    assert "JPY\N{NO-BREAK SPACE}1,234,567" in message.subject


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_text(draw, kind):
    bad = "<script>alert(1)</script>&"
    message = draw(kind, title=bad, number=bad, carrier=bad, answer=bad, lines=[_line(bad)])
    assert "<script" not in html(message)
    assert kind in NAMES_NOTHING or bad in message.body


@pytest.mark.parametrize("kind", KINDS)
def test_line_breaks_in_names_make_no_headers(draw, kind):
    bad = "Tea\r\nBcc: evil@example.com\n\n<b>"
    message = draw(kind, title=bad, number=bad, carrier=bad, answer=bad, lines=[_line(bad)])
    sent = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert (sent["Bcc"], message.recipients()) == (None, ["ada@example.com"])


def test_name_from_right_to_left_turns_nothing_else(draw):
    message = draw("paused", title="شاي \N{RIGHT-TO-LEFT OVERRIDE}أخضر")
    assert message.subject.startswith("\N{FIRST STRONG ISOLATE}شاي أخضر\N{POP DIRECTIONAL ISOLATE}")


def test_long_names_are_cut(draw):
    assert len(draw("paused", title="x" * 5000).subject) <= 200


def test_mail_carries_the_headers_of_a_mail_nobody_should_answer_by_machine(noted, writer, now):
    notice = noted()
    headers = message_of(notice, writer, now=now).message()
    assert headers["From"] == '"shop.localhost" <no-reply@localhost>'
    assert (headers["To"], headers["Reply-To"]) == ("any@example.com", "replies@shop.example")
    assert headers["Message-ID"] == f"<notice-{notice.pk}@shop.localhost>"
    assert headers["List-Id"] == "<order.shop.localhost>"
    assert headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("name", ["Käse & Tee, GmbH", 'Joe "the" Baker', "Evil\r\nBcc: a@b.de"])
def test_senders_name_is_one_name(writer, name):
    writer.settings.sender_name = name
    facts = sample_facts(NoticeKind.ORDER, now=NOON)
    message = drawn("order", facts, writer, to="ada@example.com", name="n", now=NOON)
    sent = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert [one.addr_spec for one in sent["From"].addresses] == ["no-reply@localhost"]
    assert sent["From"].addresses[0].display_name == " ".join(name.split())


def test_foot_says_who_writes_and_why(draw):
    text = draw("order").body
    assert "ada@example.com gets this e-mail because" in text
    assert ("help@shop.example" in text, "12 Quay Street" in text) == (True, True)


@pytest.mark.parametrize("kind", ABOUT_DATA)
def test_what_is_about_data_does_not_say_that_it_is_about_money(draw, kind):
    message = draw(kind)
    for text in (message.body, html(message)):
        assert "about the data it holds of you" in text
        assert "about your money" not in text


def test_a_refusal_says_why_and_where_to_complain(draw):
    text = draw("data_declined", answer="You owe us.\n\nPay first.").body
    assert "You owe us.\n\nPay first." in text
    assert "data protection authority" in text


def test_own_words_of_the_merchant_stand_before_ours(draw, writer):
    own = {"order": {"subject": "{product}: danke", "intro": "Hallo <b> {amount} {unknown}"}}
    writer.settings.own_words = own
    message = draw("order", title="Tee {amount}")
    assert message.subject == "Tee {amount}: danke"
    assert "Hallo <b> €29.00 {unknown}" in message.body
    assert "Hallo &lt;b&gt; €29.00" in html(message)


def test_sent_mail_reaches_the_outbox_with_both_parts(draw):
    draw("order").send()
    parts = [part.get_content_type() for part in mail.outbox[0].message().get_payload()]
    assert parts == ["text/plain", "text/html"]


def _line(name: str) -> dict[str, object]:
    return {"name": name, "quantity": 2, "total": 2400}
