"""A load ends between two commits: because a person says so, or because it cannot go on."""

from __future__ import annotations

import signal
from contextlib import contextmanager


class Stopped(Exception):
    """The load cannot go on: the message names the file and the cause. What was stored is whole."""


class Stop:
    """Whether a load is to end before its last file."""

    def __init__(self):
        self.is_asked = False

    def ask(self) -> None:
        self.is_asked = True

    @contextmanager
    def listening(self, listen: bool):
        """Let SIGTERM and a first Ctrl-C end the load; a second Ctrl-C ends the process."""
        if not listen:
            yield
            return

        def stop(number, frame):
            if self.is_asked and number == signal.SIGINT:
                raise KeyboardInterrupt
            self.ask()

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
