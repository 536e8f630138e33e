"""Writes what is encrypted at rest anew: `manage.py reencrypt_keys`, after a new `SECRET_KEY`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.encryption import reencrypt


class Command(BaseCommand):
    help = (
        "Encrypt the keys of shops anew with SECRET_KEY. Run it while the key before stands in "
        "SECRET_KEY_FALLBACKS; then take that one out."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        written, lost = reencrypt()
        done = ngettext(
            "%(number)d key was written anew.", "%(number)d keys were written anew.", written
        )
        self.stdout.write(done % {"number": written})
        if lost:
            message = _("Neither SECRET_KEY nor SECRET_KEY_FALLBACKS reads these: %s.")
            raise CommandError(message % ", ".join(lost))
