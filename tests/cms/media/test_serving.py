"""Documents and pictures are served by their rules, and what is not for one is not there."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, TestCase
from wagtail.models import Collection

from access_rules.models import NamedRule
from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE
from accounts.models import StaffUser
from cms.models import PortalDocument, PortalImage
from portals.models import Shop
from portals.registry import portals_changed
from tests.bench.full_page import picture
from tests.pages import block, make_home

# Wagtail leaves the file of a picture's new size to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
PAUSED = {"condition": "subscription_state", "states": ["paused"]}
YEARS_AGO = {"condition": "between_dates", "first": "2019-01-01", "last": "2019-12-31"}
NOBODY = {"version": 1, "all": [YEARS_AGO]}


@pytest.fixture
def document(shop):
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    document = PortalDocument(title="Guide", visibility=ACTIVE)
    document.file.save("guide.pdf", ContentFile(b"%PDF secret"))
    return document


@pytest.fixture
def image(shop):
    """A picture that everyone could see, and now the active alone."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        image = PortalImage.objects.get(pk=picture())
        image.before = [image.file.url, image.get_rendition("width-480").url]
    give(image, ACTIVE)
    return image


def give(image, rule) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        image.visibility = rule
        image.save()


def test_a_document_is_for_those_who_meet_its_rule(visit, shop, document):
    answer = visit(shop, "active").get(document.url)
    assert b"".join(answer) == b"%PDF secret"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert visit(shop, "cancelled").get(document.url).status_code == 404


@pytest.mark.parametrize("name", ["guide.pdf", "other.pdf"])
@pytest.mark.parametrize("key", ["real", "made up"])
def test_a_signed_out_one_is_not_told_whether_there_is_a_document(visit, shop, document, name, key):
    url = f"/documents/{document.pk if key == 'real' else 999}/{name}"
    location = visit(shop).get(url).headers["Location"]
    assert location == f"/sign-in/?next={url.replace('/', '%2F')}"


def test_a_document_is_not_served_by_its_path(visit, shop, document):
    assert visit(shop, "active").get(f"/media/{document.file.name}").status_code == 404


def test_a_picture_that_is_hidden_leaves_its_old_addresses(visit, shop, image):
    assert [visit(shop).get(url).status_code for url in image.before] == [404, 404]
    assert not default_storage.exists(image.before[0].removeprefix("/media/"))


def test_a_hidden_picture_is_for_those_who_meet_its_rule(visit, shop, image):
    url = image.get_rendition("width-480").url
    assert url.startswith(f"/pictures/{image.pk}/")
    answer = visit(shop, "active").get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "private, no-store"
    others = [visit(shop, "cancelled").get(url), visit(shop).get(url)]
    assert [other.status_code for other in others] == [404, 404]


@pytest.mark.parametrize("key", ["", "active", "cancelled"])
def test_no_portal_serves_what_is_hidden_by_its_path(visit, shop, image, key):
    size = image.get_rendition("width-480")
    for name in (image.file.name, size.file.name):
        assert name.startswith("gated/")
        assert visit(shop, key).get(f"/media/{name}").status_code == 404


