"""The three answers, and what each kind of group makes of them."""

import itertools

import pytest

from access_rules.errors import NotAVerdictError, RuleFault
from access_rules.subject import signed_out
from access_rules.tree import AllOf, AnyOf, NoneOf
from tests.access_rules.builders import Answers, viewer
from tests.access_rules.conftest import NOW

YES, NO, UNKNOWN = True, False, None
PAIRS = list(itertools.product((YES, NO, UNKNOWN), repeat=2))

TABLE = {
    # parts: (all, any, none)
    (YES, YES): (YES, YES, NO),
    (YES, NO): (NO, YES, NO),
    (YES, UNKNOWN): (UNKNOWN, YES, NO),
    (NO, YES): (NO, YES, NO),
    (NO, NO): (NO, NO, YES),
    (NO, UNKNOWN): (NO, UNKNOWN, UNKNOWN),
    (UNKNOWN, YES): (UNKNOWN, YES, NO),
    (UNKNOWN, NO): (NO, UNKNOWN, UNKNOWN),
    (UNKNOWN, UNKNOWN): (UNKNOWN, UNKNOWN, UNKNOWN),
}


def parts(*answers: object) -> tuple[Answers, ...]:
    return tuple(map(Answers, answers))


@pytest.mark.parametrize("answers", PAIRS)
def test_truth_table_of_three_values(answers):
    nobody = signed_out(NOW)
    found = tuple(group(parts(*answers)).holds_for(nobody) for group in (AllOf, AnyOf, NoneOf))
    assert found == TABLE[answers]


@pytest.mark.parametrize(("answer", "negated"), [(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)])
def test_unknown_stays_unknown_under_none_of_however_often(answer, negated):
    once = NoneOf(parts(answer))
    assert once.holds_for(viewer()) is negated
    assert NoneOf((once,)).holds_for(viewer()) is answer


@pytest.mark.parametrize("group", [AllOf, AnyOf, NoneOf])
def test_group_of_nothing_cannot_be_made(group):
    with pytest.raises(RuleFault):
        group(())


@pytest.mark.parametrize("answer", [1, 0, "yes", "", [], object()])
@pytest.mark.parametrize("group", [AllOf, AnyOf, NoneOf])
def test_answer_that_is_no_verdict_raises(group, answer):
    with pytest.raises(NotAVerdictError):
        group(parts(answer)).holds_for(viewer())


def test_parts_after_the_settling_one_are_not_asked():
    assert AllOf(parts(NO, ValueError("asked"))).holds_for(viewer()) is NO
    assert AnyOf(parts(YES, ValueError("asked"))).holds_for(viewer()) is YES


def test_sentence_keeps_the_groups_apart():
    tree = AllOf((AnyOf(parts("a", "b")), NoneOf(parts("c", "d")), Answers("e")))
    assert tree.describe() == (
        "(answers a or answers b), not (answers c or answers d) and answers e"
    )


def test_trace_names_the_place_of_every_part():
    trace = AllOf((AnyOf(parts(NO, YES)), *parts(YES))).trace(viewer())
    assert [part.path for part in trace.parts] == ["rule.all[0]", "rule.all[1]"]
    assert [part.path for part in trace.parts[0].parts] == [
        "rule.all[0].any[0]",
        "rule.all[0].any[1]",
    ]


@pytest.mark.parametrize(
    ("group", "answers", "settling"),
    [
        (AllOf, (YES, NO, NO), [1]),
        (AllOf, (YES, UNKNOWN, YES), [1]),
        (AllOf, (YES, YES), [0, 1]),
        (AnyOf, (NO, YES, YES), [1]),
        (AnyOf, (NO, UNKNOWN), [1]),
        (AnyOf, (NO, NO), [0, 1]),
        (NoneOf, (NO, YES), [1]),
        (NoneOf, (NO, NO), [0, 1]),
    ],
)
def test_trace_tells_which_condition_settled_it(group, answers, settling):
    trace = group(parts(*answers)).trace(viewer())
    assert trace.settling() == tuple(trace.parts[at] for at in settling)
