"""What can be wrong in the engine. Outside of it nothing is raised: `decisions` turns all of
these into "not allowed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class AccessRulesError(Exception):
    """Base of this package's errors; `code` is for machines, `message` for people."""

    code = "access_rules"
    permanent = True

    def __init__(self, message: StrOrPromise) -> None:
        super().__init__(message)
        self.message = message


class RuleFault(AccessRulesError):
    """A rule that cannot be read. `path` names the faulty place: `rule.all[0].value`."""

    code = "rule_fault"

    def __init__(self, path: str, message: StrOrPromise) -> None:
        super().__init__(message)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class NotAVerdictError(AccessRulesError):
    """A condition answered something else than True, False or None (not known)."""

    code = "not_a_verdict"


class NoSubjectError(AccessRulesError):
    """A rule was asked about nobody: the caller has no subject."""

    code = "no_subject"
