"""Why an e-mail was not sent, in words for staff."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.models import Notice
from billing.notices import reasons

WORDS: dict[str, Promise] = {
    reasons.DELETED: _("The customer was deleted."),
    reasons.ERASED: _("The customer's data was erased before it went out, the address too."),
    reasons.LATE: _("It was more than a day old. Late news of money does harm."),
    reasons.NO_ADDRESS: _("The customer has no e-mail address, or none that mail can go to."),
    reasons.NO_PORTAL: _("No portal of the shop writes to its customers."),
    reasons.NOT_TAKEN: _("The mail server did not take it."),
    reasons.SETTLED: _("There was nothing to do any more."),
    reasons.SHARED: _("Several customers have this address, and nobody has said whose it is."),
    reasons.SWITCHED_OFF: _("The portal does not send e-mails of this kind."),
}


def reason_of(notice: Notice) -> str:
    """Return why a notice was not sent, or what the mail server said; empty where all is well."""
    return str(WORDS.get(notice.because, notice.because))
