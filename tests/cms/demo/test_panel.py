from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import StaffUser
from billing.models import StripeEvent
from cms.demo import clock as demo_clock
from cms.demo.panel import happenings, views
from portals import clock


@pytest.fixture
def demo(settings, monkeypatch):
    """A demo whose local Stripe answers at once, and whose daily work is written down."""
    settings.DEMO = True
    asked = []

    class Task:
        def __init__(self, name):
            self.name = name

        def apply(self):
            asked.append((self.name, clock.offset().days))

    class Tasks:
        tasks = {name: Task(name) for name in demo_clock.BY_THE_CLOCK}

        def send_task(self, name, arguments):
            asked.append((name, arguments))

    def control(what, body):
        return {"offset": clock.offset().total_seconds() + body["advance"]}

    monkeypatch.setattr(demo_clock, "current_app", Tasks())
    monkeypatch.setattr(demo_clock, "control", control)
    monkeypatch.setattr(demo_clock, "LOOK", 0)
    return asked


def test_time_moves_a_day_at_a_time_with_what_is_done_by_the_clock(demo, db):
    demo_clock.move(3)
    assert [days for _name, days in demo] == [1, 1, 2, 2, 3, 3]
    assert clock.offset() == timedelta(days=3)
    assert demo_clock.state().left == 0


def test_a_day_waits_for_its_events(demo, db, monkeypatch):
    monkeypatch.setattr(demo_clock, "PATIENCE", 0.05)
    event = StripeEvent(id="evt_1", type="x", livemode=False, object_kind="x", object_id="x")
    event.created_at = clock.now()
    event.save()
    demo_clock.move(1)  # and not for ever
    assert clock.offset().days == 1


def test_two_presses_move_the_clock_once(demo):
    assert demo_clock.begin(30)
    assert not demo_clock.begin(30)
    assert demo == [("cms.demo.tasks.move_clock", (30,))]


@pytest.mark.parametrize("days", [0, -1, 367])
def test_no_other_time_can_be_asked_for(demo, days):
    assert not demo_clock.begin(days)


def test_a_clock_that_stopped_half_way_can_be_moved_again(demo, db, monkeypatch):
    def down(what, body):
        raise OSError("down")

    monkeypatch.setattr(demo_clock, "control", down)
    demo_clock.begin(30)
    with pytest.raises(OSError, match="down"):
        demo_clock.move(30)
    assert demo_clock.begin(1)


def test_whoever_watches_reads_what_happened_to_whom(people, settings):
    found = happenings.latest()
    assert all(one.customer and one.text for one in found)
    assert [one.learned_at for one in found] == sorted(
        (one.learned_at for one in found), reverse=True
    )


def test_everybody_is_listed_once_with_the_portals_that_let_them_in(people, settings):
    listed = {person.email: [host for host, _ in hosts] for person, hosts in views._people()}
    assert len(listed) == len(views._people())


def test_outside_a_demo_no_clock_is_moved(people, settings):
    settings.DEMO = False
    staff = StaffUser.objects.create_superuser("staff@example.com", "a-long-password")
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(staff)
    assert client.post("/admin/demo/clock/", {"days": 30}).status_code == 404
