"""The second factor: set up, asked for, taken off."""

from sqlalchemy import delete, update

from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.history import record

from .. import emails
from ..models import RecoveryCode, SignInSession, User
from ..second_factor import new_recovery_codes, recovery_hash, step_of
from ..session import end_all


def set_up(user: User, secret: str, code: str, *, session: SignInSession) -> list[str] | None:
    """Switch it on, with a first code as proof. Returns the recovery codes; None if the code is wrong.

    Her other sessions end: they were opened with the password alone.
    """
    step = step_of(code, secret)
    if step is None:
        return None
    user.totp_secret, user.totp_last_step = secret, step
    session.second_factor = True
    end_all(user, but=session)
    record(user, "second_factor_on", user)
    emails.second_factor_changed(user, on=True)
    return renew_recovery_codes(user)


def renew_recovery_codes(user: User) -> list[str]:
    """New recovery codes; the old ones are no longer good. This is the only time they can be read."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = new_recovery_codes()
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=recovery_hash(code)) for code in codes)
    record(user, "recovery_codes_made", user)
    return codes


def take_off(user: User) -> None:
    """Switch it off; recovery codes go with it."""
    user.totp_secret = ""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    record(user, "second_factor_off", user)
    emails.second_factor_changed(user, on=False)


def is_right(user: User, code: str) -> bool:
    """Whether this is her one-time code of now, or a recovery code. Each is good once, of two at once for one."""
    if _takes_step(user, code) or _takes_recovery_code(user, code):
        return True
    record(None, "sign_in_refused", user, reason="second_factor")
    return False


def _takes_step(user: User, code: str) -> bool:
    step = step_of(code, user.totp_secret) if user.totp_secret else None
    if step is None:
        return False
    newer = update(User).where(User.id == user.id, User.totp_last_step < step).values(totp_last_step=step)
    return bool(db.session.execute(newer).rowcount == 1)  # type: ignore[attr-defined]


def _takes_recovery_code(user: User, code: str) -> bool:
    unused = update(RecoveryCode).where(
        RecoveryCode.user_id == user.id,
        RecoveryCode.code_hash == recovery_hash(code),
        RecoveryCode.used_at.is_(None),
    )
    if db.session.execute(unused.values(used_at=now())).rowcount != 1:  # type: ignore[attr-defined]
        return False
    record(user, "recovery_code_used", user)
    return True
