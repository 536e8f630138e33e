"""The worker's doors: what is over is thrown away, once a day."""

from __future__ import annotations

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import CustomerSession
from accounts.throttle import forget_old_windows


@shared_task(name="accounts.tasks.forget_what_is_over")
def forget_what_is_over() -> None:
    """Delete sessions that ended and counts of tries long past."""
    now = timezone.now()
    forget_old_windows(now=now)
    CustomerSession.objects.filter(expire_date__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
