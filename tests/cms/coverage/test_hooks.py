from __future__ import annotations

from cms.coverage.hooks import errors_in
from cms.models import PortalPage
from cms.pages.tree import pages_changed
from tests.cms.coverage.conftest import rule
from tests.cms.rules.conftest import selects
from tests.cms.staff import client_of, merchant
from tests.pages import again

BROKEN = rule({"condition": "standing", "value": "gone"})


def break_rule(page) -> None:
    PortalPage.objects.filter(pk=page.pk).update(visibility=BROKEN)
    pages_changed()


def test_errors_are_counted_on_the_editors_home(home, shop, django_capture_on_commit_callbacks):
    client = client_of(merchant())
    assert "in who sees what" not in client.get("/admin/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        break_rule(home)
    told = client.get("/admin/").content.decode()
    assert "<span>1</span> error in who sees what" in told
    assert f"/admin/access-check/?portal={shop.site_id}" in told


def test_they_are_counted_once_until_something_is_published(home, shop):
    portal = again(shop)
    errors_in(portal)
    assert selects(lambda: errors_in(portal)) == 0
