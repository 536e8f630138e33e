"""When an object next needs something done to it, and what."""

from local_stripe.errors import Json

HOUR = 3600
DAY = 24 * HOUR
INCOMPLETE_FOR = 23 * HOUR
_RUNNING = ("active", "past_due", "unpaid")


def next_due(found: Json) -> int | None:
    """The time at which the object falls due, or None while it waits for nobody."""
    steps = due_steps(found)
    return min(at for at, _ in steps) if steps else None


def due_steps(found: Json) -> list[tuple[int, str]]:
    """Everything the object waits for, as (time, step); on a tie the first goes first."""
    if found["object"] == "subscription":
        return _of_subscription(found)
    if found["object"] == "invoice":
        return _of_invoice(found)
    return []


def _of_subscription(found: Json) -> list[tuple[int, str]]:
    status = found["status"]
    if status == "incomplete":
        return [(found["created"] + INCOMPLETE_FOR, "expire")]
    if status not in (*_RUNNING, "trialing"):
        return []
    steps = []
    pause = found["pause_collection"]
    if pause and pause["resumes_at"]:
        steps.append((pause["resumes_at"], "resume_collection"))
    if found["cancel_at"]:
        steps.append((found["cancel_at"], "cancel"))
    ends = [item["current_period_end"] for item in found["items"]["data"]]
    return [*steps, (min(ends), "renew")]


def _of_invoice(found: Json) -> list[tuple[int, str]]:
    if found["status"] == "draft" and found["automatically_finalizes_at"]:
        return [(found["automatically_finalizes_at"], "finalize")]
    if found["status"] == "open" and found["next_payment_attempt"]:
        return [(found["next_payment_attempt"], "collect")]
    return []
