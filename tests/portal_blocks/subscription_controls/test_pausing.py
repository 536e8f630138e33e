from __future__ import annotations

from datetime import UTC, date, datetime

from portals.models import PauseMethod
from tests.portal_blocks.cast import subscription
from tests.portal_blocks.subscription_controls.offering import offer

HOLD, STOP = PauseMethod.HOLD, PauseMethod.STOP
RETURNS = datetime(2027, 1, 14, tzinfo=UTC)
CREDIT = "What is left of the paid time is taken off your next payment."


def test_a_pause_that_holds_says_that_charges_and_parcels_stop():
    pause = offer("pause", subscription(), pause_method=HOLD)
    assert pause.consequence[0] == "We stop charging and sending from today."


def test_a_pause_that_stops_says_that_the_membership_stops():
    pause = offer("pause", subscription(), pause_method=STOP)
    assert pause.consequence[0] == "Your membership stops today, and so do all charges."
    assert CREDIT in pause.consequence


def test_where_unused_time_is_not_credited_no_credit_is_promised():
    value = {"credit_unused": False}
    assert CREDIT not in offer("pause", subscription(), pause_method=STOP, value=value).consequence


def test_a_held_one_is_promised_no_credit():
    assert CREDIT not in offer("pause", subscription(), pause_method=HOLD).consequence


def test_a_trial_that_is_held_goes_on_to_its_end():
    pause = offer("pause", subscription("trialing"), pause_method=HOLD)
    assert pause.consequence[0].endswith("Your trial goes on to its end.")


def test_a_trial_that_is_stopped_does_not_go_on_and_has_nothing_to_credit():
    pause = offer("pause", subscription("trialing"), pause_method=STOP)
    assert pause.consequence[0] == "Your membership stops today, and so do all charges."
    assert CREDIT not in pause.consequence


def test_a_discount_with_an_end_is_said_to_run_on():
    running = subscription(discounts=[{"percent_off": 20.0, "ends_at": RETURNS.isoformat()}])
    said = "The time of your discount goes on while you pause."
    assert said in offer("pause", running).consequence
    assert said not in offer("pause", subscription()).consequence


def test_a_pause_may_end_from_tomorrow_to_a_year_ahead():
    day = offer("pause", subscription()).day
    assert (day.first, day.last) == (date(2026, 11, 23), date(2027, 11, 22))
    assert (day.value, day.required) == (None, False)


def test_the_day_that_stands_is_shown_to_be_changed():
    change = offer("return", subscription("paused", pause_kind="hold", resumes_at=RETURNS))
    assert (change.label, change.day.value) == ("Change the day it goes on", date(2027, 1, 14))


def test_without_a_day_one_can_be_chosen():
    change = offer("return", subscription("paused", pause_kind="hold"))
    assert (change.label, change.day.value) == ("Choose the day it goes on", None)


def test_the_day_a_stopped_one_goes_on_names_the_charge():
    change = offer("return", subscription("paused", pause_kind="stop"))
    said = "On that day we charge €24.00 to Visa ending 4242, and a new period starts."
    assert change.consequence == [said]


def test_restarting_what_was_stopped_names_the_charge_and_the_card():
    restart = offer("restart", subscription("paused", pause_kind="stop"))
    sentence = "We charge €24.00 to Visa ending 4242 now, and a new period starts."
    assert (restart.label, restart.consequence[0]) == ("Restart", sentence)


def test_restarting_what_was_stopped_says_so_without_a_card_too():
    restart = offer("restart", subscription("paused", pause_kind="stop"), card="")
    assert restart.consequence[0].startswith("We charge €24.00 to your card now")


def test_restarting_what_was_held_charges_nothing_and_names_the_next_charge():
    restart = offer("restart", subscription("paused", pause_kind="hold"))
    sentence = "Nothing is charged now. Your next charge is €24.00 on Thursday 3 December."
    assert restart.consequence[0] == sentence


def test_what_a_restart_costs_follows_how_it_was_paused_not_how_the_portal_pauses_now():
    held = subscription("paused", pause_kind="hold")
    restart = offer("restart", held, pause_method=STOP)
    assert restart.consequence[0].startswith("Nothing is charged now.")


def test_restarting_without_a_known_date_promises_none():
    held = subscription("paused", pause_kind="hold", current_period_end=None)
    assert offer("restart", held).consequence[0] == "Nothing is charged now."


def test_keeping_what_was_to_end_charges_nothing_now():
    keep = offer("restart", subscription("ending"))
    goes_on = "It goes on as before. Your next charge is €24.00 on Thursday 3 December."
    assert (keep.label, keep.consequence) == ("Keep it", ["Nothing is charged now.", goes_on])


def test_keeping_without_a_known_date_promises_none():
    keep = offer("restart", subscription("ending", current_period_end=None))
    assert keep.consequence[1] == "It goes on as before."


def test_amounts_are_written_as_the_portal_says():
    restart = offer("restart", subscription("paused", pause_kind="stop"), currency_display="code")
    assert "EUR\N{NO-BREAK SPACE}24.00" in restart.consequence[0]
