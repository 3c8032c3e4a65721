"""Opening an account and confirming its address."""

from typing import Any

from flask import flash, g, request, session, url_for

from marketplace.core.db import db
from marketplace.core.gate import everyone, open_to, signed_out
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import throttle, within

from .. import limits, queries
from ..actions import links, registration
from ..actions import password as passwords
from ..forms import ConfirmElsewhereForm, ConfirmForm, RegisterForm
from ..models import MailedLink, Purpose
from .door import bp, dead_link, visitor


@bp.route("/register", methods=["GET", "POST"])
@open_to(signed_out)
def register():
    form = RegisterForm(data={"locale": current_locale()})
    if request.method != "POST":
        return render("accounts/register.html", form=form)
    if not form.validate():
        return render("accounts/register.html", status=422, form=form)
    throttle(limits.REGISTER_FROM, "register", visitor())
    throttle(limits.REGISTERS_FROM, "register", visitor())
    session["registered"] = registration.register(
        email=form.email.data,
        name=form.name.data,
        password=form.password.data,
        locale=form.locale.data,
        letter=within(limits.LETTERS_TO, "letters", form.email.data),
    )
    return see_other(url_for("accounts.registered"))


@bp.get("/registered")
@open_to(everyone)
def registered():
    return render("accounts/registered.html")


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@open_to(everyone)
def confirm(token: str):
    link = db.session.scalar(queries.open_link(token, Purpose.CONFIRM))
    if link is None or link.user is None:
        return dead_link("accounts.sign_in", _("Sign in"))
    form = _confirm_form(link)
    if request.method != "POST":
        return render("accounts/confirm.html", form=form, link=link)
    if not form.validate() or not _knows_password(form, link):
        return render("accounts/confirm.html", status=422, form=form, link=link)
    if links.take(token, Purpose.CONFIRM) is None:
        return dead_link("accounts.sign_in", _("Sign in"))
    registration.confirm(link)
    flash(_("Your address is confirmed. You can sign in now."), "success")
    return see_other(url_for("accounts.sign_in" if g.user is None else "pages.home"))


def _confirm_form(link: MailedLink) -> ConfirmForm | ConfirmElsewhereForm:
    """One button in the browser that registered; elsewhere the password too.

    A stranger may have registered this address with a password of his: who confirms must be who chose it.
    """
    assert link.user is not None
    mark = registration.mark_of(link.email, link.user.password_hash)
    return ConfirmForm() if session.get("registered") == mark else ConfirmElsewhereForm()


def _knows_password(form: Any, link: MailedLink) -> bool:
    if "password" not in form:
        return True
    throttle(limits.AGAIN, "confirm", str(link.id))
    assert link.user is not None
    if passwords.is_right(link.user, form.password.data):
        return True
    form.password.errors = [_("This is not the password that was chosen when the account was opened.")]
    return False
