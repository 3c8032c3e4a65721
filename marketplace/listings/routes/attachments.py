"""Pictures and documents: brought, described, put in order, removed, and shown to whoever may see their listing."""

from typing import Any

from flask import Response, abort, flash, g, make_response, request, url_for

from marketplace.core import storage
from marketplace.core.db import breathe, db, find
from marketplace.core.forms import Form
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import throttle
from marketplace.organisations.policy import writers

from .. import actions, queries
from ..fields import STEPS
from ..files import MOST_BYTES, BadFile
from ..forms import PLACES, DocumentForm, PictureForm, describe_form, file_forms, step_form
from ..models import Attachment, Listing
from .blueprint import bp
from .writing import edit_page, people_of


@bp.post("/listings/<reference>/pictures")
@open_to(writers)
def add_picture(reference: str):
    listing, form = find(queries.written_by(g.user), reference=reference), PictureForm()
    if not form.validate():
        return _again(listing, form)
    return _attached(listing, form, form.file, form.title.data or "", kind="picture")


@bp.post("/listings/<reference>/documents")
@open_to(writers)
def add_document(reference: str):
    listing, form = find(queries.written_by(g.user), reference=reference), DocumentForm()
    if not form.validate():
        return _again(listing, form)
    return _attached(listing, form, form.document, form.name.data, kind="document", locale=form.locale.data)


@bp.post("/listings/<reference>/files/<int:attachment_id>/describe")
@open_to(writers)
def describe_attachment(reference: str, attachment_id: int):
    listing, attachment = _theirs(reference, attachment_id)
    form = describe_form(attachment)
    if not form.validate():
        return _again(listing, form, attachment)
    locale = "" if attachment.is_picture else form.locale.data
    actions.describe(attachment, form.title.data, by=g.user, locale=locale)
    flash(_("Saved."), "success")
    return see_other(_last_step(listing, f"file-{attachment.id}"))


@bp.post("/listings/<reference>/files/<int:attachment_id>/move")
@open_to(writers)
def move_attachment(reference: str, attachment_id: int):
    listing, attachment = _theirs(reference, attachment_id)
    place = request.form.get("to")
    if place not in PLACES:
        abort(422)
    actions.arrange(attachment, place, by=g.user)
    return see_other(_last_step(listing, f"file-{attachment.id}"))


@bp.post("/listings/<reference>/files/<int:attachment_id>/remove")
@open_to(writers)
def remove_attachment(reference: str, attachment_id: int):
    listing, attachment = _theirs(reference, attachment_id)
    actions.detach(attachment, by=g.user)
    flash(_("Removed."), "success")
    return see_other(_last_step(listing))


@bp.get("/listings/<reference>/files/<int:attachment_id>", defaults={"size": "full"})
@bp.get("/listings/<reference>/files/<int:attachment_id>/<any(small):size>")
@open_to(everyone)
def attachment(reference: str, attachment_id: int, size: str):
    listing = find(queries.visible_to(g.user), reference=reference)
    row = find(db.select(Attachment).where(Attachment.listing_id == listing.id), id=attachment_id)
    name = row.small_as if size == "small" and row.is_picture else row.stored_as
    return _sent(row, name, open_to_all=listing.is_public)


def _sent(row: Attachment, name: str, *, open_to_all: bool) -> Response:
    """The bytes, as something that can do nothing in a browser."""
    etag = name.split(".", maxsplit=1)[0]
    if request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        content = storage.read(name)
        if content is None:
            abort(404)
        response = make_response(content)
        response.headers["Content-Type"] = row.media_type
    disposition = "inline" if row.is_picture else "attachment"
    response.headers["Content-Disposition"] = (
        f'{disposition}; filename="{row.listing.reference}-{row.id}.{name[-4:].strip(".")}"'
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = (
        f"{'public' if open_to_all and g.user is None else 'private'}, no-cache"
    )
    response.set_etag(etag)
    return response


def _attached(listing: Listing, form: Form, field: Any, words: str, **facts: str) -> Response:
    """Take the file in; if it is refused, the page again with the sentence beside its field."""
    throttle("200 per day", "upload", str(g.user.id))
    try:
        content = field.data.read(MOST_BYTES + 1)
        breathe()  # unpacking forty megapixels, or writing a document anew, takes seconds
        added = actions.attach(listing, content, words, by=g.user, **facts)
    except BadFile as refusal:
        field.errors = [str(refusal)]
        return _again(listing, form)
    flash(_("Added."), "success")
    return see_other(_last_step(listing, f"file-{added.id}"))


def _again(listing: Listing, form: Form, about: Attachment | None = None) -> Response:
    """The step as it was, with the form that came back."""
    last = len(STEPS[listing.kind])
    forms = file_forms(listing, form, about)
    return edit_page(listing, last, step_form(listing, last, people_of(listing)), status=422, files=forms)


def _theirs(reference: str, attachment_id: int) -> tuple[Listing, Attachment]:
    listing = find(queries.written_by(g.user), reference=reference)
    chosen = db.select(Attachment).where(Attachment.listing_id == listing.id)
    return listing, find(chosen, id=attachment_id)


def _last_step(listing: Listing, place: str = "files") -> str:
    return url_for("listings.edit", reference=listing.reference, step=len(STEPS[listing.kind])) + f"#{place}"
