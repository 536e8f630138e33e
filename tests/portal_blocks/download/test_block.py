from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection

from access_rules.presets import ACTIVE
from cms.models import PortalDocument
from tests.pages import block, make_home

SECRET = "brewing-guide"


@pytest.fixture
def home(shop):
    """A page for any customer with a document that is for the active alone."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    document = PortalDocument(title="The guide", visibility=ACTIVE)
    document.file.save(f"{SECRET}.pdf", ContentFile(b"%PDF" * 300))
    return make_home(shop, block("download", document=document.pk, title="", text="Water"))


@pytest.fixture
def page(home, shop, visit):
    return lambda key: visit(shop, key).get("/").content.decode()


def test_it_says_what_one_will_get(page):
    html = page("active")
    assert "The guide" in html
    assert "PDF, 1.2\xa0KB" in html


def test_its_link_leads_through_the_gate(page, shop, visit):
    html = page("active")
    url = html.split('download__link" href="')[1].split('"')[0]
    assert visit(shop, "active").get(url).status_code == 200
    assert visit(shop, "cancelled").get(url).status_code == 404


def test_whom_the_document_is_not_for_sees_no_trace_of_it(page):
    html = page("cancelled")
    assert SECRET not in html
    assert "Water" not in html
