"""What is typed into a field, made ready to keep; or why it cannot be kept."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _


def tidy(typed: str) -> str:
    """Return text of one line without the space around it, and one space where several were."""
    return " ".join(typed.split())


def fault_of(text: str, most: int) -> str:
    """Return why a text cannot be kept, empty where it can."""
    if len(text) > most:
        return _("This is too long: %(most)d characters at most.") % {"most": most}
    # Databases and Stripe refuse a zero byte, printers of labels any other control character.
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        return _("This has a character in it that cannot be kept. Type it again, please.")
    return ""


def missing(label: str) -> str:
    """Return what is said of a field that has to be filled in."""
    return _("“%(label)s” is missing.") % {"label": label}
