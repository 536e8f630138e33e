"""The way of one API request: key, fault, idempotency, contract, handler, answer."""

import hashlib
import logging
import re
import time
from dataclasses import dataclass, field
from typing import Any

import stripe

from local_stripe import contract, expansion, faults, form, publishable, registry
from local_stripe.account_settings import settings_of
from local_stripe.errors import ApiError, Json
from local_stripe.faults import Fault, Faults, too_many
from local_stripe.params import Params
from local_stripe.state import Saved
from local_stripe.world import World

_LOG = logging.getLogger(__name__)
# Parameters that tell by whose clock a request goes.
_OWNED = ("test_clock", "customer", "subscription", "invoice", "payment_intent", "charge")
# Seconds for which an answer is replayed: at least a day at Stripe, and here no longer.
_KEYS_KEPT = 24 * 3600
_LONGEST_KEY = 255
_TEST_KEY = re.compile(r"^(sk|rk|pk)_test_\w+$")


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request; header names in small letters."""

    method: str
    path: str
    query: str = ""
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The API key, by either of the ways to send it."""
        return self.headers.get("authorization", "").removeprefix("Bearer ").strip()

    @property
    def idempotency_key(self) -> str | None:
        """Only writes have one; Stripe ignores it on the rest."""
        return self.headers.get("idempotency-key") if self.method == "POST" else None

    @property
    def fingerprint(self) -> str:
        """What must be the same for a key to be used again."""
        text = f"{self.method} {self.path}?{self.query} {self.body}"
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Answer:
    """What is sent back; `fault` says how the connection is spoilt on the way."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None


class Api:
    """Answers `/v1/*`."""

    def __init__(self, world: World, *, strict: bool = False) -> None:
        self.world = world
        self.faults = Faults()
        self.log = contract.ContractLog()
        self.strict = strict
        self._answered = 0
        self._recent: list[float] = []

    def answer(self, request: Request) -> Answer:
        """The answer to a request; never raises."""
        answer = self._spoilt_or_whole(request)
        self.log.saw(request.method, request.path, answered=answer.status != 0)
        return answer

    def _spoilt_or_whole(self, request: Request) -> Answer:
        self._answered += 1
        headers = {"Stripe-Version": stripe.api_version, "Request-Id": f"req_{self._answered:014d}"}
        if request.idempotency_key:
            headers["Idempotency-Key"] = request.idempotency_key
        if self._is_too_many():
            headers["Stripe-Rate-Limited-Reason"] = "global-rate"
            return Answer(429, too_many().body, headers)
        fault = self.faults.take(request.method, request.path)
        if fault and fault.kind in ("timeout", "down"):
            if fault.kind == "timeout":
                time.sleep(fault.seconds)
            return Answer(0, None, headers, fault)
        if fault and fault.kind == "slow":
            time.sleep(fault.seconds)
        try:
            answer = self._answer(request, fault, headers)
        except Exception as error:  # noqa: BLE001 - a bug here looks like one of Stripe's
            answer = self._broken(request, error, headers)
        if fault and fault.kind == "timeout_after":
            time.sleep(fault.seconds)
        answer.fault = fault if fault and fault.kind in faults.BEFORE_SENDING else None
        return answer

    def _is_too_many(self) -> bool:
        """Is this more than the account may ask within a second?"""
        with self.world.state.lock:
            limit = settings_of(self.world.state).rate_limit
            if not limit:
                return False
            now = time.monotonic()
            self._recent = [at for at in self._recent if at > now - 1]
            if len(self._recent) >= limit:
                return True
            self._recent.append(now)
            return False

    def _answer(self, request: Request, fault: Fault | None, headers: dict[str, str]) -> Answer:
        world = self.world
        with world.state.lock:
            world.request_id = headers["Request-Id"]
            world.idempotency_key = request.idempotency_key
            try:
                with world.state.transaction():
                    answer = self._replayed_or_new(request, fault, headers)
                    self._note(request, answer)
            finally:
                world.request_id = world.idempotency_key = None
        return answer

    def _broken(self, request: Request, error: Exception, headers: dict[str, str]) -> Answer:
        call = f"{request.method} {request.path}"
        _LOG.error("%s failed", call, exc_info=error)
        self.log.violations.append(contract.Violation(call, "handler", repr(error)))
        return Answer(500, ApiError(500, "api_error", f"Local Stripe: {error!r}").body, headers)

    def _replayed_or_new(
        self, request: Request, fault: Fault | None, headers: dict[str, str]
    ) -> Answer:
        key = request.idempotency_key
        try:
            _check_key(request)
            since = self.world.wall() - _KEYS_KEPT
            if key and (saved := self.world.state.saved_answer(key, since=since)):
                return _replayed(saved, request, headers)
            error = faults.error_of(fault) if fault else None
            if error and fault:
                return self._failing(error, fault, request, headers)
            params = self._checked(request)
        except ApiError as refusal:
            # Stripe remembers nothing of a request that did not get as far as its work.
            return Answer(refusal.status, refusal.body, headers)
        status, body = self._run(request, params)
        if publishable.is_publishable(request.key):
            body = publishable.redacted(body)
        if key:
            saved = Saved(request.fingerprint, status, body)
            self.world.state.save_answer(key, saved, at=self.world.wall())
        return Answer(status, body, headers)

    def _failing(
        self, error: ApiError, fault: Fault, request: Request, headers: dict[str, str]
    ) -> Answer:
        if fault.should_retry is not None:
            headers["Stripe-Should-Retry"] = str(fault.should_retry).lower()
        if fault.kind == "429":
            headers["Stripe-Rate-Limited-Reason"] = "global-rate"
        if fault.kind == "500" and request.idempotency_key:
            # A 500 sticks to its key: that is how Stripe's API v1 is.
            saved = Saved(request.fingerprint, error.status, error.body)
            self.world.state.save_answer(request.idempotency_key, saved, at=self.world.wall())
        return Answer(error.status, error.body, headers)

    def _checked(self, request: Request) -> Params:
        raw = {**form.decode(request.query), **form.decode(request.body)}
        if publishable.is_publishable(request.key):
            raw = publishable.checked(self.world, request.method, request.path, raw)
        return Params(contract.check_request(request.method, request.path, raw))

    def _run(self, request: Request, params: Params) -> tuple[int, Json]:
        state = self.world.state
        call = f"{request.method} {request.path}"
        try:
            with state.transaction():
                try:
                    body = self._handled(request, params)
                except ApiError as refusal:
                    if not refusal.keep:
                        raise
                    return refusal.status, refusal.body
                self._judge(call, body)
        except ApiError as refusal:
            return refusal.status, refusal.body
        self.log.ignore(contract.name_of(request.method, request.path), params.unread)
        return 200, body

    def _handled(self, request: Request, params: Params) -> Json:
        found = registry.find(request.method, request.path)
        if found is None:
            message = f"This local Stripe does not answer {request.method} {request.path}."
            raise ApiError(501, "api_error", message)
        handler, ids = found
        named = [str(dict.get(params, name) or "") for name in _OWNED]
        with self.world.business(*ids, *named):
            body = handler(self.world, params, *ids)
            return expansion.expand(self.world, body, params.get("expand", []))

    def _judge(self, call: str, body: Json) -> None:
        found = contract.check_answer(call, body)
        self.log.violations.extend(found)
        if found and self.strict:
            raise ApiError(500, "api_error", f"Not what Stripe would answer: {found[0]}")

    def _note(self, request: Request, answer: Answer) -> None:
        values = (self.world.request_id, request.method, request.path, request.idempotency_key)
        self.world.state.db.execute(
            "insert into request (id, method, path, idempotency_key, status, at)"
            " values (?, ?, ?, ?, ?, ?)",
            (*values, answer.status, time.time()),
        )


def _check_key(request: Request) -> None:
    key = request.key
    if not key:
        message = "You did not provide an API key."
        raise ApiError(401, "invalid_request_error", message)
    if not _TEST_KEY.match(key):
        message = "This is a local Stripe for demo and tests: it takes test keys only."
        raise ApiError(401, "invalid_request_error", message, code="livemode_mismatch")
    if len(request.idempotency_key or "") > _LONGEST_KEY:
        message = f"Idempotency keys can have up to {_LONGEST_KEY} characters."
        raise ApiError(400, "idempotency_error", message)


def _replayed(saved: Saved, request: Request, headers: dict[str, str]) -> Answer:
    if saved.fingerprint != request.fingerprint:
        message = "Keys for idempotent requests can only be used with the same parameters they"
        raise ApiError(
            400,
            "idempotency_error",
            f"{message} were first used with. Try using a key other than"
            f" '{request.idempotency_key}' if you meant to execute a different request.",
        )
    return Answer(saved.status, saved.body, {**headers, "Idempotent-Replayed": "true"})
