"""What a running cancel flow needs is neither unpublished nor deleted nor moved away."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from wagtail.models import Page

from access_rules.presets import ACTIVE
from cms.leaving.guarding import Plan, stranded_by
from cms.models import PortalPage
from tests.cms.rules.conftest import asker
from tests.cms.staff import merchant
from tests.pages import block, controls, make_home, make_page


@pytest.fixture
def pages(shop):
    """A flow of two pages, what sends to it, a page for the Active alone, and another."""
    home = make_home(shop)
    last = make_page(home, "last", block("cancel_confirm", heading="Cancel"))
    stay = make_page(home, "stay", block("cancel_offer", offer="pause", next=last.pk))
    entry = controls()
    entry["value"]["cancel_page"] = stay.pk
    subs, perks = make_page(home, "subs", entry), make_page(home, "perks", rule=ACTIVE)
    made = (home, last, stay, subs, perks, make_page(home, "other"))
    return dict(zip(("home", "last", "stay", "subs", "perks", "other"), made, strict=True))


@pytest.fixture
def staff(db):
    return asker(merchant())


@pytest.fixture
def ask(staff):
    """Ask the editor to do something, and return what it says."""

    def asked(path, **data):
        answer = staff.post(f"/admin/{path}", data)
        return " ".join(str(one) for one in get_messages(answer.wsgi_request)).replace("\n", " ")

    return asked


def is_live(*pages):
    return PortalPage.objects.filter(pk__in=[page.pk for page in pages], live=True).count()


def above(page):
    return Page.objects.get(pk=page.pk).get_parent().pk


def test_last_step_is_not_unpublished_and_it_says_why_and_what_to_do(ask, pages):
    told = ask(f"pages/{pages['last'].pk}/unpublish/")
    assert "Not unpublished. Cancelling needs “Last”. “Stay” leads there. First have" in told
    assert f"/admin/pages/{pages['stay'].pk}/edit/" in told
    assert is_live(pages["last"])


def test_last_step_is_not_deleted(ask, pages):
    assert "Not deleted. Cancelling needs" in ask(f"pages/{pages['last'].pk}/delete/")
    assert is_live(pages["last"])


def test_last_step_is_not_moved_to_where_somebody_may_not_see_it(ask, pages):
    told = ask(f"pages/{pages['last'].pk}/move/{pages['perks'].pk}/confirm/")
    assert "needs “Last” where it is. “Last” is part of cancelling, and closed to" in told
    assert above(pages["last"]) == pages["home"].pk


@pytest.mark.parametrize("what", ["unpublish", "delete", "move"])
def test_of_several_nothing_is_done_where_one_is_needed(ask, pages, what):
    ids = f"id={pages['last'].pk}&id={pages['other'].pk}"
    to = {"chooser": str(pages["perks"].pk)}
    told = ask(f"bulk/wagtailcore/page/{what}/?{ids}&next=/admin/", **to)
    assert "Cancelling needs “Last” and “Other”" in told
    assert (is_live(pages["last"], pages["other"]), above(pages["last"])) == (2, pages["home"].pk)


def test_what_no_flow_needs_is_unpublished(ask, pages):
    ask(f"pages/{pages['perks'].pk}/unpublish/")
    assert not is_live(pages["perks"])


def stranded(*names, pages, to=None):
    below = Page.objects.get(pk=pages[to].pk) if to else None
    planned = [Page.objects.get(pk=pages[name].pk) for name in names]
    return [one.code for one in stranded_by(Plan(tuple(planned), "", below))]


@pytest.mark.parametrize(
    ("names", "to", "found"),
    [
        (["last"], None, ["cancel_page_missing"]),
        (["stay"], None, ["cancel_page_missing"]),
        (["stay"], "perks", ["cancel_hidden"]),
        (["stay", "last"], None, ["cancel_page_missing"]),
        (["last"], "stay", []),
        (["stay", "last", "subs"], None, []),
        (["subs"], None, []),
        (["stay", "last", "subs"], "perks", []),
        (["home"], None, []),
    ],
)
def test_only_what_leaves_somebody_without_an_end_is_refused(pages, names, to, found):
    assert stranded(*names, pages=pages, to=to) == found


def test_page_above_the_flow_is_needed_too(pages):
    Page.objects.get(pk=pages["last"].pk).move(pages["stay"], pos="last-child")
    assert stranded("stay", pages=pages) == ["cancel_page_missing"]


def test_what_was_broken_before_stops_nothing(pages):
    PortalPage.objects.get(pk=pages["last"].pk).unpublish()
    assert stranded("last", "other", pages=pages) == []
