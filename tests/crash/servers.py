"""Real processes of a real site, to be killed: gunicorn with two workers, and `flask worker`."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.house.sources import ROOT

BINARIES = Path(sys.executable).parent
SECRET = "a-secret-for-tests-only-0123456789-abcdefghij"


@dataclass
class Site:
    """One installation; its processes come and go, its database stays."""

    instance: Path
    database_url: str
    port: int
    mail_url: str
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": SECRET,
            "BASE_URL": self.address,
            "PORT": str(self.port),
            "DATABASE_URL": self.database_url,
            "MAIL_URL": self.mail_url,
            "MAIL_FROM": "mistok@example.org",
            "INSTANCE_PATH": str(self.instance),
            "WEB_CONCURRENCY": "2",
            "TRUSTED_PROXIES": "1",
            "LOG_LEVEL": "INFO",
        }

    @property
    def log(self) -> Path:
        return self.instance / "log.txt"

    def command(self, *words: str) -> None:
        """Run a `flask` command to its end."""
        subprocess.run(
            [BINARIES / "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def _start(self, name: str, *words: str) -> None:
        with self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [BINARIES / words[0], *words[1:]],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def start(self) -> None:
        self.start_worker()
        self.start_web()

    def start_worker(self) -> None:
        self._start("worker", "flask", "--app", "wsgi", "worker")

    def start_web(self) -> None:
        self._start("web", "gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app")
        self._until_ready()

    def _until_ready(self) -> None:
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.address}/readyz", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text()[-3000:])

    def kill(self, *names: str) -> None:
        """kill -9, all at once, children too: nobody gets to tidy up."""
        for name in names or tuple(self.processes):
            process = self.processes.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self, name: str) -> int:
        """Ask it to end; its exit code."""
        process = self.processes.pop(name)
        process.terminate()
        return process.wait(timeout=30)
