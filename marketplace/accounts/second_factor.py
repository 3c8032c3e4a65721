"""One-time codes by time (TOTP, RFC 6238) and recovery codes: what is right, without who asks."""

import hashlib
import re
import secrets
from hmac import compare_digest

import pyotp

from marketplace.core.clock import now

STEP_SECONDS = 30
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for each other on paper


def new_secret() -> str:
    """160 random bits in base 32, as authenticator applications take them (RFC 4226 §4)."""
    return pyotp.random_base32()


def uri(secret: str, email: str, site: str) -> str:
    """What the picture says to an authenticator application."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=site)


def step_of(code: str, secret: str) -> int | None:
    """The time step this code belongs to: the present one, the one before or after; None if to no such step."""
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    totp, present = pyotp.TOTP(secret), int(now().timestamp()) // STEP_SECONDS
    return next(
        (
            step
            for step in (present, present - 1, present + 1)
            if compare_digest(totp.generate_otp(step), digits)
        ),
        None,
    )


def new_recovery_codes() -> list[str]:
    """Ten codes of 79 random bits, in groups of four to be written down."""
    return [
        "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> str:
    """What is stored of a recovery code; blanks, dashes and case do not matter."""
    return hashlib.sha256(re.sub(r"[\s\-]", "", code).lower().encode("utf-8", "surrogatepass")).hexdigest()
