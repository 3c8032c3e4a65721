"""A forgotten password: a link by letter, and a new one."""

from flask import flash, g, request, session, url_for

from marketplace.core.db import db
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import throttle, within

from .. import limits, queries
from .. import session as sign_in_session
from ..actions import links
from ..actions import password as passwords
from ..forms import ForgotForm, ResetForm
from ..models import Purpose
from .door import bp, dead_link, visitor


@bp.route("/forgot", methods=["GET", "POST"])
@open_to(everyone)
def forgot():
    form = ForgotForm()
    if request.method != "POST":
        return render("accounts/forgot.html", form=form)
    if not form.validate():
        return render("accounts/forgot.html", status=422, form=form)
    throttle(limits.FORGOT_FROM, "forgot", visitor())
    throttle(limits.FORGOT, "forgot", form.email.data, visitor())
    if within(limits.LETTERS_TO, "letters", form.email.data):
        passwords.forgot(form.email.data, current_locale())
    return render("accounts/forgot_sent.html", email=form.email.data)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@open_to(everyone)
def reset(token: str):
    link = db.session.scalar(queries.open_link(token, Purpose.RESET))
    if link is None or link.user is None:
        return dead_link("accounts.forgot", _("Ask for a new link"))
    form = ResetForm()
    form.known_words = (link.user.name, link.user.email)
    if request.method != "POST":
        return render("accounts/reset.html", form=form, token=token, email=link.user.email)
    if not form.validate():
        return render("accounts/reset.html", status=422, form=form, token=token, email=link.user.email)
    if links.take(token, Purpose.RESET) is None:
        return dead_link("accounts.forgot", _("Ask for a new link"))
    passwords.reset(link, form.password.data)
    if g.user is not None:
        sign_in_session.stop()
    session.pop("halfway", None)
    flash(_("Your new password is set. Sign in with it."), "success")
    return see_other(url_for("accounts.sign_in"))
