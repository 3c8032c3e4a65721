"""The way out of a letter, without signing in: a page with buttons, and the one click of a mail program (RFC 8058)."""

from typing import Any

from flask import Response, abort, flash, request, url_for

from marketplace.core.db import db
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _

from .. import actions, queries
from ..codes import Frequency
from ..models import UnsubscribeLink
from ..searches import name_of
from .blueprint import bp


@bp.get("/unsubscribe/<token>")
@open_to(everyone)
def unsubscribe(token: str):
    link = _link(token)
    if link is None:
        return _gone()
    searches: list[dict[str, Any]] = [
        {
            "id": one.id,
            "name": name_of(one),
            "locale": one.locale if one.name else None,
            "writes": one.frequency != Frequency.NEVER,
        }
        for one in link.searches
    ]
    follows = link.listing is not None and queries.follows(link.user, link.listing)
    return render(
        "notifications/unsubscribe.html",
        token=token,
        searches=searches,
        writing=sum(one["writes"] for one in searches),
        listing=link.listing,
        follows=follows,
    )


@bp.post("/unsubscribe/<token>")
@open_to(everyone)
def one_click(token: str):
    """A mail program posts here, with no cookie and no form of ours: the token in the address is the authority.

    So it is exempt from CSRF (`marketplace.app`): nobody but the letter's holder knows the address, and whoever knows it
    could press the button on its page. Answered without a redirect (RFC 8058 §3.2); pressed again, nothing changes.
    """
    link = _link(token)
    if link is None:
        return _gone()
    actions.unsubscribe(link)
    return Response(_("You get no more of these letters.") + "\n", mimetype="text/plain")


@bp.post("/unsubscribe/<token>/stop")
@open_to(everyone)
def stop(token: str):
    link = _link(token)
    if link is None:
        return _gone()
    named = request.form.get("search", type=int)
    if "search" in request.form and named not in [one.id for one in link.searches]:
        abort(404)
    actions.unsubscribe(link, search_id=named)
    flash(_("You get no more of these letters."), "success")
    return see_other(url_for("notifications.unsubscribe", token=token))


def _link(token: str) -> UnsubscribeLink | None:
    return db.session.scalar(queries.link_of(token))


def _gone() -> Response:
    return render("notifications/unsubscribe_gone.html", status=410)
