"""Settings, read once from the environment; a missing or odd value stops the start with a sentence."""

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

DEFAULT_INSTANCE = Path(__file__).resolve().parents[2] / "instance"
DEFAULT_DICTIONARIES = DEFAULT_INSTANCE / "dictionaries"
SHORTEST_SECRET = 32
FEWEST_DIFFERENT = 10
# What examples have where a secret belongs; random characters hardly ever have it.
PLACEHOLDER = re.compile(
    r"change.?(me|this|it)|replace.?(me|this)|secret.?key|your.?secret|example|default",
    re.IGNORECASE,
)
LONGEST_NAME = 60
MOST_BONUS = 20
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
    source_url: str = ""
    translate_url: str = ""
    translate_key: str = ""
    trusted_proxies: int = 0
    match_bonus: int = 3  # points a ground: marketplace/matches/bonus.py
    log_level: str = "INFO"
    instance: Path = field(default=DEFAULT_INSTANCE)
    dictionaries: Path = field(default=DEFAULT_DICTIONARIES)

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
            source_url=get("SOURCE_URL", ""),
            translate_url=get("TRANSLATE_URL", "").rstrip("/"),
            translate_key=get("TRANSLATE_KEY", ""),
            trusted_proxies=_number(
                get("TRUSTED_PROXIES") or "0",
                9,
                "TRUSTED_PROXIES must be a small whole number: how many proxies stand before the site.",
                mistakes,
            ),
            match_bonus=_number(
                get("MATCH_BONUS") or str(cls.match_bonus),
                MOST_BONUS,
                f"MATCH_BONUS must be a whole number from 0 to {MOST_BONUS}: points for a rural, partnerless or waiting hromada.",
                mistakes,
            ),
            log_level=(get("LOG_LEVEL") or "INFO").upper(),
            instance=instance,
            dictionaries=Path(get("DICTIONARIES") or DEFAULT_DICTIONARIES).resolve(),
        )
        if _flag("FLASK_DEBUG", get("FLASK_DEBUG", ""), mistakes):
            mistakes.append("FLASK_DEBUG is on: the debugger would run anybody's code. Unset it.")
        mistakes += settings.mistakes()
        if mistakes:
            raise BadSettings(mistakes)
        return settings

    def mistakes(self) -> list[str]:
        """One sentence for each value that makes no sense."""
        return [
            *self._about_the_site(),
            *self._about_the_database(),
            *self._about_letters(),
            *self._about_translations(),
            *self._about_the_rest(),
        ]

    def _about_the_site(self) -> Iterator[str]:
        if not self.secret_key:
            yield "SECRET_KEY is missing. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        elif len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < FEWEST_DIFFERENT:
            yield f"SECRET_KEY is too short or too plain: {SHORTEST_SECRET} random characters at least."
        elif PLACEHOLDER.search(self.secret_key):
            yield "SECRET_KEY is a placeholder that was never replaced: anybody knows it."
        base = _parts(self.base_url)
        if not self.base_url:
            yield "BASE_URL is missing: the address people type, such as https://mistok.example."
        elif base is None or base.scheme not in ("http", "https") or not _is_bare(base):
            yield "BASE_URL must be a scheme and a host and nothing more, such as https://mistok.example."
        elif base.scheme == "http" and not _is_local(base.hostname or ""):
            yield "BASE_URL must begin with https: unless it is this machine (localhost, 127.0.0.1)."

    def _about_the_database(self) -> Iterator[str]:
        if not self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            yield "DATABASE_URL must begin with sqlite:/// or postgresql://."
        elif self.on_sqlite and (":memory:" in self.database_url or self.database_url == "sqlite:///"):
            yield "DATABASE_URL must name a file: a database in memory is gone with its process."
        storage = _parts(self.storage_url)
        if self.storage_url and (storage is None or storage.scheme != "file" or storage.netloc):
            yield "STORAGE_URL must begin with file:///, the folder where pictures and documents are kept."

    def _about_letters(self) -> Iterator[str]:
        mail = _parts(self.mail_url)
        if self.mail_url and (mail is None or mail.scheme not in ("smtp", "smtps") or not mail.hostname):
            yield "MAIL_URL must begin with smtp:// or smtps://, such as smtp://user:password@host:587."
        if not _is_address(self.mail_from):
            yield "MAIL_FROM must be an e-mail address, such as mistok@example.org."
        if self.contact_email and not _is_address(self.contact_email):
            yield "CONTACT_EMAIL must be an e-mail address, such as help@example.org."

    def _about_translations(self) -> Iterator[str]:
        service = _parts(self.translate_url)
        if self.translate_key and not self.translate_url:
            yield "TRANSLATE_KEY is set without TRANSLATE_URL: nobody would be asked."
        if not self.translate_url:
            return
        if service is None or service.scheme not in ("http", "https") or not service.hostname:
            yield "TRANSLATE_URL must be the address of a LibreTranslate service, such as https://translate.example."
        elif service.query or service.fragment or service.username or service.path.endswith("/translate"):
            yield "TRANSLATE_URL must be a scheme, a host and at most a folder: /translate is added, a key stands in TRANSLATE_KEY."
        elif self.translate_key and service.scheme == "http" and not _is_local(service.hostname):
            yield "TRANSLATE_URL must begin with https: where a TRANSLATE_KEY goes with it."
        if not self.translate_key.isprintable():
            yield "TRANSLATE_KEY must be one line."

    def _about_the_rest(self) -> Iterator[str]:
        source = _parts(self.source_url)
        if self.source_url and (
            source is None or source.scheme not in ("http", "https") or not source.hostname
        ):
            yield "SOURCE_URL must be an address such as https://git.example/mistok."
        if not self.site_name.isprintable() or len(self.site_name) > LONGEST_NAME:
            yield f"SITE_NAME must be one line of {LONGEST_NAME} characters at most."
        if self.log_level not in LOG_LEVELS:
            yield f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}."


def _flag(name: str, value: str, mistakes: list[str]) -> bool:
    if value.lower() not in ("", "0", "1", "true", "false", "yes", "no"):
        mistakes.append(f"{name} must be 1 or 0.")
    return value.lower() in ("1", "true", "yes")


def _number(value: str, most: int, sentence: str, mistakes: list[str]) -> int:
    """A whole number from none to `most`; for anything else the sentence, and none."""
    if not value.isascii() or not value.isdigit() or len(value) > 4 or int(value) > most:
        mistakes.append(sentence)
        return 0
    return int(value)


def _parts(url: str) -> SplitResult | None:
    """The address in its parts; None if it is none (a broken port, an open bracket)."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts


def _is_bare(base: SplitResult) -> bool:
    return bool(base.hostname) and not (base.path or base.query or base.fragment or base.username)


def _is_address(words: str) -> bool:
    name, _, domain = words.rpartition("@")
    return bool(name and domain) and words.isprintable() and not any(c in words for c in ' <>,;"')


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
    parts = _parts(base)
    if base and (parts is None or not _is_local(parts.hostname or "")):
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
