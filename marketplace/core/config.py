"""Settings, read once from the environment; a missing or odd value stops the start with a sentence."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_INSTANCE = Path(__file__).resolve().parents[2] / "instance"
SHORTEST_SECRET = 32
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class BadSettings(SystemExit):
    """The environment does not describe a site that can run; carries one sentence for each mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__("Mistok does not start:\n" + "\n".join(f"  - {line}" for line in mistakes))


@dataclass(frozen=True)
class Settings:
    """What an operator may set. Every field is an environment variable of the same name in capitals."""

    secret_key: str
    base_url: str
    database_url: str
    demonstration: bool = False
    testing: bool = False
    site_name: str = "Mistok"
    mail_url: str = ""
    mail_from: str = "noreply@localhost"
    contact_email: str = ""
    storage_url: str = ""
    trusted_proxies: int = 0
    log_level: str = "INFO"
    instance: Path = field(default=DEFAULT_INSTANCE)

    @property
    def secure(self) -> bool:
        """Whether visitors come over HTTPS."""
        return self.base_url.startswith("https:")

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read and judge the environment.

        Raises `BadSettings` with a sentence for each mistake, all of them at once.
        """
        get = {name: value.strip() for name, value in environment.items()}.get
        mistakes: list[str] = []
        instance = Path(get("INSTANCE_PATH") or DEFAULT_INSTANCE).resolve()
        demonstration = _flag("DEMONSTRATION", get("DEMONSTRATION", ""), mistakes)
        if demonstration:
            _refuse_a_real_site(get("DATABASE_URL", ""), get("BASE_URL", ""), get("MAIL_URL", ""), mistakes)
        settings = cls(
            secret_key=get("SECRET_KEY") or (_own_secret(instance) if demonstration else ""),
            base_url=(
                get("BASE_URL") or (f"http://127.0.0.1:{get('PORT') or 8000}" if demonstration else "")
            ).rstrip("/"),
            database_url=_database(get("DATABASE_URL", ""), instance, demonstration),
            demonstration=demonstration,
            site_name=get("SITE_NAME") or "Mistok",
            mail_url=get("MAIL_URL", ""),
            mail_from=get("MAIL_FROM") or "noreply@localhost",
            contact_email=get("CONTACT_EMAIL", ""),
            storage_url=get("STORAGE_URL", ""),
            trusted_proxies=_number("TRUSTED_PROXIES", get("TRUSTED_PROXIES", "0") or "0", mistakes),
            log_level=(get("LOG_LEVEL") or "INFO").upper(),
            instance=instance,
        )
        if _flag("FLASK_DEBUG", get("FLASK_DEBUG", ""), mistakes):
            mistakes.append("FLASK_DEBUG is on: the debugger would run anybody's code. Unset it.")
        mistakes += settings.mistakes()
        if mistakes:
            raise BadSettings(mistakes)
        return settings

    def mistakes(self) -> list[str]:
        """One sentence for each value that makes no sense."""
        found = []
        if not self.secret_key:
            found.append(
                "SECRET_KEY is missing. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        elif len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < 10:
            found.append(
                f"SECRET_KEY is too short or too plain: {SHORTEST_SECRET} random characters at least."
            )
        base = urlsplit(self.base_url)
        if not self.base_url:
            found.append("BASE_URL is missing: the address people type, such as https://mistok.example.")
        elif (
            base.scheme not in ("http", "https")
            or not base.hostname
            or base.query
            or base.fragment
            or base.path
        ):
            found.append(
                "BASE_URL must be a scheme and a host and nothing more, such as https://mistok.example."
            )
        elif base.scheme == "http" and not _is_local(base.hostname):
            found.append("BASE_URL must begin with https: unless it is this machine (localhost, 127.0.0.1).")
        if not self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            found.append("DATABASE_URL must begin with sqlite:/// or postgresql://.")
        if self.mail_url and urlsplit(self.mail_url).scheme not in ("smtp", "smtps"):
            found.append(
                "MAIL_URL must begin with smtp:// or smtps://, such as smtp://user:password@host:587."
            )
        if "@" not in self.mail_from or any(character in self.mail_from for character in "\r\n<>"):
            found.append("MAIL_FROM must be an e-mail address, such as mistok@example.org.")
        if self.storage_url and urlsplit(self.storage_url).scheme != "file":
            found.append(
                "STORAGE_URL must begin with file:///, the folder where pictures and documents are kept."
            )
        if self.log_level not in LOG_LEVELS:
            found.append(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}.")
        return found


def _flag(name: str, value: str, mistakes: list[str]) -> bool:
    if value.lower() not in ("", "0", "1", "true", "false", "yes", "no"):
        mistakes.append(f"{name} must be 1 or 0.")
    return value.lower() in ("1", "true", "yes")


def _number(name: str, value: str, mistakes: list[str]) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > 9:
        mistakes.append(f"{name} must be a small whole number: how many proxies stand before the site.")
        return 0
    return int(value)


def _is_local(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1")


def _database(url: str, instance: Path, demonstration: bool) -> str:
    if url:
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url
    return f"sqlite:///{instance / ('demonstration.sqlite3' if demonstration else 'mistok.sqlite3')}"


def _refuse_a_real_site(database: str, base: str, mail: str, mistakes: list[str]) -> None:
    """Demonstration accounts open without a password: they must never stand on a real site."""
    if database:
        mistakes.append(
            "DEMONSTRATION cannot be on together with DATABASE_URL: it opens accounts without a password."
        )
    if base and not _is_local(urlsplit(base).hostname or ""):
        mistakes.append(
            "DEMONSTRATION cannot be on together with a public BASE_URL: anybody could sign in as anybody."
        )
    if mail:
        mistakes.append("DEMONSTRATION cannot be on together with MAIL_URL: its people are invented.")


def _own_secret(instance: Path) -> str:
    """The demonstration's own secret, made once and kept beside its database."""
    path = instance / "demonstration.secret"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")
