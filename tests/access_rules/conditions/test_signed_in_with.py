"""How surely we know who this is."""

from dataclasses import replace

import pytest

from access_rules.conditions.signed_in_with import Proof, SignedInWith
from access_rules.subject import signed_out
from accounts.flows.order_number import METHOD
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

EXAMPLES = [SignedInWith(one) for one in Proof]
BAD: list[object] = ["", "key", None, 1, ["code"]]
REFUSED = [{"least": bad} for bad in BAD]


@pytest.mark.parametrize(
    ("methods", "reached"),
    [((METHOD,), 1), (("otp",), 2), ((METHOD, "pwd"), 3), (("hwk", "user"), 4), (("user",), None)],
)
def test_stronger_ways_count_for_weaker_ones(methods, reached):
    who = replace(viewer(), methods=methods)
    expected = [None] * 4 if reached is None else [at < reached for at in range(4)]
    assert [one.holds_for(who) for one in EXAMPLES] == expected


def test_way_is_not_known_without_a_visit_or_signed_out():
    assert EXAMPLES[0].holds_for(viewer()) is None
    assert EXAMPLES[0].holds_for(replace(signed_out(NOW), methods=("otp",))) is None


def test_sentences_name_the_way():
    assert EXAMPLES[1].describe() == "signed in at least with a code by e-mail"
    assert EXAMPLES[1].fact(replace(viewer(), methods=("pwd",))) == "Signed in with a password."
    assert EXAMPLES[1].fact(viewer()) == "How they signed in is not known."
