"""Where the demo's people live, and where their parcels go."""

from __future__ import annotations

import pytest

from cms.demo.homes import GIFTS, HOMES, parcels_of
from cms.demo.people import EMAILS
from portal_blocks.addresses.reading import address_from

PARCELS = {one: parcels_of(one, "Someone") for one in EMAILS}
PRESENTS = {f"from {one}": address for one, (_note, address) in GIFTS.items()}


def test_everybody_who_signs_in_at_the_demo_lives_somewhere():
    assert set(EMAILS) == set(HOMES)


@pytest.mark.parametrize(
    "address", [*PARCELS.values(), *PRESENTS.values()], ids=[*PARCELS, *PRESENTS]
)
def test_parcels_go_to_addresses_that_a_customer_could_enter(address):
    entered = address_from(address)
    assert (entered.faults, entered.address.keys()) == ({}, address.keys())


def test_parcels_of_a_stranger_go_nowhere():
    assert parcels_of("stranger@example.com", "Someone") == {}
