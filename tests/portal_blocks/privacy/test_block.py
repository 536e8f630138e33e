from __future__ import annotations

import pytest

from portal_blocks.base import ActionCall, ActionRefused
from portal_blocks.privacy.block import PrivacyBlock
from portal_blocks.samples import sample_viewer
from tests.portal_blocks.cast import NOW, shown

VALUE = {"heading": "Your data", "questions": [], "allow_copy": True, "allow_erase": True}


def test_both_rights_are_offered_unless_switched_off():
    html = shown(PrivacyBlock(), VALUE, sample_viewer("cancelled"))
    without = shown(PrivacyBlock(), {**VALUE, "allow_erase": False}, sample_viewer("cancelled"))
    assert ("/copy/" in html, "/erase/" in html) == (True, True)
    assert ("/copy/" in without, "/erase/" in without) == (True, False)


@pytest.mark.parametrize("name", ["copy", "erase", "keep"])
def test_whoever_is_not_signed_in_asks_for_nothing(name):
    call = ActionCall(sample_viewer("active"), VALUE, {}, NOW)
    with pytest.raises(ActionRefused):
        PrivacyBlock.actions[name].perform(call)


def test_no_button_asks_to_erase_what_cannot_be_erased_yet():
    html = shown(PrivacyBlock(), VALUE, sample_viewer("active"))
    assert "/erase/" not in html
    assert "/go/cancel/?subscription=" in html
