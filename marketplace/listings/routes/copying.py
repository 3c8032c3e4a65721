"""A new draft from an old one."""

from flask import flash, g, url_for

from marketplace.core.db import db, find
from marketplace.core.gate import open_to
from marketplace.core.htmx import see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import ngettext
from marketplace.core.throttle import throttle
from marketplace.organisations.policy import writers

from .. import actions, queries
from ..texts import texts_of
from .blueprint import bp


@bp.post("/listings/<reference>/copy")
@open_to(writers)
def copy(reference: str):
    old = find(queries.written_by(g.user), reference=reference)
    throttle("40 per day", "begin a listing", str(g.user.id))
    new = actions.copy(old, by=g.user)
    flash(
        _(
            "This is a copy of %(reference)s. Dates, answers and history were not copied.",
            reference=old.reference,
        ),
        "success",
    )
    if drafts := len(list(db.session.scalars(texts_of(new)))):
        flash(
            ngettext(
                "Its text in %(num)s other language was copied too, as a draft: check it before you hand this in.",
                "Its texts in %(num)s other languages were copied too, as drafts: check them before you hand this in.",
                drafts,
            ),
            "info",
        )
    if len(new.attachments) < len(old.attachments):
        flash(
            _("Pictures and documents were not copied: your organisation has no more room for files."), "info"
        )
    return see_other(url_for("listings.edit", reference=new.reference, step=1))
