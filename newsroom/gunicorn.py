"""How gunicorn serves Newsroom; `docs/running.md` lists the variables."""

import os
from pathlib import Path

wsgi_app = "newsroom.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# Threads, not one request a worker: a browser opens connections ahead of need, and each would hold a
# worker until it times out.
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
keepalive = 15
timeout = 60
graceful_timeout = 20

# A fault in the settings shows once, at the start, and the workers share what is loaded.
preload_app = True
# A door for commands that nobody here uses.
control_socket_disable = True
# Heartbeats on a disk that is busy would look like a worker that hangs.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
accesslog = os.environ.get("ACCESS_LOG") or None


def when_ready(server):
    """Print where to look, once there is something to see."""
    shown = bind.replace("0.0.0.0", "127.0.0.1")
    print(f"\nNewsroom answers.\n  Readers: http://{shown}/\n  Editors: http://{shown}/admin/\n", flush=True)
