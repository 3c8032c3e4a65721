"""The account's own pages: name, language, address, password, contact card."""

from flask import flash, g, request, url_for

from marketplace.core.db import db
from marketplace.core.gate import everyone, open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import throttle, within

from .. import limits, queries
from .. import session as sign_in_session
from ..actions import links, profile
from ..actions import password as passwords
from ..browsers import name_of
from ..forms import CardForm, ChangeEmailForm, ChangePasswordForm, ConfirmForm, LanguageForm, NameForm
from ..models import Purpose
from .door import bp, dead_link, password_is_right


@bp.get("/account")
@open_to(people)
def settings():
    return render(
        "accounts/settings.html", sessions=len(db.session.scalars(queries.open_sessions(g.user)).all())
    )


@bp.route("/account/name", methods=["GET", "POST"])
@open_to(people)
def name():
    form = NameForm(obj=g.user)
    if request.method != "POST":
        return render("accounts/name.html", form=form)
    if not form.validate():
        return render("accounts/name.html", status=422, form=form)
    profile.rename(g.user, form.name.data)
    flash(_("Your name is changed."), "success")
    return see_other(url_for("accounts.settings"))


@bp.route("/account/language", methods=["GET", "POST"])
@open_to(people)
def language():
    form = LanguageForm(obj=g.user)
    if request.method != "POST":
        return render("accounts/language.html", form=form)
    if not form.validate():
        return render("accounts/language.html", status=422, form=form)
    profile.speak(g.user, form.locale.data)
    return see_other(url_for("accounts.settings", locale=g.user.locale))


@bp.route("/account/address", methods=["GET", "POST"])
@open_to(people)
def change_email():
    form = ChangeEmailForm()
    if request.method != "POST":
        return render("accounts/change_email.html", form=form)
    if not form.validate() or not password_is_right(form):
        return render("accounts/change_email.html", status=422, form=form)
    throttle(limits.ADDRESSES, "new address", str(g.user.id))
    if within(limits.LETTERS_TO, "letters", form.email.data):
        profile.ask_for_address(g.user, form.email.data)
    return render("accounts/change_email_sent.html", email=form.email.data)


@bp.route("/account/address/<token>", methods=["GET", "POST"])
@open_to(everyone)
def confirm_email(token: str):
    link = db.session.scalar(queries.open_link(token, Purpose.CHANGE_EMAIL))
    if link is None or link.user is None:
        return dead_link("accounts.change_email", _("Ask for a new link"))
    form = ConfirmForm()
    if request.method != "POST":
        return render("accounts/confirm_email.html", form=form, link=link, token=token)
    if not form.validate():
        return render("accounts/confirm_email.html", status=422, form=form, link=link, token=token)
    if links.take(token, Purpose.CHANGE_EMAIL) is None or not profile.change_address(link):
        return dead_link("accounts.change_email", _("Ask for a new link"))
    flash(_("From now on you sign in with your new address."), "success")
    return see_other(url_for("accounts.settings" if g.user is not None else "accounts.sign_in"))


@bp.route("/account/password", methods=["GET", "POST"])
@open_to(people)
def change_password():
    form = ChangePasswordForm()
    form.known_words = (g.user.name, g.user.email)
    if request.method != "POST":
        return render("accounts/change_password.html", form=form)
    if not form.validate() or not password_is_right(form):
        return render("accounts/change_password.html", status=422, form=form)
    second_factor = g.session_row.second_factor
    passwords.change(g.user, form.new_password.data)
    sign_in_session.start(g.user, browser=name_of(request.user_agent.string), second_factor=second_factor)
    flash(_("Your password is changed. You are signed out everywhere else."), "success")
    return see_other(url_for("accounts.settings"))


@bp.route("/account/card", methods=["GET", "POST"])
@open_to(people)
def card():
    form = CardForm(obj=g.user.card or g.user)
    if request.method != "POST":
        return render("accounts/card.html", form=form)
    if not form.validate():
        return render("accounts/card.html", status=422, form=form)
    profile.write_card(
        g.user,
        name=form.name.data,
        role=form.role.data,
        telephone=form.telephone.data or "",
        email=form.email.data,
    )
    flash(_("Your contact card is kept."), "success")
    return see_other(url_for("accounts.settings"))
