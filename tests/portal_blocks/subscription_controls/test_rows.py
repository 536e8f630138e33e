from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from billing.models import SubscriptionState
from portal_blocks.base import Said
from portal_blocks.charge_words import sentence_of
from portal_blocks.subscription_controls.rows import subscription_line, subscription_row
from tests.portal_blocks.cast import PLACE, RENEWS, card, subscription, viewer
from tests.portal_blocks.subscription_controls.offering import ALL_ON

FEW_ON = {"allow_pause": True, "allow_restart": True, "allow_cancel": True}
LATER = datetime(2027, 1, 14, 12, tzinfo=UTC)
EARLIER = datetime(2026, 11, 12, 12, tzinfo=UTC)
CARD = "Visa ending 4242"
SAID = {
    "trialing": "Your trial is free until Thursday 14 January 2027. "
    "Then we charge €24.00 to Visa ending 4242.",
    "active": "Your next charge is €24.00 on Thursday 3 December, to Visa ending 4242.",
    "past_due": "The last payment did not go through. We will try Visa ending 4242 again in the "
    "next days; make sure that it can be charged.",
    "paused": "Nothing is charged or sent until you restart.",
    "ending": "It ends on Thursday 3 December. Nothing more is charged.",
    "cancelled": "It ended on Thursday 12 November. Nothing more is charged.",
    "expired": "It ended on Thursday 12 November. Nothing more is charged.",
    "incomplete": "The first payment has not gone through, so it has not started. "
    "It begins as soon as that is paid.",
    "unknown": "",
}
TONES = {
    "trialing": "ok",
    "active": "ok",
    "past_due": "danger",
    "paused": "warn",
    "ending": "warn",
    "cancelled": "muted",
    "expired": "muted",
    "incomplete": "warn",
    "unknown": "muted",
}


def row(one, *, value=FEW_ON, cards=(), **portal):
    return subscription_row(one, value, viewer(one, cards=cards, **portal), PLACE)


def checked(state="active"):
    """A subscription with a change that no answer came to yet."""
    one = subscription(state)
    one.__dict__["has_open_operation"] = True
    return one


def test_every_state_is_spoken_for():
    assert list(SAID) == list(TONES) == SubscriptionState.values


@pytest.mark.parametrize("state", SAID)
def test_each_state_says_what_happens_next(state):
    one = subscription(state, trial_ends_at=LATER, ended_at=EARLIER)
    assert row(one, cards=[card()]).sentence == SAID[state]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("trialing", "Your trial is free until Thursday 14 January 2027. Then it is €24.00."),
        ("active", "Your next charge is €24.00 on Thursday 3 December."),
        ("past_due", "The last payment did not go through. We will try again in the next days."),
    ],
)
def test_without_a_card_none_is_named(state, said):
    assert row(subscription(state, trial_ends_at=LATER)).sentence == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("trialing", ""),
        ("active", ""),
        ("ending", "It will not renew, and nothing more is charged."),
        ("cancelled", "It has ended. Nothing more is charged."),
    ],
)
def test_a_date_that_is_not_known_is_not_promised(state, said):
    assert row(subscription(state, current_period_end=None)).sentence == said


def test_a_pause_with_an_end_names_it():
    one = subscription("paused", resumes_at=LATER)
    said = "Paused until Thursday 14 January 2027. Nothing is charged or sent until then."
    assert sentence_of(one, CARD, viewer()) == said


def test_an_end_that_was_set_comes_before_the_end_of_the_period():
    one = subscription("ending", cancel_at=LATER)
    assert "It ends on Thursday 14 January 2027." in sentence_of(one, CARD, viewer())


@pytest.mark.parametrize("state", TONES)
def test_each_state_has_its_words_and_tone(state):
    shown = row(subscription(state))
    assert (shown.state_label, shown.tone) == (SubscriptionState(state).label, TONES[state])


def test_the_price_is_told_with_its_rhythm():
    shown = row(subscription(interval="week", interval_count=4), currency_display="code")
    assert shown.price == "EUR\N{NO-BREAK SPACE}24.00 every 4 weeks"


def all_of(shown):
    """Everything that can be done, wherever it stands."""
    return [
        *([shown.primary] if shown.primary else []),
        *(*shown.actions, *shown.more, *shown.last),
    ]


@pytest.mark.parametrize("switch", FEW_ON)
def test_a_switch_that_was_never_set_is_off(switch):
    value = {name: on for name, on in FEW_ON.items() if name != switch}
    for state in SubscriptionState.values:
        shown = row(subscription(state), value=value)
        assert switch not in {each.switch for each in all_of(shown)}


def test_of_a_few_actions_none_is_hidden():
    shown = row(subscription(), value={**FEW_ON, "allow_skip": True})
    assert [each.name for each in all_of(shown)] == ["skip", "pause", "cancel"]
    assert shown.more == []


def test_of_many_the_most_likely_and_giving_up_are_in_sight():
    shown = row(subscription(), value=ALL_ON)
    assert [each.name for each in (*shown.actions, *shown.last)] == ["skip", "pause", "cancel"]
    assert {"move", "plan", "coupon", "address"} < {each.name for each in shown.more}


def test_going_on_stands_apart():
    shown = row(subscription("paused", pause_kind="hold"), value=ALL_ON)
    assert shown.primary.name == "restart"
    assert [each.name for each in shown.actions] == ["return", "address"]
    assert [each.name for each in shown.last] == ["cancel"]


def test_what_has_a_page_of_its_own_leads_there():
    [plan] = [each for each in all_of(row(subscription(), value=ALL_ON)) if each.name == "plan"]
    assert (plan.link, plan.operation_id) == ("/account/plan/sub_1/", None)


