"""Leaving the site."""

from flask import flash, g, request, url_for

from marketplace.core.db import db
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.handoff import actions as handoff_actions
from marketplace.notifications import actions as notification_actions
from marketplace.organisations import actions as organisation_actions
from marketplace.organisations import queries as organisation_queries

from .. import session as sign_in_session
from ..actions import leaving
from ..forms import PasswordForm
from .door import bp, password_is_right


@bp.route("/account/leave", methods=["GET", "POST"])
@open_to(people)
def leave():
    form = PasswordForm()
    to_hand_over = db.session.scalars(organisation_queries.must_hand_over(g.user)).all()
    if request.method != "POST":
        return render("accounts/leave.html", form=form, to_hand_over=to_hand_over)
    if not form.validate() or not password_is_right(form):
        return render("accounts/leave.html", status=422, form=form, to_hand_over=to_hand_over)
    if to_hand_over:
        return render("accounts/leave.html", status=409, form=form, to_hand_over=to_hand_over)
    user = g.user
    handoff_actions.withdraw_cards_of(user)
    notification_actions.forget_person(user)
    organisation_actions.remove_person(user)
    sign_in_session.stop()
    leaving.leave(user)
    flash(_("Your account is closed. Thank you for having been here."), "success")
    return see_other(url_for("pages.home"))
