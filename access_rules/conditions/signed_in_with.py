"""How surely we know who this is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import one_of
from access_rules.tree import NOBODY, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


class Proof(StrEnum):
    """How somebody signed in, the weakest first."""

    ORDER = "order"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105  (the word, and no password)
    PASSKEY = "passkey"


PROOF_NAMES = {
    Proof.ORDER: _("an order number"),
    Proof.CODE: _("a code by e-mail"),
    Proof.PASSWORD: _("a password"),
    Proof.PASSKEY: _("a passkey"),
}
# A session keeps the words of RFC 8176, where there is one: https://www.rfc-editor.org/rfc/rfc8176
_PROVES = {**{one.value: one for one in Proof}, "otp": Proof.CODE, "pwd": Proof.PASSWORD}
_PROVES |= dict.fromkeys(("hwk", "swk", "pop"), Proof.PASSKEY)
_STRENGTH = {one: strength for strength, one in enumerate(Proof)}


@dataclass(frozen=True, slots=True)
class SignedInWith(Condition):
    """Met by whoever signed in with this, or with something that proves more.

    Not known of whoever is signed out, nor where nobody signed in, as in an audience.
    """

    name = "signed_in_with"
    label = _("Signed in with")
    section = Section.VISIT
    by_visit = True

    least: Proof = field(metadata=one_of(Proof, _("At least"), PROOF_NAMES))

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer by the best of the ways they signed in."""
        proof = _best(subject)
        return None if proof is None else _STRENGTH[proof] >= _STRENGTH[self.least]

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return nobody: only a visit tells."""
        return NOBODY

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return nobody: only a visit tells."""
        return NOBODY

    def describe(self) -> str:
        """Return what is asked."""
        return gettext("signed in at least with %(proof)s") % {"proof": PROOF_NAMES[self.least]}

    def fact(self, subject: Subject) -> str:
        """Return how they signed in."""
        if not subject.signed_in:
            return gettext("Not signed in.")
        proof = _best(subject)
        if proof is None:
            return gettext("How they signed in is not known.")
        return gettext("Signed in with %(proof)s.") % {"proof": PROOF_NAMES[proof]}


def _best(subject: Subject) -> Proof | None:
    if not subject.signed_in:
        return None
    proofs = [_PROVES[one] for one in subject.methods if one in _PROVES]
    return max(proofs, key=_STRENGTH.__getitem__, default=None)
