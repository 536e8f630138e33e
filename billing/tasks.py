"""The worker's doors. Each does one thing elsewhere; doing it twice changes nothing more."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from billing.actions import returning, settling
from billing.facts import buyers, nightly
from billing.mirror import reconciling
from billing.webhooks import inbox
from portals import clock


@shared_task(name="billing.tasks.process_event")
def process_event(event_id: str) -> None:
    """Work on one event of the inbox."""
    inbox.process(event_id, now=clock.now())


@shared_task(name="billing.tasks.sweep_events")
def sweep_events() -> None:
    """Pick up events that are due."""
    inbox.sweep(now=clock.now())


@shared_task(name="billing.tasks.settle_operations")
def settle_operations() -> None:
    """Find out what became of operations that nobody answered for."""
    settling.settle_all(now=timezone.now())


@shared_task(name="billing.tasks.return_subscriptions")
def return_subscriptions() -> None:
    """Restart what was stopped until today."""
    returning.return_all(now=clock.now())


@shared_task(name="billing.tasks.rebuild_facts_of_products")
def rebuild_facts_of_products(*product_ids: str) -> None:
    """Bring the facts of these products' buyers into step with the products."""
    buyers.rebuild_facts_of_products([int(pk) for pk in product_ids], now=timezone.now())


@shared_task(name="billing.tasks.reconcile")
def reconcile() -> None:
    """Find and mend what webhooks did not tell us, once a night."""
    reconciling.reconcile(now=timezone.now())


@shared_task(name="billing.tasks.reconcile_batch")
def reconcile_batch(account: str = "") -> None:
    """Take the nightly walk over an account's customers a batch further."""
    reconciling.reconcile_batch(account, now=timezone.now())


@shared_task(name="billing.tasks.mend_facts")
def mend_facts(after: str = "0") -> None:
    """Mend the facts that drifted, a slice of the customers at a time, once a night."""
    nightly.mend_facts(int(after), now=timezone.now())
