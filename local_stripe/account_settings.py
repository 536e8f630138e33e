"""What a shop sets in its account: retries, notices, limits; changed by `/_local/settings`."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

from local_stripe.errors import Json, invalid
from local_stripe.state import State

AfterRetries = Literal["cancel", "unpaid", "past_due", "pause"]
WebhookRetries = Literal["fast", "sandbox", "live"]
_KEY = "settings"


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """The settings of the account.

    `retry_days` are the days from one failed attempt to the next, `after_retries` is what becomes
    of the subscription then. `upcoming_days` is how long before a renewal it is told of (0: not at
    all), `search_delay` seconds until searches see a change, `rate_limit` requests a second (0: no
    limit). `webhook_retries` is how soon a delivery that failed is tried again.
    """

    retry_days: tuple[int, ...] = (3, 5, 7)
    after_retries: AfterRetries = "cancel"
    upcoming_days: int = 7
    search_delay: float = 0.0
    rate_limit: int = 0
    webhook_retries: WebhookRetries = "fast"


def settings_of(state: State) -> AccountSettings:
    """The settings as they are."""
    found = state.json_value(_KEY)
    if found is None:
        return _STANDARD
    return AccountSettings(**{**found, "retry_days": tuple(found["retry_days"])})


def change(state: State, given: Json) -> AccountSettings:
    """Set some of the settings; raises 400 for what is no setting or no value of one."""
    known = {field.name for field in fields(AccountSettings)}
    for name, value in given.items():
        if name not in known or not _CHECKS[name](value):
            raise invalid(f"Not a setting, or no value for it: {name}.", param=name)
    days = {"retry_days": tuple(given["retry_days"])} if "retry_days" in given else {}
    changed = replace(settings_of(state), **{**given, **days})
    state.set_json(_KEY, asdict(changed))
    return changed


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_STANDARD = AccountSettings()
_CHECKS: dict[str, Callable[[Any], bool]] = {
    "retry_days": lambda value: isinstance(value, list | tuple) and all(map(_is_count, value)),
    "after_retries": lambda value: value in get_args(AfterRetries),
    "upcoming_days": _is_count,
    "search_delay": lambda value: isinstance(value, float) or _is_count(value),
    "rate_limit": _is_count,
    "webhook_retries": lambda value: value in get_args(WebhookRetries),
}
