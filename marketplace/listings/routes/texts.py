"""Texts in more languages: which there are, and a page for each, the original beside the fields."""

from typing import Any

from babel.dates import format_time
from flask import Response, abort, flash, g, jsonify, request, url_for

from marketplace.core.clock import KYIV, now
from marketplace.core.db import db, find
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import NotAllowed
from marketplace.organisations.codes import WORKING_LANGUAGES
from marketplace.organisations.policy import writers

from .. import actions, policy, queries
from ..forms import TextForm, language_form, text_form
from ..forms.texts import words_for
from ..models import PUBLIC_ONCE, Listing
from ..pieces import pieces_of
from ..texts import Shown, text_in, texts_of
from .blueprint import bp


@bp.get("/listings/<reference>/texts")
@open_to(writers)
def texts(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    wanted = request.args.get("language", "")
    if wanted in WORKING_LANGUAGES and wanted != listing.locale:
        return see_other(url_for("listings.text", reference=reference, language=wanted))
    rows: dict[str, dict[str, Any]] = {}
    for text in db.session.scalars(texts_of(listing)):
        rows.setdefault(text.locale, {})["public" if text.is_public else "draft"] = text
    return render(
        "listings/texts.html",
        listing=listing,
        rows={
            locale: {"public": row.get("public"), "draft": row.get("draft")} for locale, row in rows.items()
        },
        stale={
            locale
            for locale, row in rows.items()
            if "public" in row and Shown(listing, row["public"]).is_stale
        },
        form=language_form(listing),
        may_translate=policy.may_translate(g.user, listing),
    )


@bp.route("/listings/<reference>/texts/<language>", methods=["GET", "POST"])
@open_to(writers)
def text(reference: str, language: str):
    listing = _translated(reference, language)
    if request.method != "POST":
        return text_page(listing, language)
    form = text_form(listing, language, _kept(listing, language))
    if not form.validate():
        return text_page(listing, language, form, status=422)
    if _stale(listing, language, form):
        return text_page(listing, language, form, status=409)
    kept = actions.save_text(listing, language, form.facts(), by=g.user)
    if request.form.get("then") == "hand_in":
        if not form.is_complete():
            form.version.data = str(kept.version)  # what she typed is kept: the next press is of this version
            return text_page(listing, language, form, status=422)
        actions.hand_in_text(kept, by=g.user)
        flash(_("Handed in. A moderator will read it, and you get a letter."), "success")
    else:
        flash(_("Saved. You find it here when you come back."), "success")
    return see_other(url_for("listings.texts", reference=reference))


@bp.post("/listings/<reference>/texts/<language>/autosave")
@open_to(writers)
def autosave_text(reference: str, language: str):
    listing = _translated(reference, language)
    form = text_form(listing, language, _kept(listing, language))
    form.validate()
    if _stale(listing, language, form):
        return jsonify(saved=_("Not saved: somebody else has changed this.")), 409
    kept = actions.save_text(listing, language, form.facts(), by=g.user)
    time = format_time(now(), "short", tzinfo=KYIV, locale=current_locale())
    return jsonify(saved=_("Saved %(time)s", time=time), version=kept.version)


@bp.post("/listings/<reference>/texts/<language>/take-back")
@open_to(writers)
def take_back_text(reference: str, language: str):
    listing = _translated(reference, language)
    kept = text_in(listing, language, public=False)
    if kept is None:
        raise NotAllowed("take_back_text", listing)
    actions.take_back_text(kept, by=g.user)
    return see_other(url_for("listings.text", reference=reference, language=language))


@bp.route("/listings/<reference>/texts/<language>/remove", methods=["GET", "POST"])
@open_to(writers)
def remove_text(reference: str, language: str):
    listing = _translated(reference, language)
    if not policy.may_translate(g.user, listing):
        raise NotAllowed("remove_text", listing)
    if request.method != "POST":
        return render("listings/remove_text.html", listing=listing, language_of_text=language)
    actions.remove_text(listing, language, by=g.user)
    flash(_("The text is gone."), "success")
    return see_other(url_for("listings.texts", reference=reference))


def text_page(listing: Listing, locale: str, form: TextForm | None = None, status: int = 200) -> Response:
    """The original on one side, the fields on the other."""
    draft, public = (text_in(listing, locale, public=public) for public in (False, True))
    form = form or text_form(listing, locale, draft or public)
    if status != 422:
        form.version.data = str(draft.version if draft else 0)
    return render(
        "listings/text.html",
        status=status,
        listing=listing,
        language_of_text=locale,
        form=form,
        draft=draft,
        public=Shown(listing, public) if public else None,
        pieces=pieces_of(listing),
        words={piece.name: words_for(piece.name) for piece in pieces_of(listing) if not piece.longest},
        may_translate=policy.may_translate(g.user, listing),
        is_moderated_alone=listing.status in PUBLIC_ONCE,
        stale=status == 409,
    )


def _translated(reference: str, language: str) -> Listing:
    listing = find(queries.written_by(g.user), reference=reference)
    if language not in WORKING_LANGUAGES or language == listing.locale:
        abort(404)
    return listing


def _kept(listing: Listing, locale: str) -> Any:
    return text_in(listing, locale, public=False) or text_in(listing, locale, public=True)


def _stale(listing: Listing, locale: str, form: TextForm) -> bool:
    """Whether the form was drawn from an older version; one without a version is not asked."""
    draft = text_in(listing, locale, public=False)
    return form.seen is not None and form.seen != (draft.version if draft else 0)
