"""Sessions that can be ended: the signed cookie carries a random id whose hash is a row of ours.

Flask's own signed cookie would open the account after sign-out, for ever. Limits: idle and absolute, shorter for
moderators (OWASP Session Management). The idle clock ticks in the cookie itself, so that reading changes no row.
"""

from datetime import datetime, timedelta

from flask import Flask, g, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from marketplace.core.clock import now
from marketplace.core.db import db

from .models import SignInSession, User
from .tokens import hashed as hashed
from .tokens import new_token

IDLE, ABSOLUTE = timedelta(days=7), timedelta(days=30)
MODERATOR_IDLE, MODERATOR_ABSOLUTE = timedelta(hours=2), timedelta(hours=12)
SEEN_EVERY = 60  # seconds between two marks in the cookie


def limits_for(user: User) -> tuple[timedelta, timedelta]:
    """How long this person's session may idle, and last."""
    return (MODERATOR_IDLE, MODERATOR_ABSOLUTE) if user.is_moderator else (IDLE, ABSOLUTE)


def start(user: User, *, browser: str = "", second_factor: bool = False) -> SignInSession:
    """Sign this person in, in this browser: a new id, and nothing of the old session kept."""
    token = new_token()
    row = SignInSession(
        token_hash=hashed(token), user=user, browser=browser[:80], second_factor=second_factor
    )
    db.session.add(row)
    session.clear()
    session.permanent = True
    session["seen"] = int(now().timestamp())
    user.session_token = token  # type: ignore[misc]  # what get_id() gives to the cookie
    login_user(user)
    g.user, g.session_row = user, row
    return row


def stop() -> None:
    """Sign out here: the row ends, the cookie is emptied."""
    row = g.get("session_row")
    if row is not None:
        row.ended_at = now()
    logout_user()
    session.clear()
    g.user = g.session_row = None


def end_all(user: User, *, but: SignInSession | None = None) -> None:
    """End every session of this person, but perhaps the one she is in (password change, leaving, a block)."""
    others = update(SignInSession).where(SignInSession.user_id == user.id, SignInSession.ended_at.is_(None))
    if but is not None:
        others = others.where(SignInSession.id != but.id)
    db.session.execute(others.values(ended_at=now()))


def _load(token: str) -> User | None:
    with_user = select(SignInSession).options(joinedload(SignInSession.user))
    row = db.session.scalar(with_user.where(SignInSession.token_hash == hashed(token)))
    if row is None or row.ended_at is not None or row.user.left_at is not None:
        return None
    idle, absolute = limits_for(row.user)
    seen = datetime.fromtimestamp(int(session.get("seen", 0)), tz=row.started_at.tzinfo)
    if now() - row.started_at > absolute or now() - seen > idle:
        return None
    g.session_row = row
    row.user.session_token = token  # type: ignore[misc]
    return row.user


def init_app(app: Flask) -> None:
    """Let each request know who is signed in: `g.user`, `g.session_row`."""
    manager = LoginManager(app)
    manager.session_protection = None  # a phone changes its address; the row is the protection
    manager.user_loader(_load)

    @app.before_request
    def who_is_it() -> None:
        g.session_row = None
        g.user = current_user._get_current_object() if current_user.is_authenticated else None
        if g.user is not None and now().timestamp() - session.get("seen", 0) > SEEN_EVERY:
            session["seen"] = int(now().timestamp())
        row = g.session_row
        # Only what writes anyway marks the row: reading changes nothing.
        if (
            row is not None
            and request.method == "POST"
            and now() - row.last_used_at > timedelta(seconds=SEEN_EVERY)
        ):
            row.last_used_at = now()
