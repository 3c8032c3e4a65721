"""Gunicorn for a real site: `gunicorn --config deploy/gunicorn.conf.py wsgi:app`."""

import os
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")

# Threads wait for the database, processes reckon: two of these a core, four of those a process.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", str(2 * (os.cpu_count() or 1))))
threads = int(os.environ.get("WEB_THREADS", "4"))

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
