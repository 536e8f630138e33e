"""Why the editor is not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refused(Exception):
    """A question that is not answered: `message` is for people, `status` for the browser."""

    def __init__(self, message: StrOrPromise, *, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
