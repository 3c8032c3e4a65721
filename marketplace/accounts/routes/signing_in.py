"""Signing in, in one step or two, and out."""

from typing import Any

from flask import Response, g, request, session, url_for

from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.gate import everyone, open_to, signed_out
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import forgive, throttle, within

from .. import limits
from .. import session as sign_in_session
from ..actions import password as passwords
from ..actions import registration
from ..actions import second_factor as codes
from ..actions import sessions as records
from ..browsers import name_of
from ..destination import path_on_this_site
from ..forms import CodeForm, SignInForm
from ..models import User
from .door import bp, first_page, visitor

HALFWAY_SECONDS = 300


def _next() -> str | None:
    return path_on_this_site(request.args.get("next"))


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to(signed_out)
def sign_in():
    form = SignInForm()
    if request.method != "POST":
        return render("accounts/sign_in.html", form=form, next=_next())
    if not form.validate():
        return render("accounts/sign_in.html", status=422, form=form, next=_next())
    email = form.email.data.lower()
    throttle(limits.SIGN_IN_FROM, "sign in", visitor())
    throttle(limits.SIGN_IN, "sign in", email, visitor())
    user = passwords.who_signs_in(email, form.password.data)
    if user is None:
        form.form_errors.append(_("This address and this password do not belong together."))
        return render("accounts/sign_in.html", status=422, form=form, next=_next())
    forgive(limits.SIGN_IN, "sign in", email, visitor())
    if user.confirmed_at is None:
        if within(limits.LETTERS_TO, "letters", user.email):
            registration.send_again(user)
        return see_other(url_for("accounts.registered"))
    if user.has_second_factor:
        _go_halfway(user)
        return see_other(url_for("accounts.second_factor", next=_next()))
    return _let_in(user, second_factor=False)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@open_to(signed_out)
def second_factor():
    user = _halfway()
    if user is None:
        return see_other(url_for("accounts.sign_in", next=_next()))
    form = CodeForm()
    if request.method != "POST":
        return render("accounts/second_factor.html", form=form, next=_next())
    if not form.validate():
        return render("accounts/second_factor.html", status=422, form=form, next=_next())
    throttle(limits.CODE, "code", str(user.id))
    throttle(limits.CODES, "code", str(user.id))
    if not codes.is_right(user, form.code.data):
        form.code.errors = [_("This code is wrong, or has been used. Wait for the next one.")]
        return render("accounts/second_factor.html", status=422, form=form, next=_next())
    forgive(limits.CODE, "code", str(user.id))
    return _let_in(user, second_factor=True)


@bp.post("/sign-out")
@open_to(everyone)
def sign_out():
    sign_in_session.stop()
    return see_other(url_for("pages.home"))


def _go_halfway(user: User) -> None:
    """Nothing is open yet: the cookie says only whose code is awaited, for five minutes and this password."""
    session.clear()
    session["halfway"] = {"user": user.id, "at": int(now().timestamp()), "password": _mark(user)}


def _mark(user: User) -> str:
    return registration.mark_of(user.email, user.password_hash)[:16]


def _halfway() -> User | None:
    halfway: dict[str, Any] = session.get("halfway") or {}
    if now().timestamp() - halfway.get("at", 0) > HALFWAY_SECONDS:
        return None
    user = db.session.get(User, halfway.get("user", 0))
    if user is None or not user.has_second_factor or _mark(user) != halfway.get("password"):
        return None
    return user


def _let_in(user: User, *, second_factor: bool) -> Response:
    destination = _next() or first_page(user)
    browser = name_of(request.user_agent.string)
    records.signed_in(user, sign_in_session.start(user, browser=browser, second_factor=second_factor))
    g.user = user
    return see_other(destination)
