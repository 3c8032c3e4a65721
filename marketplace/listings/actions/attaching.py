"""Pictures and documents: added, described, put in order, removed."""

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import freshness, history, storage
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import NotAllowed
from marketplace.organisations.models import Organisation

from .. import queries
from ..codes import ListingStatus
from ..files import MOST_DOCUMENTS, MOST_OF_ORGANISATION, MOST_PICTURES, BadFile, judge
from ..models import Attachment, Listing
from ..policy import lives, may_change_files, may_correct
from .finding import refresh_words, touch


def attach(
    listing: Listing, content: bytes, title: str, by: User, *, kind: str = "picture", locale: str = ""
) -> Attachment:
    """Add a picture or a document (with its language); its bytes are on the disk before its row.

    Raises `NotAllowed`, `BadFile`.
    """
    judged = judge(content, kind)  # first: it is slow, and asks nothing of the database
    if not may_change_files(by, listing):
        raise NotAllowed("attach", listing)
    if judged.kind == "picture" and not title and (lives(listing) or may_correct(by, listing)):
        raise BadFile(_("Describe the picture in words: everybody can see it at once."))
    # Two uploads at once wait for each other here, so that the limits hold (SQLite: the transaction itself does).
    db.session.execute(
        select(Organisation.id).where(Organisation.id == listing.organisation_id).with_for_update()
    )
    there = db.session.scalars(
        select(Attachment.position).where(Attachment.listing_id == listing.id, Attachment.kind == kind)
    ).all()
    if kind == "picture" and len(there) >= MOST_PICTURES:
        raise BadFile(_("There are six pictures already. Remove one first."))
    if kind == "document" and len(there) >= MOST_DOCUMENTS:
        raise BadFile(_("There are four documents already. Remove one first."))
    if queries.bytes_kept(listing.organisation_id) + judged.size > MOST_OF_ORGANISATION:
        raise BadFile(_("Your organisation has no more room for files. Remove some from older listings."))
    attachment = Attachment(
        kind=judged.kind,
        stored_as=storage.random_name(judged.suffix),
        media_type=judged.media_type,
        size=judged.size,
        width=judged.width,
        height=judged.height,
        title=title,
        locale=locale,
        position=max(there, default=-1) + 1,
        added_by_id=by.id,
        rewritten_at=now() if kind == "document" else None,
    )
    storage.write(attachment.stored_as, judged.content)
    if judged.small is not None:
        storage.write(attachment.small_as, judged.small)
    listing.attachments.append(attachment)
    db.session.flush()
    history.record(by, "attach", listing, attachment=attachment.id, kind=judged.kind)
    _show(listing)
    return attachment


def describe(attachment: Attachment, title: str, by: User, *, locale: str = "") -> None:
    """Change the words that stand for it, and a document's language. Raises `NotAllowed`."""
    if not may_change_files(by, attachment.listing):
        raise NotAllowed("describe", attachment.listing)
    attachment.title, attachment.locale = title, locale
    _show(attachment.listing)


def arrange(attachment: Attachment, place: str, by: User) -> int:
    """Move it one place "earlier" or "later" among its kind, or to be the "first": the cover. Its place, from 1.

    At the edge it stays where it is. Raises `NotAllowed`.
    """
    listing = attachment.listing
    if not may_change_files(by, listing):
        raise NotAllowed("arrange", listing)
    row = listing.pictures if attachment.is_picture else listing.documents
    at = row.index(attachment)
    row.insert({"earlier": max(at - 1, 0), "later": at + 1, "first": 0}[place], row.pop(at))
    for position, one in enumerate(row):
        one.position = position
    db.session.flush()
    db.session.expire(listing, ["attachments"])
    _show(listing)
    return row.index(attachment) + 1


def detach(attachment: Attachment, by: User) -> None:
    """Remove it; its file goes once that is certain. Raises `NotAllowed`."""
    listing = attachment.listing
    if not may_change_files(by, listing):
        raise NotAllowed("detach", listing)
    history.record(by, "detach", listing, attachment=attachment.id)
    for name in attachment.stored_names:
        storage.delete(name)
    listing.attachments.remove(attachment)
    db.session.flush()
    _show(listing)


def _show(listing: Listing) -> None:
    """Files of what is public are public at once: kept pages are no longer good, and what pictures show is found."""
    if listing.status == ListingStatus.SUBMITTED:
        touch(listing)  # a moderator who has opened it is told
    elif lives(listing):
        touch(listing)
        refresh_words(listing)
        freshness.public_changed(of=[listing.id])


def rewrite(document: Attachment) -> None:
    """Write a document anew that was stored before documents were. Raises `BadFile` if that cannot be done."""
    content = storage.read(document.stored_as)
    judged = judge(content or b"", "document")
    storage.delete(document.stored_as)
    document.stored_as, document.size = storage.random_name(judged.suffix), judged.size
    document.rewritten_at = now()
    storage.write(document.stored_as, judged.content)


def sweep() -> int:
    """Remove files that no row names, older than a day (a crash may leave them); how many there were."""
    known = {name for row in db.session.scalars(select(Attachment)) for name in row.stored_names}
    return storage.sweep(known)
