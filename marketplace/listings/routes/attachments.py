"""Pictures and documents: brought, described, removed, and shown to whoever may see their listing."""

from flask import Response, abort, flash, g, make_response, request, url_for

from marketplace.core import storage
from marketplace.core.db import breathe, db, find
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import see_other
from marketplace.core.i18n import gettext as _
from marketplace.core.throttle import throttle
from marketplace.organisations.policy import writers

from .. import actions, queries
from ..fields import STEPS
from ..files import MOST_BYTES, BadFile
from ..forms import AttachmentForm, DescribeForm, step_form
from ..models import Attachment, Listing
from .blueprint import bp
from .writing import edit_page, people_of, written_text


@bp.post("/listings/<reference>/files")
@open_to(writers)
def add_attachment(reference: str):
    listing = find(queries.written_by(g.user), reference=reference)
    form = AttachmentForm()
    if form.validate():
        throttle("200 per day", "upload", str(g.user.id))
        try:
            content = form.file.data.read(MOST_BYTES + 1)
            breathe()  # unpacking forty megapixels takes seconds
            actions.attach(listing, content, form.title.data or "", by=g.user)
        except BadFile as refusal:
            form.file.errors = [str(refusal)]
        else:
            flash(_("Added."), "success")
            return see_other(_last_step(listing))
    last = len(STEPS[listing.kind])
    text = written_text(listing)
    return edit_page(text, last, step_form(text, last, people_of(listing)), status=422, upload=form)


@bp.post("/listings/<reference>/files/<int:attachment_id>/describe")
@open_to(writers)
def describe_attachment(reference: str, attachment_id: int):
    listing, attachment = _theirs(reference, attachment_id)
    form = DescribeForm()
    if not form.validate():
        flash("; ".join(str(error) for error in form.title.errors), "error")
        return see_other(_last_step(listing))
    actions.describe(attachment, form.title.data, by=g.user)
    flash(_("Saved."), "success")
    return see_other(_last_step(listing))


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


def _theirs(reference: str, attachment_id: int) -> tuple[Listing, Attachment]:
    listing = find(queries.written_by(g.user), reference=reference)
    chosen = db.select(Attachment).where(Attachment.listing_id == listing.id)
    return listing, find(chosen, id=attachment_id)


def _last_step(listing: Listing) -> str:
    return url_for("listings.edit", reference=listing.reference, step=len(STEPS[listing.kind])) + "#files"
