"""The queue of files that the embedded worker reads, made safe against a process that dies.

kombu's own opens a message under its final name and then writes it, so that a reader who comes
early, or after the writer was killed, finds an empty one: the worker ended with it. Here a message
gets its name once it is whole, and what cannot be read is said in the log and passed over.
"""

from __future__ import annotations

import logging
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)

SCHEME = "files"
PATIENCE = 40  # times 0.05 seconds, for another process to finish writing


class Channel(filesystem.Channel):
    """Puts whole messages, and is not stopped by one that is not."""

    def _put(  # type: ignore[override]  # the stubs of kombu name it in two ways
        self, queue: str, payload: Any, **_kwargs: Any
    ) -> None:
        folder = Path(self.data_folder_out)
        part = folder / f".{uuid.uuid4()}.part"
        part.write_text(dumps(payload))
        part.rename(folder / f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                logger.warning(
                    "A message in the queue %s could not be read, and is left out", queue
                )

    def get_table(self, exchange: str) -> Any:
        """Return who listens; waits while another process writes it down."""
        return self._once_written(super().get_table, exchange)

    def _queue_bind(self, *args: Any) -> None:
        self._once_written(super()._queue_bind, *args)

    @staticmethod
    def _once_written(ask: Any, *args: Any) -> Any:
        for _ in range(PATIENCE):
            try:
                return ask(*args)
            except ValueError:
                time.sleep(0.05)
        return ask(*args)


class Transport(filesystem.Transport):
    """The files' transport, with the channel above."""

    Channel = Channel


def register() -> None:
    """Make `files://` known to kombu."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
