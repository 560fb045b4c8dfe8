"""Loads whose process is gone: said to be interrupted, or queued again."""

from __future__ import annotations

import os
import socket

from articles.models import Load


def this_process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def close_stale_loads(*, requeue: bool = False) -> None:
    """Say of loads whose process is gone that they were interrupted; queue uploads again when told so."""
    host = socket.gethostname()
    for load in Load.objects.filter(state=Load.State.RUNNING):
        name, _, number = str(load.options.get("process", "")).rpartition(":")
        if name == host and number.isdecimal() and not is_alive(int(number)):
            again = requeue and load.options.get("uploaded")
            Load.objects.filter(pk=load.pk, state=Load.State.RUNNING).update(
                state=Load.State.QUEUED if again else Load.State.INTERRUPTED
            )


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
