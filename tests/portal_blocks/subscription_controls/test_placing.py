"""What was typed comes back in its own form, which is open then."""

from __future__ import annotations

from dataclasses import replace

from portal_blocks.base import Said
from portal_blocks.subscription_controls.rows import subscription_row
from tests.portal_blocks.cast import PLACE, subscription, viewer

FEW_ON = {"allow_pause": True, "allow_restart": True, "allow_cancel": True}


def all_of(shown):
    """Everything that can be done, wherever it stands."""
    return [
        *([shown.primary] if shown.primary else []),
        *(*shown.actions, *shown.more, *shown.last),
    ]


def test_a_form_with_faults_comes_back_open_with_all_that_was_typed():
    typed = Said("error", "Too long.", "sub_1", faults={"note": "Too long."}, entered={"note": "x"})
    value, place = {**FEW_ON, "allow_gift": True}, replace(PLACE, said=typed)
    shown = subscription_row(subscription(), value, viewer(subscription()), place)
    [note] = [each for each in all_of(shown) if each.open]
    assert (note.name, note.note.value, note.note.fault) == ("gift", "x", "Too long.")
    assert shown.is_more_open == (note in shown.more)


def test_what_was_no_day_comes_back_in_its_field_with_what_is_wrong():
    typed = Said("error", "", "sub_1", faults={"until": "No day."}, entered={"until": "24.12.2026"})
    shown = subscription_row(
        subscription(), FEW_ON, viewer(subscription()), replace(PLACE, said=typed)
    )
    [pause] = [each for each in all_of(shown) if each.open]
    assert (pause.name, pause.day.typed, pause.day.fault) == ("pause", "24.12.2026", "No day.")
