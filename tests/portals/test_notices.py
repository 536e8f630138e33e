"""The settings of a portal's e-mails: a tick for each kind that is sent."""

from __future__ import annotations

import pytest

from portals.models import NoticeSettings
from portals.notices import KindsField, NoticeKind, Ticks


def test_ticks_are_what_is_sent_and_the_rest_is_kept():
    ticked = [kind for kind in NoticeKind.values if kind != "order"]
    assert KindsField().clean(ticked) == ["order"]
    assert KindsField().prepare_value(["order"]) == ticked


def test_form_sent_back_keeps_its_ticks():
    field = KindsField()
    assert field.prepare_value(field.bound_data(["order"], [])) == ["order"]


@pytest.mark.parametrize(
    ("is_on", "off", "is_sent"), [(True, [], True), (True, ["order"], False), (False, [], False)]
)
def test_kind_is_sent_where_it_is_on(is_on, off, is_sent):
    assert NoticeSettings(is_on=is_on, switched_off=off).sends("order") is is_sent


def test_new_kind_is_on_by_itself():
    assert Ticks(KindsField().prepare_value(["a kind of last year"])) == tuple(NoticeKind.values)
