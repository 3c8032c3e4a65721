"""The way out: a letter as a message (RFC 5322), by SMTP, or into a folder where there is no mail server.

No conversation with a mail server happens inside a transaction of the database. A letter is delivered at least once,
and exactly once but for a crash between the server's 250 and the row.
"""

import os
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from socket import SHUT_RDWR
from threading import Event, Timer
from urllib.parse import unquote, urlsplit

import structlog

from . import outbox
from .config import Settings
from .outbox import Letter

log = structlog.get_logger(__name__)
PATIENCE = 20  # seconds for one answer of the server
WHOLE_PATIENCE = 120  # for the conversation: a server that drips a byte at a time must not hold a letter
PERMANENT = range(500, 600)
# What the site's own settings are to blame for may be mended: the letter waits.
OUR_FAULT = (smtplib.SMTPAuthenticationError, smtplib.SMTPHeloError, smtplib.SMTPConnectError)
SETTLE_TRIES = 5


class _Whole(UnstructuredHeader):
    """A header of ours, as it was written: folded, a long address would come out as encoded words, and lead nowhere."""

    name: str  # BaseHeader's

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


POLICY = SMTP.clone(
    header_factory=HeaderRegistry(default_class=_Whole)
)  # names, addresses and subjects keep theirs


class Refused(Exception):
    """The server will never take this letter."""


class NotNow(Exception):
    """The letter could not be handed over this time."""


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The message: text and HTML, in ASCII on the wire, with the letter's own Message-ID."""
    message = EmailMessage(policy=POLICY)
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(letter.written_at)
    message["From"] = Address(settings.site_name, addr_spec=settings.mail_from)
    message["To"] = Address(letter.to_name, addr_spec=letter.to_address)
    # Some letters say "answer this letter": that must reach somebody, whatever the sender is called.
    if reply_to := letter.reply_to or settings.contact_email:
        message["Reply-To"] = Address(addr_spec=reply_to)
    message["Subject"] = letter.subject
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: an absence notice does not answer it
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.locale  # last: contents bring their own Content headers
    return message


def deliver_next(settings: Settings) -> bool:
    """Take one letter that is due and bring it on its way; False if none is due."""
    letter = outbox.claim()
    if letter is None:
        return False
    about = {"letter": letter.id, "event_name": letter.event, "attempt": letter.attempts}
    try:
        _hand_over(letter, settings)
    except Refused as reason:
        log.warning("letter given up", reason=str(reason), **about)
        _note(outbox.refused, letter, str(reason))
    except Exception as reason:  # noqa: BLE001  whatever is wrong with this letter must not stop the others
        log.warning("letter not sent", reason=_sentence(reason), **about)
        _note(outbox.failed, letter, _sentence(reason))
    else:
        log.info("letter sent", **about)
        _note(outbox.sent, letter)
    return True


def _note(verb: Callable[..., bool], letter: Letter, *reason: str) -> None:
    """Write down what became of it; a database that is busy is asked again, for the letter has left."""
    for again in range(SETTLE_TRIES):
        try:
            verb(letter, *reason)
        except Exception:
            if again == SETTLE_TRIES - 1:
                raise
            log.warning("letter's row could not be written", letter=letter.id)
            Event().wait(again + 1)
        else:
            return


def _sentence(reason: Exception) -> str:
    if isinstance(reason, NotNow):
        return str(reason)
    return f"{type(reason).__name__}: {reason}"


def _hand_over(letter: Letter, settings: Settings) -> None:
    message = compose(letter, settings)
    if not settings.mail_url:
        _lay_down(message, letter, settings.instance / "letters")
        return
    with conversation(settings.mail_url) as server:
        _say(server, message, letter, settings)


def _say(server: smtplib.SMTP, message: EmailMessage, letter: Letter, settings: Settings) -> None:
    try:
        server.send_message(message, settings.mail_from, [letter.to_address])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = error.recipients[letter.to_address]
        raise (Refused if code in PERMANENT else NotNow)(_answer(code, words)) from error
    except OUR_FAULT:
        raise
    except smtplib.SMTPResponseException as error:
        refused = error.smtp_code in PERMANENT
        raise (Refused if refused else NotNow)(_answer(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Refused("the mail server takes no addresses beyond ASCII") from error


def _answer(code: int, words: bytes | str) -> str:
    told = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(told.split())}"


@contextmanager
def conversation(mail_url: str) -> Iterator[smtplib.SMTP]:
    """An open, greeted and where possible encrypted line to the mail server.

    smtps:// is encrypted from the start; smtp:// as soon as the server offers STARTTLS, and with a user and password
    only then. Raises `NotNow`, `OSError` or `smtplib.SMTPException`.
    """
    url = urlsplit(mail_url)
    host, tls = url.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=PATIENCE, context=tls)
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=PATIENCE)
    last_moment = Timer(WHOLE_PATIENCE, _hang_up, [server])
    last_moment.daemon = True
    last_moment.start()
    try:
        server.ehlo_or_helo_if_needed()
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=tls)
            server.ehlo()
        elif url.scheme == "smtp" and url.username:
            raise NotNow("the mail server offers no STARTTLS: a password does not travel in the clear")
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server
    finally:
        # After the 250 nothing that happens to the line can take the letter back.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        last_moment.cancel()
        server.close()


def _hang_up(server: smtplib.SMTP) -> None:
    if server.sock is not None:
        with suppress(OSError):
            server.sock.shutdown(SHUT_RDWR)


def _lay_down(message: EmailMessage, letter: Letter, folder: Path) -> None:
    """Whole or not at all, and on the disk."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = "".join(c for c in letter.message_id.split("@")[0] if c.isalnum() or c == ".")
    path = folder / f"{letter.written_at:%Y%m%d-%H%M%S}-{own}.eml"
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(message.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
