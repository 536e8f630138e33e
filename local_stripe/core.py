"""The local Stripe itself, without sockets: requests in, answers out, and a Python side door."""

import threading
import time
from typing import Any

import local_stripe.resources  # noqa: F401 - registers the handlers
from local_stripe import account_settings, report, timeline
from local_stripe.account_settings import AccountSettings, settings_of
from local_stripe.api import Answer, Api, Request
from local_stripe.contract import Violation
from local_stripe.engine import disputing, refunding
from local_stripe.errors import ApiError, Json, invalid
from local_stripe.faults import Fault
from local_stripe.resources import (
    checkout_completion,
    hosted_payment,
    payment_intents,
    setup_intents,
)
from local_stripe.resources.webhook_endpoints import new_endpoint
from local_stripe.state import State
from local_stripe.webhooks import Webhooks
from local_stripe.world import World

_TICK = 2.0
_FIXED_ENDPOINT = "we_local_fixed"


class LocalStripe:
    """One Stripe account.

    `auto` sends webhooks from a thread and `ticking` plays what falls due as time goes by;
    without them both happen only when told to. `strict` turns answers that Stripe would not
    give into 500s.
    """

    def __init__(
        self, state: State, *, strict: bool = False, auto: bool = False, ticking: bool = False
    ) -> None:
        self.state = state
        self.world = World(state)
        self.webhooks = Webhooks(state, auto=auto)
        self.api = Api(self.world, strict=strict)
        self.world.on_event = self._happened
        self._fixed: tuple[str, str] | None = None
        self._stop = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True, name="ticker")
        if ticking:
            self._ticker.start()

    def request(self, request: Request) -> Answer:
        """Answer an API request."""
        answer = self.api.answer(request)
        self.webhooks.wake()
        return answer

    @property
    def now(self) -> int:
        """The demo's time."""
        with self.state.lock:
            return self.world.now()

    @property
    def violations(self) -> list[Violation]:
        """Answers that were not what Stripe would send."""
        return self.api.log.violations

    def clock_to(self, target: int) -> int:
        """Set the clock, playing what falls due; returns how many steps that took."""
        with self.state.transaction():
            played = timeline.move(self.world, target)
        self.webhooks.wake()
        return played

    def clock_to_now(self) -> int:
        """Set the clock to the real time."""
        return self.clock_to(int(time.time()))

    def advance(self, seconds: int) -> int:
        """Let time go by."""
        return self.clock_to(self.now + seconds)

    def fault(self, kind: Any, match: str = "", **details: Any) -> None:
        """Order a fault for requests whose `METHOD /path` the pattern finds."""
        self.api.faults.add(Fault(kind, match, **details))

    def find(self, object_id: str) -> Json | None:
        """Any object by its id."""
        with self.state.lock:
            return self.world.find(object_id)

    def authenticate(self, intent_id: str, *, passed: bool) -> Json:
        """The customer's answer to their bank about an intent that requires action."""
        with self.state.transaction():
            intent = self.world.find(intent_id)
            if intent is None or intent.get("status") != "requires_action":
                raise invalid(f"{intent_id} waits for no authentication.")
            setting_up = intent["object"] == "setup_intent"
            act = setup_intents.authenticated if setting_up else payment_intents.authenticated
            with self.world.business(intent_id):
                answered = act(self.world, intent, passed=passed)
        self.webhooks.wake()
        return answered

    def pay_checkout(self, session_id: str, *, number: str, email: str = "") -> Json:
        """Pay on the page of a checkout session; raises the bank's refusal."""
        refused: ApiError | None = None
        session: Json = {}
        with self.state.transaction(), self.world.business(session_id):
            try:
                session = checkout_completion.pay(
                    self.world, session_id, number=number, email=email
                )
            except ApiError as refusal:
                if not refusal.keep:
                    raise
                refused = refusal
        self.webhooks.wake()
        if refused:
            raise refused
        return session

    def finish_checkout(self, session_id: str, *, passed: bool) -> Json:
        """The customer's answer to their bank about a checkout session."""
        session = self.find(session_id)
        intent = checkout_completion.intent_of(self.world, session) if session else None
        if intent is None:
            raise invalid(f"{session_id} waits for no authentication.")
        self.authenticate(intent["id"], passed=passed)
        with self.state.transaction(), self.world.business(session_id):
            session = checkout_completion.finish(self.world, session_id)
        self.webhooks.wake()
        return session

    def pay_invoice(self, invoice_id: str, *, number: str) -> None:
        """Pay on the page of an invoice; raises the bank's refusal."""
        refused: ApiError | None = None
        with self.state.transaction(), self.world.business(invoice_id):
            try:
                hosted_payment.pay(self.world, invoice_id, number=number)
            except ApiError as refusal:
                if not refusal.keep:
                    raise
                refused = refusal
        self.webhooks.wake()
        if refused:
            raise refused

    def answer_bank(self, invoice_id: str, *, passed: bool) -> None:
        """The customer's answer to their bank about an open invoice."""
        with self.state.lock:
            intent = hosted_payment.intent_of(self.world, invoice_id)
        self.authenticate(intent["id"], passed=passed)

    def dispute(self, charge_id: str, *, reason: str = "fraudulent") -> Json:
        """Let a customer's bank dispute a charge."""
        with self.state.transaction(), self.world.business(charge_id):
            dispute = disputing.begin(
                self.world, self.world.get(charge_id, "charge"), reason=reason
            )
        self.webhooks.wake()
        return dispute

    def decide_dispute(self, dispute_id: str, *, won: bool) -> Json:
        """The bank's last word on a dispute."""
        with self.state.transaction(), self.world.business(dispute_id):
            dispute = disputing.decide(self.world, self.world.get(dispute_id, "dispute"), won=won)
        self.webhooks.wake()
        return dispute

    def settle_refund(self, refund_id: str, *, succeeded: bool) -> Json:
        """The bank's answer to a refund: it arrived, or it came back."""
        with self.state.transaction():
            refund = self.world.get(refund_id, "refund")
            with self.world.business(refund_id):
                (refunding.settle if succeeded else refunding.fail)(self.world, refund)
        self.webhooks.wake()
        return refund

    @property
    def settings(self) -> AccountSettings:
        """The settings of the account."""
        with self.state.lock:
            return settings_of(self.state)

    def change_settings(self, **given: Any) -> AccountSettings:
        """Change settings of the account; see `AccountSettings`."""
        with self.state.transaction():
            changed = account_settings.change(self.state, given)
            # When they are told of their renewals is reckoned as they are stored.
            for subscription in self.world.all("subscription"):
                self.world.put(subscription)
        return changed

    def add_endpoint(self, url: str, secret: str) -> None:
        """Tell a fixed endpoint of everything, signed with a secret that it knows already."""
        self._fixed = (url, secret)
        with self.state.transaction():
            endpoint = new_endpoint(self.world, url, ["*"])
            self.world.put({**endpoint, "id": _FIXED_ENDPOINT})
            self.state.set_value(f"secret:{_FIXED_ENDPOINT}", secret)

    def reset(self) -> None:
        """Start afresh with the same seed and the same fixed endpoint."""
        self.state.clear()
        self.api.faults.clear()
        report.keep(self.api.log)
        self.api.log.clear()
        if self._fixed:
            self.add_endpoint(*self._fixed)

    def fork(self) -> "LocalStripe":
        """A copy in memory that goes its own way, for fixtures."""
        return LocalStripe(self.state.fork(), strict=self.api.strict)

    def close(self) -> None:
        """Stop the threads, close the state and leave the contract report."""
        report.keep(self.api.log)
        self._stop.set()
        if self._ticker.is_alive():
            self._ticker.join(timeout=10)
        self.webhooks.close()
        self.state.close()

    def _happened(self, event: Json) -> None:
        self.api.log.judge_event(event)
        self.webhooks.queue(event)

    def _tick(self) -> None:
        while not self._stop.wait(_TICK):
            with self.state.transaction():
                played = timeline.play(self.world, until=self.world.now())
            if played:
                self.webhooks.wake()
