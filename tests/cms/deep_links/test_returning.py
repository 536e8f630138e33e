from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from billing.models import Operation
from cms.deep_links import returning
from portal_blocks.base import ActionResult
from portals import clock
from portals.models import PortalSettings
from tests.pages import block, make_home

BACK = "https://shop.example.com/account"
SWITCHES = {"allow_pause": True, "allow_restart": True, "allow_skip": True, "allow_cancel": True}


@pytest.fixture
def home(shop):
    """The subscriptions, in a portal that links may return from."""
    row = PortalSettings.objects.get(site=shop.site_id)
    row.return_addresses = f"{BACK}\n"
    row.save()
    return make_home(shop, block("subscription_controls", heading="", **SWITCHES))


@pytest.fixture
def came(visit, shop, home):
    """Somebody who came by a link: `came("pause", BACK)`."""

    def came(word, back, who="active"):
        client = visit(shop, who)
        assert client.get(f"/go/{word}/", {"return": back}).status_code == 302
        return client

    return came


@pytest.fixture
def press(home, people, monkeypatch):
    """Press a button of the block, whatever it comes to: `press(client, "pause", "done")`."""

    def pressed(client, action, outcome):
        def carried_out(*_args, **_details):
            about = {"action": "pause_subscription", "target": "sub_active"}
            return Operation.objects.create(customer=people["active"], outcome=outcome, **about)

        for name in ("pause_subscription", "cancel_subscription"):
            monkeypatch.setattr(f"portal_blocks.subscription_controls.presses.{name}", carried_out)
        address = f"/do/{home.pk}/{home.body[0].id}/{action}/"
        form = {"subscription": "sub_active", "operation_id": str(uuid4())}
        return client.post(address, form)

    return pressed


def test_who_is_done_goes_back_with_what_was_done(came, press):
    client = came("pause", f"{BACK}?from=portal#top")
    assert press(client, "pause", "done").headers["Location"] == "/go/back/"
    answer = client.get("/go/back/")
    address = f"{BACK}?from=portal&portico=pause-done#top"
    assert answer.headers["Refresh"] == f"0; url={address}"
    assert "Go back now" in answer.content.decode()


def test_it_counts_once(came, press):
    client = came("pause", BACK)
    press(client, "pause", "done")
    client.get("/go/back/")
    assert client.get("/go/back/").headers["Location"] == "/"
    assert press(client, "pause", "done").headers["Location"] != "/go/back/"


@pytest.mark.parametrize("outcome", ["refused", "unknown"])
def test_what_is_not_done_stays_here_with_a_link_back(came, press, outcome):
    client = came("pause", BACK)
    assert "/go/back/" not in press(client, "pause", outcome).headers["Location"]
    assert f'href="{BACK}"' in client.get("/").content.decode()


def test_something_else_that_is_done_sends_nobody_back(came, press):
    client = came("pause", BACK)
    assert "/go/back/" not in press(client, "cancel", "done").headers["Location"]


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example", "https://shop.example.com"]
)
def test_address_that_is_not_allowed_is_ignored_and_logged(came, press, caplog, url):
    client = came("pause", url)
    assert "/go/back/" not in press(client, "pause", "done").headers["Location"]
    assert "Back to" not in client.get("/").content.decode()
    assert "may not return" in caplog.text


def test_address_that_is_taken_off_the_list_is_not_used_any_more(came, press, shop):
    client = came("pause", BACK)
    row = PortalSettings.objects.get(site=shop.site_id)
    row.return_addresses = ""
    row.save()
    assert "/go/back/" not in press(client, "pause", "done").headers["Location"]


def test_after_an_hour_it_is_forgotten(came, press, monkeypatch):
    client, now = came("pause", BACK), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=61))
    assert "/go/back/" not in press(client, "pause", "done").headers["Location"]


def test_new_link_without_a_return_forgets_the_old_one(came, press):
    client = came("pause", BACK)
    client.get("/go/pause/")
    assert "/go/back/" not in press(client, "pause", "done").headers["Location"]


def test_word_with_nothing_to_do_keeps_no_return(came):
    assert "Back to" not in came("subscriptions", BACK).get("/").content.decode()


def test_form_with_faults_is_not_done():
    assert not returning._is_done(ActionResult("success", "", faults={"a": "b"}))


def test_end_of_a_flow_does_not_forget_where_it_was_begun_from(came):
    client = came("cancel", BACK)
    client.get("/go/end/")
    assert f'href="{BACK}"' in client.get("/").content.decode()
