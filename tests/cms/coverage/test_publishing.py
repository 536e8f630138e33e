from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, INACTIVE
from cms.models import PortalPage
from tests.cms.coverage.conftest import rule
from tests.cms.rules.conftest import asker
from tests.cms.rules.forms import form_of
from tests.cms.staff import merchant
from tests.pages import text

BOTH = rule(ACTIVE["all"][0], INACTIVE["all"][0])
BROKEN = rule({"condition": "standing", "value": "gone"})


@pytest.fixture
def chief(db):
    return asker(merchant())


def publish(client, page, **fields) -> str:
    data = {**form_of(page, client.user).data, **fields, "action-publish": "x"}
    answer = client.post(f"/admin/pages/{page.pk}/edit/", data, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def circle(below):
    """Two pages for the Active, of which one leads the others to the second."""
    other, page = below("other", rule=ACTIVE), below("perks", rule=ACTIVE)
    other.when_denied, other.denied_page_id = "page", page.pk
    other.save_revision().publish()
    return page, other


def test_an_error_stops_publishing_and_keeps_the_draft(chief, circle):
    page, other = circle
    told = publish(chief, page, title="New", when_denied="page", denied_page=str(other.pk))
    assert "Not published. Your changes are saved as a draft." in told
    assert "led in a circle: New → Other → New" in told
    assert "Choose a page that they may see" in told
    live = PortalPage.objects.get(pk=page.pk)
    assert (live.title, live.when_denied) == ("Perks", "home")
    assert live.get_latest_revision_as_object().title == "New"


def test_what_is_mended_is_published(chief, circle):
    page, other = circle
    publish(chief, page, when_denied="page", denied_page=str(other.pk))
    told = publish(chief, PortalPage.objects.get(pk=page.pk), title="New")
    assert "has been published" in told
    assert PortalPage.objects.get(pk=page.pk).title == "New"


def test_a_warning_is_told_after_publishing(chief, below):
    page = below("perks", text("Hello", BOTH))
    told = publish(chief, page, title="New")
    assert PortalPage.objects.get(pk=page.pk).title == "New"
    assert "Text: Nobody can meet this rule: its conditions exclude each other." in told
    assert "/admin/access-check/?portal=" in told


def test_a_page_without_findings_is_published_without_a_word(chief, below):
    told = publish(chief, below("perks"), title="New")
    assert "has been published" in told
    assert "Who sees what, checked" not in told


def test_what_a_title_says_is_never_markup(chief, circle):
    page, other = circle
    title = "<script>alert(1)</script>"
    told = publish(chief, page, title=title, when_denied="page", denied_page=str(other.pk))
    assert "led in a circle: &lt;script&gt;" in told


def test_faults_of_other_pages_stop_nothing(chief, home, below):
    broken = below("broken")
    PortalPage.objects.filter(pk=broken.pk).update(visibility=BROKEN)
    assert "has been published" in publish(chief, below("perks"), title="New")


@pytest.mark.parametrize("chosen", ["itself", "the page above"])
def test_several_are_published_only_if_none_has_an_error(chief, home, circle, chosen):
    page, other = circle
    page.title, page.when_denied, page.denied_page_id = "New", "page", other.pk
    page.save_revision()
    asked = page.pk if chosen == "itself" else home.pk
    data = {"include_descendants": "on"} if chosen != "itself" else {}
    path = f"/admin/bulk/wagtailcore/page/publish/?id={asked}&next=/admin/"
    told = chief.post(path, data, follow=True).content.decode()
    assert "Nothing was published. “New” does not work:" in told
    assert PortalPage.objects.get(pk=page.pk).title == "Perks"


def test_several_without_an_error_are_published(chief, below):
    page = below("perks")
    page.title = "New"
    page.save_revision()
    chief.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
    assert PortalPage.objects.get(pk=page.pk).title == "New"