@pytest.mark.parametrize(
    ("discount", "said"),
    [
        ({"name": "", "percent_off": 20.0, "amount_off": None, "ends_at": None}, "20% off"),
        ({"name": "Spring", "percent_off": 12.5}, "12.5% off (Spring)"),
        ({"name": "", "percent_off": None, "amount_off": 300}, "€3.00 off"),
        (
            {"name": "", "percent_off": 5.0, "ends_at": LATER.isoformat()},
            "5% off until Thursday 14 January 2027",
        ),
    ],
)
def test_a_discount_says_what_it_takes_off_and_how_long(discount, said):
    assert row(subscription(discounts=[discount])).discounts == [said]


def test_with_a_discount_the_next_charge_does_not_claim_the_whole_amount():
    said = row(subscription(discounts=[{"percent_off": 20.0}])).sentence
    assert said == "Your next charge is €24.00, less your discount, on Thursday 3 December."


def test_a_moved_charge_says_from_which_day():
    moved = subscription(current_period_end=LATER, moved_from=RENEWS)
    assert row(moved).sentence == (
        "Your next charge is €24.00 on Thursday 14 January 2027. "
        "It was moved from Thursday 3 December."
    )


def test_a_stopped_one_that_goes_on_by_itself_says_when():
    stopped = subscription("paused", pause_kind="stop")
    stopped.__dict__["planned_return_at"] = LATER
    assert row(stopped).sentence.startswith("Paused until Thursday 14 January 2027.")


def test_what_waits_for_the_bank_says_so_and_leads_there():
    waiting = subscription()
    waiting.__dict__["waiting_operation_id"] = uuid.uuid4()
    shown = row(waiting)
    assert "Your bank wants you to confirm" in shown.notice.text
    assert [each.name for each in all_of(shown)] == ["finish", "cancel"]


@pytest.mark.parametrize("state", ["active", "paused", "ending", "past_due"])
def test_while_a_change_is_checked_nothing_is_offered_and_it_says_so(state):
    shown = row(checked(state))
    assert all_of(shown) == []
    assert (shown.notice.tone, shown.notice.text.split(".")[0]) == (
        "info",
        "We are checking your last change with our payment partner",
    )


def test_a_settled_subscription_has_no_notice():
    assert row(subscription()).notice is None


def test_each_offer_of_each_rendering_asks_for_one_thing_of_its_own():
    one = subscription()
    ids = [each.operation_id for _ in range(3) for each in all_of(row(one))]
    assert len(set(ids)) == len(ids) == 6
    assert {type(each) for each in ids} == {uuid.UUID}


def test_an_offer_posts_to_the_action_of_this_block():
    urls = [each.url for each in all_of(row(subscription()))]
    assert urls == [f"/do/7/{PLACE.block_id}/{name}/" for name in ("pause", "cancel")]


def test_the_first_picture_there_is_stands_for_it():
    items = [{"name": "Tea", "image_url": ""}, {"name": "Mug", "image_url": "/mug.png"}]
    shown = row(subscription(items=items))
    assert (shown.title, shown.picture) == ("Tea and Mug", "/mug.png")


def test_its_own_card_is_named_not_the_main_one():
    own = card(pk=2, external_id="pm_2", last4="0005", brand="amex", is_default=False)
    shown = row(subscription(card_external_id="pm_2"), cards=[card(), own])
    assert shown.sentence.endswith(", to American Express ending 0005.")


def test_of_very_many_things_to_do_the_first_are_named_and_the_others_counted():
    words = row(subscription(), value=ALL_ON).more_words
    assert words == "Move the next charge · Change how often it comes · 6 more"


def test_a_line_leads_to_its_page_with_the_main_thing_open():
    one, value = subscription("paused", pause_kind="hold"), {**ALL_ON, "show_controls": "page"}
    line = subscription_line(one, value, viewer(one), PLACE)
    assert line.url == "/account/subscription/sub_1/"
    assert line.primary.link == "/account/subscription/sub_1/?open=restart&subscription=sub_1"


def test_what_a_button_came_to_is_shown_at_its_own_subscription():
    told = replace(PLACE, said=Said("success", "Paused.", "sub_1"))
    shown = [
        subscription_row(one, FEW_ON, viewer(), told).said
        for one in (subscription(), subscription(pk=2, external_id="sub_2"))
    ]
    assert shown == [told.said, None]


def test_what_is_being_checked_is_said_once():
    told = replace(PLACE, said=Said("info", "We are checking.", "sub_1", is_checking=True))
    assert subscription_row(checked(), FEW_ON, viewer(), told).notice is None


@pytest.mark.parametrize(
    ("query", "opened"),
    [
        ("open=pause", ["pause"]),
        ("open=pause&subscription=sub_1", ["pause"]),
        ("open=pause&subscription=sub_2", []),
        ("open=address", ["address"]),
        ("open=skip&subscription=sub_1", []),
        ("", []),
    ],
)
def test_a_link_opens_one_control_of_one_subscription(query, opened):
    place, one = replace(PLACE, query=QueryDict(query)), subscription()
    value = {**FEW_ON, "allow_address": True}
    shown = subscription_row(one, value, viewer(one), place)
    assert [each.name for each in all_of(shown) if each.open] == opened


def test_a_link_that_names_none_of_several_opens_nothing():
    place, one = replace(PLACE, query=QueryDict("open=pause")), subscription()
    who = viewer(one, subscription(pk=2, external_id="sub_2"))
    assert not any(each.open for each in all_of(subscription_row(one, FEW_ON, who, place)))


def test_of_many_things_the_first_is_named_and_the_others_counted():
    items = [{"name": name, "quantity": 1} for name in ("Tea", "Mug", "Milk")]
    assert row(subscription(items=items)).title == "Tea and 2 more"
