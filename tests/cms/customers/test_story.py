import uuid
from datetime import timedelta

import pytest

from accounts.models import CustomerNote, StaffUser
from billing.actions.operation import Told, conclude, take_step
from billing.actions.registry import SETTLERS
from billing.audit import record_change, record_decision, record_turn
from billing.models import AuditEntry, Notice, Operation, OrderRefund, Outcome, Subscription
from cms.customers.naming import names_of
from cms.customers.story import story_of
from cms.customers.words import ACTIONS
from tests.promises import promise


@pytest.fixture
def active(people):
    return people["active"]


@pytest.fixture
def pause(active, now):
    """A pause that was asked for, and is not answered yet."""
    target = Subscription.objects.get(customer=active).external_id
    operation = Operation.objects.create(
        id=uuid.uuid4(),
        customer=active,
        action="pause_subscription",
        target=target,
        actor="customer",
        before={"state": "active"},
    )
    record_turn(operation, now=now)
    return operation


def _told(customer):
    return [chapter for chapter in story_of(customer).chapters if chapter.operation_id]


@promise(28)
def test_an_operation_is_one_chapter_with_all_its_lines(active, pause, now):
    take_step(pause, "look", now=now, request_id="req_1", seen=True)
    told = Told(Outcome.DONE, "It is paused.", after={"state": "paused"}, request_id="req_2")
    conclude(pause, told, now=now + timedelta(seconds=2))
    (chapter,) = _told(active)
    assert (chapter.tone, chapter.told) == ("success", "It is paused.")
    assert [line.request_id for line in chapter.lines] == ["", "req_1", "req_2"]
    assert [(one.before, one.after) for one in chapter.differences] == [("Active", "Paused")]


def test_it_is_told_by_name_who_did_what(active, pause, now):
    conclude(pause, Told(Outcome.DONE, "It is paused."), now=now)
    title = str(Subscription.objects.get(customer=active))
    assert _told(active)[0].title == f"{active.name} paused {title}"


@pytest.mark.parametrize(
    ("outcome", "tone"), [("refused", "error"), ("unknown", "warning"), ("waiting", "warning")]
)
def test_what_has_not_happened_is_not_told_as_done(active, pause, now, outcome, tone):
    conclude(pause, Told(Outcome(outcome), "Not yet."), now=now)
    (chapter,) = _told(active)
    assert "wanted to pause" in chapter.title
    assert chapter.tone == tone


def test_staff_is_named_and_an_unknown_actor_is_not_guessed(active, pause, now):
    anna = StaffUser.objects.create_user("anna@example.com", first_name="Anna")
    for actor in (f"staff:{anna.pk}", "staff:0"):
        record_turn(Operation(pk=pause.pk, customer=active, action="buy", actor=actor), now=now)
    names = names_of(active, AuditEntry.objects.all())
    assert [names.who(actor) for actor in (f"staff:{anna.pk}", "staff:0")] == [
        "Anna",
        "Someone of the staff",
    ]


def test_what_stripe_did_by_itself_is_told_as_stripes(active, now):
    changes = {"before": {"state": "active"}, "after": {"state": "past_due"}}
    record_change(active.pk, "subscription_changed", "sub_1", **changes, now=now)
    chapter = story_of(active).chapters[0]
    assert chapter.title == "sub_1 is now: Payment failed"
    assert chapter.differences[0].after == "Payment failed"


def test_orders_are_chapters_and_the_newest_comes_first(active, pause):
    times = [chapter.at for chapter in story_of(active).chapters]
    assert len(times) > 1
    assert times == sorted(times, reverse=True)


def test_a_story_of_many_chapters_costs_no_more_queries(
    active, pause, now, django_assert_max_num_queries
):
    for number in range(30):
        record_change(active.pk, "x", f"sub_{number}", before={}, after={}, now=now)
    with django_assert_max_num_queries(18):
        story_of(active)


def test_every_action_has_its_words():
    assert set(SETTLERS) - set(ACTIONS) == set()


def test_a_story_is_read_a_page_at_a_time_and_nothing_is_left_out(active, now):
    for minutes in range(25):
        at = now - timedelta(minutes=minutes)
        record_change(active.pk, f"x{minutes}", "sub_1", before={}, after={}, now=at)
    first = story_of(active, kind="subscriptions", limit=10)
    second = story_of(active, kind="subscriptions", begin=first.older, limit=10)
    third = story_of(active, kind="subscriptions", begin=second.older, limit=10)
    times = [one.at for page in (first, second, third) for one in page.chapters]
    assert (len(times), len(set(times)), third.older) == (25, 25, None)


def test_chapters_of_one_moment_are_all_told_across_pages(active, now):
    notes = [CustomerNote(customer=active, text=f"Note {n}", at=now) for n in range(25)]
    CustomerNote.objects.bulk_create(notes)
    told, page = [], story_of(active, kind="staff", limit=10)
    told += page.chapters
    while page.older:
        page = story_of(active, kind="staff", begin=page.older, limit=10)
        told += page.chapters
    assert sorted(one.told for one in told) == sorted(note.text for note in notes)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("succeeded", "given back on order"),
        ("pending", "on its way back for order"),
        ("failed", "could not be given back"),
        ("requires_action", "on its way back for order"),
    ],
)
def test_money_given_back_is_told_in_words_of_ours(active, now, status, said):
    order = active.orders.first()
    OrderRefund.objects.create(order=order, amount=100, status=status, created_at=now)
    titles = [one.title for one in story_of(active, kind="money").chapters]
    assert [title for title in titles if said in title]
    assert not [title for title in titles if status in title]


def test_each_kind_tells_its_own_alone(active, pause, now):
    note = CustomerNote.objects.create(customer=active, text="Called us", at=now)
    assert [one.note for one in story_of(active, kind="staff").chapters] == [note]
    assert all(one.icon == "clipboard-list" for one in story_of(active, kind="money").chapters)
    assert [one.operation_id for one in story_of(active, kind="subscriptions").chapters] == [
        str(pause.pk)
    ]


def test_what_staff_did_is_found_by_itself(active, now):
    record_decision(active.pk, "set_tags", before={}, after={}, actor="staff:1", now=now)
    assert len(story_of(active, kind="staff").chapters) == 1


def test_why_an_email_was_not_sent_is_told_in_words(active, now):
    about = {"customer": active, "kind": "order", "about": "1", "made_at": now}
    Notice.objects.create(**about, state="skipped", because="shared")
    [told] = [one.told for one in story_of(active).chapters if one.title.startswith("E-mail")]
    assert told == "Several customers have this address, and nobody has said whose it is."
