"""Gunicorn for a real site: `gunicorn --config deploy/gunicorn.conf.py wsgi:app`."""

import gc
import os
from pathlib import Path
from typing import Any

from marketplace.core import health
from marketplace.core.db import db
from marketplace.search.warming import warm

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"

# One page at a time in a process, and two processes a core: threads of one process only wait for each other.
# gthread rather than sync, so that a browser's idle connection holds nobody up.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2 * (os.cpu_count() or 1))
threads = int(os.environ.get("WEB_THREADS") or 1)

# Loaded once, then shared by all processes.
preload_app = True

timeout = 30
graceful_timeout = 20
keepalive = 75  # longer than the proxy's, so that the proxy closes first

# A worker begins anew now and then, not all at once.
max_requests = 20_000
max_requests_jitter = 4_000

worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # a slow disk must not stop the heartbeat
control_socket_disable = True  # it would stand in the home folder of a user who has none

# The application writes one line a request itself, without secrets.
accesslog = None
errorlog = "-"


def when_ready(server: Any) -> None:
    """Refuse a database that is newer than the code; load what searches need; leave no connection and no garbage to the processes to come."""
    with server.app.wsgi().app_context():
        health.refuse_a_newer_database()
        warm()  # a first search takes no longer than the next
        db.engine.dispose()
    gc.collect()
    gc.freeze()  # what is loaded is never garbage: the collector need not look, and the pages stay shared


def post_fork(_server: Any, _worker: Any) -> None:
    """Collect less often: a request leaves little."""
    gc.set_threshold(50_000, 20, 50)
