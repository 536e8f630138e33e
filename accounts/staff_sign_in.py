"""How staff sign in to the editor: Wagtail's own form, with its tries counted."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.admin.forms.auth import LoginForm

from accounts.addresses import client_address, network_of
from accounts.throttle import Limit, Throttled, count_try, give_back

# By address and network together: a stranger who guesses does not slow down the owner elsewhere.
PER_EMAIL_AND_NETWORK = Limit("staff-email-network", tries=5, seconds=900)
PER_EMAIL = Limit("staff-email", tries=50, seconds=3600)
PER_NETWORK = Limit("staff-network", tries=30, seconds=3600)


class StaffLoginForm(LoginForm):
    """Refuses to look at a password after too many wrong ones, and says for how long."""

    def clean(self) -> dict[str, Any]:
        """Count the try, judge it, and give it back if it was right."""
        email = str(self.cleaned_data.get("username", "")).strip().lower()
        network = network_of(client_address(self.request))
        limits = {
            PER_EMAIL_AND_NETWORK: f"{email} {network}",
            PER_EMAIL: email,
            PER_NETWORK: network,
        }
        now = timezone.now()
        try:
            count_try(limits, now=now)
        except Throttled as over:
            minutes = max(1, math.ceil((over.until - now).total_seconds() / 60))
            raise ValidationError(_too_many(minutes), code="throttled") from None
        cleaned: dict[str, Any] = super().clean()
        give_back(limits, now=now)
        return cleaned


def _too_many(minutes: int) -> str:
    return ngettext(
        "Too many wrong tries. Please wait %(minutes)d minute.",
        "Too many wrong tries. Please wait %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
