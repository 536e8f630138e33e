"""Why the API refuses a whole request: what went wrong, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _


class ApiRefused(Exception):
    """A request is refused: nothing of it was written.

    `code` is for machines, `message` and `hint` are for people, `retry_after` is in seconds.
    """

    status = 400
    code = ""

    def __init__(self, message: str, hint: str = "", *, retry_after: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.retry_after = retry_after


class NotSigned(ApiRefused):
    """Unknown key, withdrawn key, wrong or old signature: which of them is told to nobody."""

    status, code = 401, "not_signed"

    def __init__(self) -> None:
        super().__init__(
            _("This request is not signed as it has to be."),
            _(
                "Send the headers Portico-Key and Portico-Signature, made from the exact bytes "
                "of the body no more than five minutes ago."
            ),
        )


class NotAllowed(ApiRefused):
    """The key is good, but may not do this."""

    status, code = 403, "not_allowed"


class NoSuchAddress(ApiRefused):
    """Nothing answers here."""

    status, code = 404, "no_such_address"


class WrongMethod(ApiRefused):
    """Something answers here, to POST."""

    status, code = 405, "wrong_method"


class BodyTooLarge(ApiRefused):
    """More bytes than one request may have."""

    status, code = 413, "too_large"


class NothingRight(ApiRefused):
    """The body can be read, and every row of it is wrong."""

    status, code = 422, "no_row_right"


class NotABatch(ApiRefused):
    """The body as a whole cannot be read."""

    status, code = 422, "not_a_batch"


class TooManyRequests(ApiRefused):
    """The key has been used too often in the last minute."""

    status, code = 429, "too_many_requests"


class Fault(ApiRefused):
    """Our own fault."""

    status, code = 500, "fault"


class Busy(ApiRefused):
    """The database is busy: the same request will do later."""

    status, code = 503, "busy"
