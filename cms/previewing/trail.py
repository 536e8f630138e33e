"""Who of the staff looked as which customer, when: a line in the customer's own trail.

A preview is drawn anew at every letter that is typed beside it, so one line stands for the hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import StaffUser
from billing.audit import record_decisions
from billing.models import AuditEntry
from cms.previewing.people import Person
from portals.registry import Portal

LOOKED = "previewed_as"
APART = timedelta(hours=1)


def note_look(person: Person, title: str, staff: object, *, portal: Portal, now: datetime) -> None:
    """Write that `staff` looks at a page as somebody real; nothing for somebody invented."""
    if person.customer is None or not isinstance(staff, StaffUser):
        return
    pk, actor, target = person.customer.pk, f"staff:{staff.pk}", title[:128]
    same = AuditEntry.objects.filter(
        customer_id=pk, at__gt=now - APART, actor=actor, action=LOOKED, target=target
    )
    if not same.exists():
        decision = (pk, LOOKED, target, {"portal": portal.host})
        record_decisions([decision], actor=actor, now=now)
