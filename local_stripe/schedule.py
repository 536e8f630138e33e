"""When an object next needs something done to it, and what."""

from dataclasses import dataclass

from local_stripe.errors import Json

HOUR = 3600
DAY = 24 * HOUR
INCOMPLETE_FOR = 23 * HOUR
TRIAL_NOTICE = 3 * DAY
HELD_FOR = 7 * DAY
_RUNNING = ("active", "past_due", "unpaid")
Step = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What an object does not say of itself.

    `noted` are steps put down for it; `upcoming` is how long before a renewal it is told of, and
    the rest is which renewal and which trial's end were told of already.
    """

    noted: tuple[Step, ...] = ()
    upcoming: int = 0
    told_renewal: int | None = None
    told_trial: int | None = None


def next_due(found: Json, agenda: Agenda) -> int | None:
    """The time at which the object falls due, or None while it waits for nobody."""
    steps = due_steps(found, agenda)
    return min(at for at, _ in steps) if steps else None


def due_steps(found: Json, agenda: Agenda) -> list[Step]:
    """Everything the object waits for, as (time, step); on a tie the first goes first."""
    own = _OWN.get(found["object"], _nothing)
    return [*agenda.noted, *own(found, agenda)]


def _nothing(_found: Json, _agenda: Agenda) -> list[Step]:
    return []


def _of_subscription(found: Json, agenda: Agenda) -> list[Step]:
    status = found["status"]
    if status == "incomplete":
        return [(found["created"] + INCOMPLETE_FOR, "expire")]
    if status not in (*_RUNNING, "trialing"):
        return []
    steps = _notices(found, agenda)
    if found["pending_update"]:
        steps.append((found["pending_update"]["expires_at"], "expire_update"))
    pause = found["pause_collection"]
    if pause and pause["resumes_at"]:
        steps.append((pause["resumes_at"], "resume_collection"))
    if found["cancel_at"]:
        steps.append((found["cancel_at"], "cancel"))
    ends = [item["current_period_end"] for item in found["items"]["data"]]
    return [*steps, (min(ends), "renew")]


def _notices(found: Json, agenda: Agenda) -> list[Step]:
    """What is told of beforehand: the end of a trial, and a renewal that will come."""
    steps, trial = [], found["trial_end"]
    if found["status"] == "trialing" and trial and trial != agenda.told_trial:
        steps.append((max(trial - TRIAL_NOTICE, found["trial_start"]), "tell_of_trial_end"))
    begin = min(item["current_period_start"] for item in found["items"]["data"])
    end = min(item["current_period_end"] for item in found["items"]["data"])
    comes = agenda.upcoming and not (found["cancel_at"] and found["cancel_at"] <= end)
    if comes and end != agenda.told_renewal and end - agenda.upcoming > begin:
        steps.append((end - agenda.upcoming, "tell_of_renewal"))
    return steps


def _of_invoice(found: Json, _agenda: Agenda) -> list[Step]:
    if found["status"] == "draft" and found["automatically_finalizes_at"]:
        return [(found["automatically_finalizes_at"], "finalize")]
    if found["status"] == "open" and found["next_payment_attempt"]:
        return [(found["next_payment_attempt"], "collect")]
    return []


def _of_payment_intent(found: Json, _agenda: Agenda) -> list[Step]:
    if found["status"] == "requires_capture":
        return [(found["created"] + HELD_FOR, "release")]
    return []


def _of_checkout(found: Json, _agenda: Agenda) -> list[Step]:
    return [(found["expires_at"], "expire_checkout")] if found["status"] == "open" else []


_OWN = {
    "checkout.session": _of_checkout,
    "invoice": _of_invoice,
    "payment_intent": _of_payment_intent,
    "subscription": _of_subscription,
}
