"""Loads whose process is gone: said to be interrupted, or queued again."""

from __future__ import annotations

import os
import socket

from articles.models import Load

# Uploads that this very process is loading.
under_way: set[int] = set()


def this_process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def close_stale_loads() -> None:
    """Queue uploads again whose process is gone; of other loads say that they were interrupted."""
    host = socket.gethostname()
    for load in Load.objects.filter(state=Load.State.RUNNING):
        name, _, number = str(load.options.get("process", "")).rpartition(":")
        if name == host and number.isdecimal() and not is_run_by(int(number), load):
            state = Load.State.QUEUED if load.options.get("uploaded") else Load.State.INTERRUPTED
            Load.objects.filter(pk=load.pk, state=Load.State.RUNNING).update(state=state)


def is_run_by(process: int, load: Load) -> bool:
    """Say whether that process still runs the load: ours knows, another only has to be there."""
    if process == os.getpid() and load.options.get("uploaded"):
        return load.pk in under_way
    return is_alive(process)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
