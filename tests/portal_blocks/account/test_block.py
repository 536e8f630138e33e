from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from accounts.models import CustomerSession
from accounts.session_list import Here
from portal_blocks.account.actions import end
from portal_blocks.account.block import AccountBlock
from portal_blocks.base import ActionCall, ActionRefused
from portal_blocks.samples import sample_viewer
from tests.accounts.test_session_list import newest, sign_in
from tests.pages import block, make_home
from tests.portal_blocks.cast import shown

NOW = datetime(2026, 11, 23, tzinfo=UTC)
VALUE = {"heading": "You", "show_sessions": True}


def call(session: str, **viewer) -> ActionCall:
    who = sample_viewer("active")
    here = Here(uuid.UUID(int=7), uuid.UUID(int=8), None, NOW)
    data = QueryDict(mutable=True)
    data["session"] = session
    return ActionCall(replace(who, **{"here": here, **viewer}), VALUE, data, NOW)


def test_who_and_where_is_told():
    html = shown(AccountBlock(), VALUE, sample_viewer("active"))
    assert "Sam Sample" in html
    assert "Safari on iPhone" in html
    assert "This device" in html


def test_without_devices_there_is_nothing_to_end():
    html = shown(AccountBlock(), {**VALUE, "show_sessions": False}, sample_viewer("active"))
    assert "Sign out there" not in html
    assert "Sign out" in html


@pytest.mark.parametrize("session", ["", "me", str(uuid.UUID(int=7))])
def test_what_is_no_other_session_is_refused(session):
    with pytest.raises(ActionRefused):
        end(call(session))


def test_whoever_is_not_signed_in_ends_nothing():
    with pytest.raises(ActionRefused):
        end(call(str(uuid.uuid4()), here=None))


@pytest.mark.django_db
def test_a_button_on_the_page_ends_the_other_session(shop, people):
    account = block("account", **VALUE)
    home = make_home(shop, account)
    client, _other = sign_in(shop), sign_in(shop)
    url = f"/do/{home.pk}/{account['id']}/end/"
    client.post(url, {"session": str(newest().sid)})
    assert CustomerSession.objects.count() == 1
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_where_devices_are_switched_off_nothing_can_be_ended(shop, people):
    account = block("account", heading="", show_sessions=False)
    home = make_home(shop, account)
    client, _other = sign_in(shop), sign_in(shop)
    url = f"/do/{home.pk}/{account['id']}/end-others/"
    assert client.post(url).status_code == 404
    assert CustomerSession.objects.count() == 2
