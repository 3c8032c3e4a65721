"""Where a person is signed in."""

from flask import flash, g, url_for

from marketplace.core.db import db, find
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _

from .. import queries
from .. import session as sign_in_session
from ..actions import sessions as actions
from .door import bp


@bp.get("/account/sessions")
@open_to(people)
def sessions():
    return render(
        "accounts/sessions.html",
        sessions=db.session.scalars(queries.open_sessions(g.user)).all(),
        this_one=g.session_row,
    )


@bp.post("/account/sessions/<int:session_id>/end")
@open_to(people)
def end_session(session_id: int):
    session = find(queries.open_sessions(g.user), id=session_id)
    actions.end(session, by=g.user)
    if session is g.session_row:
        sign_in_session.stop()
        return see_other(url_for("pages.home"))
    flash(_("That session is ended."), "success")
    return see_other(url_for("accounts.sessions"))


@bp.post("/account/sessions/end-others")
@open_to(people)
def end_other_sessions():
    actions.end_others(g.user, but=g.session_row)
    flash(_("You are signed out everywhere else."), "success")
    return see_other(url_for("accounts.sessions"))
