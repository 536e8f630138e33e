"""What staff may do with a shop's own Stripe account.

Stripe is asked first and our row is written last: what fails half-way leaves nothing behind here,
and what it leaves at Stripe the next check removes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from billing.connecting.keys import Keys, NotConnected, require_keys
from billing.connecting.registering import (
    keep_registered,
    register_first,
    remove_endpoints,
    roll,
)
from billing.connecting.retiring import bring_back, has_open_business, retire
from billing.gateway.accounts import Account, acting_for
from billing.gateway.customers import fetch_customer
from billing.gateway.endpoints import fetch_account
from billing.gateway.errors import NotFound, OutcomeUnknown, Refused
from billing.gateway.records import AccountRecord
from billing.mirror.customers import SOURCE
from billing.models import StripeAccount
from billing.stripe_accounts import account_of
from billing.worker import ask_worker
from portals.models import Shop


def connect(shop: Shop, keys: Keys, *, now: datetime) -> StripeAccount:
    """Give a shop an account of its own. Raise `NotConnected`."""
    row = StripeAccount(shop=shop, secret_key=keys.secret, publishable_key=keys.publishable)
    with _asking(_typed(row, keys)):
        account = fetch_account()
        _require_free(account, row)
        _require_customers_of(shop)
        register_first(row, account, now=now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            bring_back(row)
            # What is at Stripe already comes in by a walk.
            transaction.on_commit(lambda: ask_worker("billing.tasks.reconcile_batch", row.name))
    except IntegrityError:
        raise NotConnected(_taken(), field="shop") from None
    return row


def change_keys(row: StripeAccount, keys: Keys, *, now: datetime) -> None:
    """Take other keys of the same account and mode. Raise `NotConnected`."""
    typed = _typed(row, keys)
    if typed.is_live != row.is_live:
        message = _("These keys are of the other mode. Remove the account and connect it anew.")
        raise NotConnected(message, field="secret_key")
    with _asking(typed):
        found = fetch_account()
    if found.external_id != row.external_id:
        raise NotConnected(_("These keys are of another account."), field="secret_key")
    row.secret_key, row.publishable_key = keys.secret, keys.publishable
    row.label, row.checked_at = found.name[:200], now
    row.save(update_fields=["secret_key", "publishable_key", "label", "checked_at"])


def check(row: StripeAccount, *, now: datetime) -> bool:
    """Ask Stripe whether the keys are good and mend the endpoint; whether that was needed.

    Raise `NotConnected`.
    """
    with _asking(account_of(row)):
        found = fetch_account()
        was_mended = keep_registered(row, now=now)
    row.label, row.checked_at = found.name[:200], now
    row.save(update_fields=["label", "checked_at"])
    return was_mended


def roll_secret(row: StripeAccount, *, now: datetime) -> None:
    """Have events signed with a new secret. Raise `NotConnected`."""
    with _asking(account_of(row)):
        roll(row, now=now)


def disconnect(row: StripeAccount) -> None:
    """Take a shop's own account away; what it sold stays, as history. Raise `NotConnected`."""
    if has_open_business(row.shop_id):
        raise NotConnected(
            _("Subscriptions still run, or a payment is still open. End these at Stripe first.")
        )
    try:
        with acting_for(account_of(row)):
            remove_endpoints(row)
    except OutcomeUnknown:
        raise NotConnected(_no_answer()) from None
    except Refused:
        pass  # a key that was revoked must not keep the account here
    with transaction.atomic():
        retire(row)
        row.delete()


@contextmanager
def _asking(account: Account) -> Iterator[None]:
    try:
        with acting_for(account):
            yield
    except OutcomeUnknown:
        raise NotConnected(_no_answer()) from None
    except Refused as fault:
        if fault.code == "key_refused":
            raise NotConnected(_key_refused(), field="secret_key") from None
        message = _("Stripe refused: %(reason)s Nothing was saved.") % {"reason": fault.message}
        raise NotConnected(message) from None


def _typed(row: StripeAccount, keys: Keys) -> Account:
    require_keys(keys)
    return Account(keys.secret, keys.publishable, name=row.name, shop_id=row.shop_id)


def _require_free(account: AccountRecord, row: StripeAccount) -> None:
    same = StripeAccount.objects.filter(external_id=account.external_id)
    if any(one.is_live == row.is_live for one in same):
        raise NotConnected(_("This account is another shop's already."), field="secret_key")


def _require_customers_of(shop: Shop) -> None:
    """Refuse an account that does not have the shop's customers: they would be lost to it."""
    known = Customer.objects.filter(shop=shop, source=SOURCE, deleted_at=None).order_by("-pk")
    newest = known.values_list("external_id", flat=True).first()
    try:
        if newest:
            fetch_customer(newest)
    except NotFound:
        message = _("The customers of this shop are in another Stripe account than this.")
        raise NotConnected(message, field="secret_key") from None


def _taken() -> str:
    return str(_("This shop has an account of its own already."))


def _no_answer() -> str:
    return str(_("Stripe gave no answer. Nothing was saved; try again in a while."))


def _key_refused() -> str:
    return str(
        _(
            "Stripe does not accept this key, or the key may not do enough: it has to read the "
            "account and to write webhook endpoints. Nothing was saved."
        )
    )
