"""Brings the mirror into step with Stripe: `manage.py sync_stripe [--since TIME] [--check]`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import reset_queries
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.gateway.accounts import Account, acting_for
from billing.gateway.errors import GatewayError
from billing.gateway.pacing import paced
from billing.management.counting import Counting
from billing.mirror.checking import check, check_since
from billing.mirror.cursors import AnotherWalk, begun
from billing.mirror.events import KEPT, catch_up
from billing.mirror.steps import Step
from billing.mirror.walk import TooManyMissing, walk
from billing.stripe_accounts import all_accounts

WALK = "command"
GUIDE = "docs/how-to/connect-stripe.md"


class Command(BaseCommand):
    help = (
        "Bring what the site knows into step with Stripe, one account after the other. Running it "
        f"twice changes nothing; one that was stopped goes on where it was. See {GUIDE}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since",
            metavar="ISO-TIME",
            help=(
                "Look only at what changed since then, such as 2026-01-31T09:30. Stripe remembers "
                "30 days; for an earlier time everything is looked at."
            ),
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; list what differs and end with code 1 if something does.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        accounts = all_accounts()
        if not accounts:
            raise CommandError(_("STRIPE_SECRET_KEY is not set. See %s.") % GUIDE)
        text = options["since"]
        since = None if text is None else _time(text, now=now)
        is_check: bool = options["check"]
        self.looked_at = self.drifts = 0
        self.failed: set[tuple[str, str]] = set()
        reasons = []
        for account in accounts:
            if len(accounts) > 1 or account.name:
                self.stdout.write(_named(account))
            with acting_for(account), paced():
                steps = self._check(since, now) if is_check else self._sync(since, now)
                if reason := self._go_through(steps, is_check=is_check):
                    reasons.append(reason if len(accounts) == 1 else f"{account}: {reason}")
        self._end(reasons, is_check=is_check)

    def _go_through(self, steps: Iterator[Step], *, is_check: bool) -> str:
        """Look at one account; return why that stopped before its end, empty where it did not."""
        try:
            with Counting(sys.stderr) as counting:
                for step in steps:
                    self._tell(step, counting)
        except KeyboardInterrupt:
            raise CommandError(self._stopped(_("Stopped."), is_check=is_check)) from None
        except GatewayError as fault:
            return self._stopped(fault.message, is_check=is_check)
        except TooManyMissing as fault:
            return _too_many(fault)
        except AnotherWalk:
            return _("The same command runs elsewhere. This one has stopped.")
        return ""

    def _check(self, since: datetime | None, now: datetime) -> Iterator[Step]:
        return check() if since is None or now - since >= KEPT else check_since(since)

    def _sync(self, since: datetime | None, now: datetime) -> Iterator[Step]:
        if since is not None and now - since < KEPT:
            return catch_up(since=since, now=now)
        cursor = begun(WALK, now=now, not_before=now - KEPT)
        if cursor.cursor:
            at = cursor.started_at.isoformat(timespec="seconds")
            self.stdout.write(_("Going on with what was begun at %s.") % at)
        elif since is not None:
            self.stdout.write(_("Stripe remembers 30 days, so everything is looked at."))
        return walk(cursor, now=now)

    def _tell(self, step: Step, counting: Counting) -> None:
        self.looked_at += 1
        self.drifts += len(step.drifts)
        with counting.aside(bool(step.drifts or step.error)):
            for drift in step.drifts:
                self.stdout.write(str(drift))
                for difference in drift.differences:
                    self.stdout.write(f"  {difference}")
            if step.error:
                self.failed.add((step.kind, step.external_id))
                self.stderr.write(f"{step.kind} {step.external_id}: {step.error}")
        counting.count()
        if settings.DEBUG:
            reset_queries()  # Django would keep every statement

    def _end(self, reasons: Sequence[str], *, is_check: bool) -> None:
        """Say what it comes to; raise `CommandError` where that is not well."""
        if reasons:
            raise CommandError("\n".join(reasons))
        self.stdout.write(self._looked_at())
        if self.failed:
            raise CommandError(_failed(len(self.failed)))
        if not self.drifts:
            return
        if is_check:
            raise CommandError(_differing(self.drifts))
        self.stdout.write(_mended(self.drifts))

    def _looked_at(self) -> str:
        return ngettext(
            "%(number)d customer or other object was looked at.",
            "%(number)d customers and other objects were looked at.",
            self.looked_at,
        ) % {"number": self.looked_at}

    def _stopped(self, reason: str, *, is_check: bool) -> str:
        if is_check:
            return f"{reason}\n{self._looked_at()} " + _("Nothing was changed.")
        done = _("What was done so far stays. Run the same command again to go on.")
        return f"{reason}\n{self._looked_at()} {done}"


def _time(text: str, *, now: datetime) -> datetime:
    try:
        # A day alone is its beginning.
        found = parse_datetime(text) or parse_datetime(f"{text}T00:00")
    except ValueError:
        found = None
    if found is None:
        message = _("“%s” is no time. Write it like 2026-01-31 or 2026-01-31T09:30+01:00.")
        raise CommandError(message % text)
    aware = found if timezone.is_aware(found) else timezone.make_aware(found)
    if aware > now:
        raise CommandError(_("“%s” is in the future.") % text)
    return aware


def _named(account: Account) -> str:
    if not account.name:
        return _("Stripe account of the environment:")
    return _("Stripe account %s:") % account


def _too_many(fault: TooManyMissing) -> str:
    return _(
        "Stripe does not have %(missing)d of %(known)d customers. Nothing was marked as deleted: "
        "the key may be of another account or of the other mode."
    ) % {"missing": fault.missing, "known": fault.known}


def _failed(number: int) -> str:
    return ngettext(
        "%(number)d of them could not be brought into step; the reason stands above.",
        "%(number)d of them could not be brought into step; the reasons stand above.",
        number,
    ) % {"number": number}


def _differing(number: int) -> str:
    return ngettext("%(number)d row differs.", "%(number)d rows differ.", number) % {
        "number": number
    }


def _mended(number: int) -> str:
    return ngettext(
        "%(number)d row differed and is mended.", "%(number)d rows differed and are mended.", number
    ) % {"number": number}
