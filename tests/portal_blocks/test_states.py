"""Every state of every block, drawn without the database: pytest sees to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import RequestFactory

from cms.gallery.drawing import html_of
from cms.previewing.drawing import portal_urls
from portal_blocks.base import Said
from portal_blocks.registry import BLOCKS
from portal_blocks.showing import (
    ID,
    NoSuchState,
    block_named,
    every_state,
    shown,
    viewer_of_state,
)
from portal_blocks.states import State
from tests.contracts.state_contract import NAMES, NOW, STATES, faults_of

ACTING = [name for name in BLOCKS if block_named(name).actions]
CAME = Said("success", "That is what came of it.")


@pytest.mark.parametrize(("name", "key"), STATES, ids=NAMES)
def test_state_is_sound(name, key):
    assert faults_of(name, key) == []


@pytest.mark.parametrize("name", ACTING)
def test_a_block_says_what_a_press_came_to(name):
    key = next(key for block, key in every_state() if block == name)
    request = RequestFactory().get("/")
    with portal_urls():
        found = shown(name, key, request, now=NOW)
        html = html_of(replace(found, context={**found.context, "said": {ID: CAME}}))
    assert CAME.text in html


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_names_its_states(name):
    states = block_named(name).states
    labels = [str(state.label) for state in states.values()]
    assert labels
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(("name", "key"), [("heading", "gone"), ("gone", "ready")])
def test_there_is_no_state_of_a_name_made_up(name, key):
    with pytest.raises(NoSuchState):
        shown(name, key, RequestFactory().get("/"), now=NOW)


def test_a_state_says_what_its_viewer_owns():
    from portal_blocks.samples import SampleData

    class Nothing(SampleData):
        subscriptions = []

    assert viewer_of_state(State("", data=Nothing), NOW).data.subscriptions == []
