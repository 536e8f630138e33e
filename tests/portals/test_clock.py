from datetime import timedelta

import pytest
from django.utils import timezone

from portals import clock


def test_outside_a_demo_it_is_the_real_time_and_cannot_be_moved(settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        clock.move(60)
    assert clock.offset() == timedelta()


def test_a_demos_clock_runs_ahead_by_what_it_was_moved(settings):
    settings.DEMO = True
    clock.move(86_400)
    assert clock.now() - timezone.now() > timedelta(hours=23)
