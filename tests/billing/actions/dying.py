"""A process that is killed in the middle of what it does, as by `kill -9`."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable
from typing import Any

from django.db import connections

from billing.gateway import client
from billing.gateway.pacing import PacedClient

MOMENTS = ("before", "after")


def dies(does: Callable[[], Any], *, moment: str, write: int) -> None:
    """Do it in a process of its own, killed right before or after its n-th write at Stripe.

    After: Stripe has answered, and nobody has written down what. Needs a database that others see.
    """
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads here; the child uses none
        child = os.fork()
    if child == 0:
        _until_killed(does, moment, write)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"It was not killed {moment} write {write}."
    assert os.WTERMSIG(status) == signal.SIGKILL


def _until_killed(does: Callable[[], Any], moment: str, write: int) -> None:
    try:
        client._client.cache_clear()  # the parent's connections are the parent's
        PacedClient.request = _deadly(PacedClient.request, moment, write)  # type: ignore[method-assign]
        does()
    finally:
        os._exit(1)


def _deadly(request: Any, moment: str, write: int) -> Any:
    left = [write]

    def asked(self: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        counts = method == "post" and not url.endswith("/create_preview")
        left[0] -= counts
        if counts and left[0] == 0 and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = request(self, method, url, *args, **kwargs)
        if counts and left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return asked
