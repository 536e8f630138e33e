"""The worker's doors: what is over is thrown away, once a day."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import CustomerSession, SignInAttempt
from accounts.throttle import forget_old_windows

ATTEMPTS_KEPT = timedelta(days=180)
"""For so long tries to sign in are evidence: they hold network addresses."""


@shared_task(name="accounts.tasks.forget_what_is_over")
def forget_what_is_over() -> None:
    """Delete sessions that ended, and tries to sign in and counts of them long past."""
    now = timezone.now()
    forget_old_windows(now=now)
    SignInAttempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).delete()
    CustomerSession.objects.filter(expire_date__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