def test_a_picture_that_is_shown_again_has_a_public_address(visit, shop, image):
    give(image, EVERYONE)
    image = PortalImage.objects.get(pk=image.pk)
    answer = visit(shop).get(image.get_rendition("width-480").url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_a_size_made_while_the_picture_is_hidden_is_hidden(shop, image):
    stale = PortalImage.objects.get(pk=image.pk)
    stale.visibility, stale.file.name = EVERYONE, image.file.name.removeprefix("gated/")
    default_storage.save(stale.file.name, image.file.open())
    with TestCase.captureOnCommitCallbacks(execute=True):
        size = stale.get_rendition("width-200")
    assert size.file.name.startswith("gated/")
    assert not [name for name in default_storage.listdir("images")[1] if "width-200" in name]


def test_a_public_picture_costs_no_query_and_can_be_asked_for_again(
    visit, shop, django_assert_num_queries
):
    url = PortalImage.objects.get(pk=picture()).get_rendition("width-480").url
    client = visit(shop)
    moment = client.get(url).headers["Last-Modified"]
    with django_assert_num_queries(0):
        again = client.get(url, headers={"if-modified-since": moment})
    assert again.status_code == 304


def test_a_picture_block_shows_nothing_of_a_picture_that_is_not_for_them(visit, shop, image):
    make_home(shop, block("image", image=image.pk, alt="Hills", caption="Huila"))
    assert "/pictures/" in visit(shop, "active").get("/").content.decode()
    shown = visit(shop, "cancelled").get("/").content.decode()
    assert [word in shown for word in ("<img", "Hills", "Huila")] == [False] * 3


def test_another_shops_customers_are_seen_as_signed_out(visit, shop, document):
    document.visibility = ANY_CUSTOMER
    document.shop = Shop.objects.create(name="Elsewhere")
    document.save()
    assert visit(shop, "active").get(document.url).status_code == 404


@pytest.mark.parametrize("key", ["all", "none"])
@pytest.mark.parametrize("own", [True, False, None])
def test_a_named_rule_of_another_shop_lets_nobody_in(visit, shop, document, key, own):
    elsewhere = Shop.objects.create(name="Elsewhere")
    inner = {"all": EVERYONE, "none": NOBODY}[key]
    theirs = NamedRule.objects.create(shop=elsewhere, name="Theirs", rule=inner)
    condition = {"condition": "named_rule", "rule": str(theirs.pk)}
    document.visibility = {"version": 1, key: [condition]}
    document.shop_id = {True: shop.shop_id, False: elsewhere.pk, None: None}[own]
    document.save()
    portals_changed()
    assert visit(shop, "active").get(document.url).status_code == 404
    assert visit(shop).get(document.url).status_code == 302


def test_a_named_rule_of_the_shop_is_asked_for_documents(visit, shop, document):
    ours = NamedRule.objects.create(shop_id=shop.shop_id, name="Ours", rule=ACTIVE)
    condition = {"condition": "named_rule", "rule": str(ours.pk)}
    document.visibility = {"version": 1, "all": [condition]}
    document.save()
    portals_changed()
    answers = [visit(shop, key).get(document.url) for key in ("active", "cancelled")]
    assert [answer.status_code for answer in answers] == [200, 404]


def test_not_to_be_something_is_met_by_nobody_of_another_shop(visit, shop, document):
    document.visibility = {"version": 1, "none": [PAUSED]}
    document.shop = Shop.objects.create(name="Elsewhere")
    document.save()
    assert visit(shop, "active").get(document.url).status_code == 404


@pytest.mark.parametrize(("may", "status"), [(True, 200), (False, 404)])
def test_staff_has_what_wagtail_lets_them_have(image, document, may, status):
    staff = StaffUser.objects.create_user("staff@example.com", "a-long-password")
    staff.is_superuser = may
    staff.save()
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(staff)
    for url in (document.url, image.get_rendition("width-480").url, image.file.url):
        assert client.get(url).status_code == status


def test_a_player_gets_a_part_of_a_film_and_nobody_else_does(visit, shop, document):
    asks = {"range": "bytes=5-10"}
    answer = visit(shop, "active").get(document.url, headers=asks)
    assert (answer.status_code, b"".join(answer)) == (206, b"secret")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert visit(shop, "cancelled").get(document.url, headers=asks).status_code == 404


def test_a_part_of_a_file_that_changed_meanwhile_is_all_of_it(visit, shop, document):
    asks = {"range": "bytes=5-10", "if-range": "Sun, 22 Nov 2020 10:00:00 GMT"}
    assert visit(shop, "active").get(document.url, headers=asks).status_code == 200
