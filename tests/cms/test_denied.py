"""What the refused get: the page's choice, and never a circle or a hint."""

from __future__ import annotations

import re

import pytest

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from cms.models import PortalPage
from tests.pages import controls, make_home, make_page, text


@pytest.fixture
def home(shop):
    return make_home(shop, text("Home"), rule=EVERYONE)


def deny(page: PortalPage, when: str, **fields) -> PortalPage:
    for name, value in {"when_denied": when, **fields}.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return PortalPage.objects.get(pk=page.pk)


@pytest.fixture
def perks(home):
    return make_page(home, "perks", text("Secret perks"), controls(), rule=ACTIVE)


def test_another_page_is_shown_in_its_place(visit, shop, home, perks):
    other = make_page(home, "rejoin", text("Come back"), rule=INACTIVE)
    deny(perks, "page", denied_page=other)
    assert visit(shop, "cancelled").get("/perks/").headers["Location"] == "/rejoin/"


def test_another_page_that_is_not_for_them_is_not_found(visit, shop, home, perks):
    other = make_page(home, "rejoin", text("Come back"), rule=ACTIVE)
    deny(perks, "page", denied_page=other)
    assert visit(shop, "cancelled").get("/perks/").status_code == 404


def test_two_pages_that_name_each_other_make_no_circle(visit, shop, home, perks):
    other = make_page(home, "rejoin", text("Come back"), rule=ACTIVE)
    deny(perks, "page", denied_page=other)
    deny(other, "page", denied_page=perks)
    assert visit(shop, "cancelled").get("/perks/").status_code == 404
    assert visit(shop, "cancelled").get("/rejoin/").status_code == 404


@pytest.mark.parametrize("other", ["foreign", "unpublished"])
def test_a_page_that_is_not_of_this_portal_or_not_live_is_not_found(visit, portals, perks, other):
    shop, club = portals
    home, there = perks.get_parent(), make_home(club, text("Other"), rule=EVERYONE)
    gone = make_page(home, "gone", rule=EVERYONE)
    gone.unpublish()
    deny(perks, "page", denied_page={"foreign": there, "unpublished": gone}[other])
    assert visit(shop, "cancelled").get("/perks/").status_code == 404


def test_a_teaser_shows_the_title_and_what_of_it_is_for_them(visit, shop, perks):
    teaser = [text("Join us"), text("For the inactive", INACTIVE), text("For the active", ACTIVE)]
    deny(perks, "teaser", teaser=teaser)
    answer = visit(shop, "cancelled").get("/perks/")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert [word in shown for word in ("Perks", "Join us", "For the inactive")] == [True] * 3
    assert [word in shown for word in ("Secret perks", "For the active", "/pause/")] == [False] * 3


def test_a_teaser_is_kept_by_no_cache_and_no_search_engine(visit, shop, perks):
    deny(perks, "teaser", teaser=[text("Join us")], when_signed_out="same")
    answer = visit(shop).get("/perks/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_whoever_is_signed_out_can_sign_in_on_the_teaser(visit, shop, perks):
    deny(perks, "teaser", teaser=[text("Join us")], when_signed_out="same")
    assert "/sign-in/?next=%2Fperks%2F" in visit(shop).get("/perks/").content.decode()
    assert "/sign-in/" not in visit(shop, "cancelled").get("/perks/").content.decode()


def test_a_block_of_the_teaser_can_be_pressed_and_one_of_the_page_not(visit, shop, perks):
    page = deny(perks, "teaser", teaser=[controls()])
    client = visit(shop, "paused")
    form = {"subscription": "sub_active", "operation_id": "x"}
    of_page = client.post(f"/do/{page.pk}/{page.body[1].id}/explode/", form)
    of_teaser = client.get(f"/do/{page.pk}/{page.teaser[0].id}/pause/")
    assert (of_page.status_code, of_teaser.status_code) == (404, 405)


def test_an_address_below_a_teaser_leads_to_it(visit, shop, perks):
    deny(perks, "teaser", teaser=[text("Join us")])
    assert visit(shop, "cancelled").get("/perks/nothing/").headers["Location"] == "/perks/"


def without_token(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.mark.parametrize("key", ["", "cancelled"])
@pytest.mark.parametrize("above", [EVERYONE, ACTIVE])
def test_not_found_is_what_an_address_gives_that_leads_nowhere(visit, shop, home, key, above):
    room = make_page(home, "room", text("Room"), rule=above)
    deny(make_page(room, "secret", rule=ACTIVE), "not_found", when_signed_out="same")
    client = visit(shop, key)
    secret, nothing = (client.get(f"/room/{slug}/") for slug in ("secret", "nothin"))
    assert secret.status_code == nothing.status_code
    assert without_token(secret) == without_token(nothing)
    assert set(secret.headers.items()) == {
        (name, value.replace("nothin", "secret")) for name, value in nothing.headers.items()
    }


def test_whoever_is_not_let_in_is_told_so_unless_the_page_says_not_found(visit, club, people):
    home = make_home(club, text("Home"), rule=EVERYONE)
    deny(make_page(home, "secret", rule=ANY_CUSTOMER), "not_found", when_signed_out="same")
    make_page(home, "room", rule=ANY_CUSTOMER)
    client = visit(club, "cancelled")
    settings = club_that_lets_no_former_member_in(club)
    assert settings.admit_ended is False
    assert client.get("/room/").status_code == 403
    assert client.get("/secret/").status_code == 404


def club_that_lets_no_former_member_in(club):
    from portals.models import PortalSettings

    settings = PortalSettings.objects.get(site_id=club.site_id)
    settings.admit_ended = False
    settings.save()
    return settings


def test_a_page_below_a_first_page_that_is_not_live_is_gone(visit, shop, home):
    make_page(home, "open", text("Open words"), rule=EVERYONE)
    home.unpublish()
    assert visit(shop, "active").get("/open/").status_code == 404


def test_an_action_tells_a_signed_out_one_no_address(visit, shop, perks):
    made_up = visit(shop).post("/do/999999/00000000-0000-0000-0000-000000000000/pause/")
    real = visit(shop).post(f"/do/{perks.pk}/{perks.body[1].id}/pause/")
    assert real.headers["Location"] == made_up.headers["Location"] == "/sign-in/"


@pytest.mark.parametrize(("key", "leads"), [("active", True), ("cancelled", False)])
def test_links_to_a_page_that_is_not_found_are_left_out(visit, shop, perks, key, leads):
    home = perks.get_parent().specific
    home.body = [text(f'<a linktype="page" id="{perks.pk}">our perks</a>')]
    home.show_in_menus = False
    home.save_revision().publish()
    shown = visit(shop, key).get("/").content.decode()
    main = shown[shown.index("<main") :]
    assert "our perks" in main
    assert ("/perks/" in main) is leads
