"""Saving a search, and the page of those that are saved."""

from dataclasses import dataclass
from typing import Any

from flask import flash, g, request, url_for

from marketplace.core.db import db, find
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.listings.cards import cards
from marketplace.search.filters import Filters

from .. import actions, queries
from ..codes import FREQUENCIES, PROMISES, Frequency
from ..forms import FrequencyForm, SaveForm
from ..models import SavedSearch
from ..searches import address_of, digest_of, filters_of, in_words
from .blueprint import bp


@bp.route("/saved-searches/new", methods=["GET", "POST"])
@open_to(people)
def save():
    filters = Filters.read(request.args.to_dict(flat=False))
    known = db.session.scalar(queries.searches_of(g.user).where(SavedSearch.digest == digest_of(filters)))
    form = SaveForm(
        name=known.name if known else "", frequency=known.frequency if known else Frequency.WEEKLY
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate() and _is_saved(filters, form):
            flash(_("The search is saved."), "success")
            return see_other(url_for("notifications.index"))
    return render(
        "notifications/save.html",
        status=status,
        form=form,
        words=in_words(filters),
        parameters=address_of(filters),
        known=known,
        promises=PROMISES,
    )


def _is_saved(filters: Filters, form: SaveForm) -> bool:
    facts = {"name": form.name.data or "", "frequency": form.frequency.data, "locale": current_locale()}
    try:
        actions.save(filters, by=g.user, **facts)
    except actions.TooManySearches:
        form.form_errors.append(
            _("You keep %(most)s searches, as many as one can. Delete one first.", most=actions.MOST_SEARCHES)
        )
        return False
    return True


@dataclass(frozen=True)
class Kept:
    """A saved search as its page shows it."""

    search: SavedSearch
    words: str
    address: dict[str, Any]

    @property
    def promise(self) -> Any:
        """What it will send, and when."""
        return PROMISES[Frequency(self.search.frequency)]


@bp.get("/saved-searches")
@open_to(people)
def index():
    kept = [
        Kept(one, in_words(filters_of(one)), filters_of(one).address())
        for one in db.session.scalars(queries.searches_of(g.user))
    ]
    followed = db.session.scalars(queries.followed_by(g.user))
    return render(
        "notifications/index.html",
        kept=kept,
        cards=cards([one.listing_id for one in followed]),
        frequencies=FREQUENCIES,
    )


@bp.post("/saved-searches/<int:search_id>/frequency")
@open_to(people)
def change(search_id: int):
    saved = find(queries.searches_of(g.user), id=search_id)
    form = FrequencyForm()
    if form.validate():
        actions.change(saved, form.frequency.data, by=g.user)
        flash(str(PROMISES[Frequency(saved.frequency)]), "success")
    else:
        flash(_("Choose when we shall write."), "error")
    return see_other(url_for("notifications.index"))


@bp.post("/saved-searches/<int:search_id>/forget")
@open_to(people)
def forget(search_id: int):
    saved = find(queries.searches_of(g.user), id=search_id)
    actions.forget(saved, by=g.user)
    flash(_("The search is deleted, and writes no more."), "success")
    return see_other(url_for("notifications.index"))
