"""What can be wrong with orders from elsewhere, told so that a person can put it right."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


class SourceRefusedError(Exception):
    """The whole import is refused: nothing of it may be written.

    `code` is for machines; `line` is where in the file, None where it concerns all of it.
    """

    def __init__(self, message: str, *, code: str, line: int | None = None) -> None:
        super().__init__(at_line(line, message) if line else message)
        self.message = message
        self.code = code
        self.line = line


class UnreadableError(ValueError):
    """One value cannot be read. The message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One order that cannot be taken over: `reasons` are pairs of line number and message.

    `whole_file` means that leaving this order out would not make the rest right.
    """

    line: int
    number: str
    reasons: tuple[tuple[int, str], ...]
    whole_file: bool = False

    def __str__(self) -> str:
        return "\n".join(at_line(line, message) for line, message in self.reasons)


def at_line(line: int, message: str) -> str:
    """Put the place before the message."""
    return _("line %(line)d: %(message)s") % {"line": line, "message": message}
