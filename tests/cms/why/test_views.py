"""The Why panel: who may open it, what it refuses, what it tells."""

from __future__ import annotations

import pytest

from accounts.models import Customer
from portals.models import Shop
from tests.cms.staff import client_of, member, merchant

WHY = "/admin/why/"
SEES = "accounts.view_customer"


@pytest.fixture
def editor(db):
    return client_of(merchant())


def shown(client, portal, **asked) -> str:
    answer = client.get(WHY, {"portal": portal.site_id, **asked})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_whoever_may_not_see_customers_may_not_ask(pages, portal):
    client = client_of(member(pages["home"]))
    assert client.get(WHY).status_code == 302
    assert "Why they see it" not in client.get("/admin/").content.decode()


def test_whoever_may_is_led_there(pages, portal):
    client = client_of(member(pages["home"], SEES))
    assert WHY in client.get("/admin/").content.decode()
    assert (
        f"page={pages['perks'].pk}"
        in client.get(f"/admin/pages/{pages['perks'].pk}/edit/").content.decode()
    )


def test_a_portal_that_is_not_theirs_is_none(pages, portal, people, club):
    client = client_of(member(pages["home"], SEES))
    told = shown(client, club, who=f"customer-{people['active'].pk}")
    assert "There is no such portal among yours." in told
    assert "Active:" not in told


def test_a_customer_of_another_shop_is_nobody(editor, portal):
    other = Shop.objects.create(name="Elsewhere")
    stranger = Customer.objects.create(
        shop=other, source="stripe", external_id="cus_x", email="x@example.com", name="Xenia"
    )
    told = shown(editor, portal, who=f"customer-{stranger.pk}", q="Xenia")
    assert "There is no such customer" in told
    assert "x@example.com" not in told


def test_a_page_of_another_portal_is_not_explained(editor, portal, people, club):
    from tests.pages import make_home, text

    other = make_home(club, text("Secret of the club"))
    told = shown(editor, portal, who=f"customer-{people['active'].pk}", page=other.pk)
    assert "Secret of the club" not in told


@pytest.mark.parametrize(
    "asked", [{"page": "1e3"}, {"page": "9" * 40}, {"who": "x"}, {"at": "soon"}]
)
def test_what_cannot_be_read_is_no_error(editor, portal, people, asked):
    shown(editor, portal, **{"who": "active", **asked})


def test_customers_are_found_and_lead_to_the_same_question(editor, portal, pages, people):
    told = shown(editor, portal, q="1004", page=pages["perks"].pk)
    assert f"who=customer-{people['past-due'].pk}&amp;page={pages['perks'].pk}" in told


def test_without_a_page_every_page_is_told(editor, portal, pages, people):
    told = shown(editor, portal, who=f"customer-{people['active'].pk}")
    assert all(page.title in told for page in pages.values())
    assert told.count("verdict--yes") >= 2
    assert "verdict--no" in told


def test_a_page_is_told_rule_by_rule_with_facts(editor, portal, pages, people):
    told = shown(editor, portal, who=f"customer-{people['cancelled'].pk}", page=pages["perks"].pk)
    for words in (
        "They do not see this page.",
        "None of these",
        "settled it",
        "the subscription was cancelled, since",
        "Every customer of this shop may come in.",
        "Its own rule would allow it; what is around it does not.",
    ):
        assert words in told


def test_at_a_date_it_is_said(editor, portal, pages, people):
    who = f"customer-{people['past-due'].pk}"
    told = shown(editor, portal, who=who, page=pages["perks"].pk, at="2027-03-01T10:00")
    assert "Decided as on 1 March 2027, 10:00" in told
    assert "They do not see this page." in told


def test_it_is_told_by_few_queries(editor, portal, pages, people, django_assert_max_num_queries):
    asked = {"who": f"customer-{people['active'].pk}", "page": pages["home"].pk}
    shown(editor, portal, **asked)
    with django_assert_max_num_queries(14):
        shown(editor, portal, **asked)
