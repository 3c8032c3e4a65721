"""Pictures and documents: added, described, removed."""

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import freshness, history, storage
from marketplace.core.db import db
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import NotAllowed
from marketplace.organisations.models import Organisation

from .. import queries
from ..files import MOST_DOCUMENTS, MOST_OF_ORGANISATION, MOST_PICTURES, BadFile, judge
from ..models import Attachment, Listing
from ..policy import lives, may_change_files


def attach(listing: Listing, content: bytes, title: str, by: User) -> Attachment:
    """Add a picture or document; its bytes are on the disk before its row. Raises `NotAllowed`, `BadFile`."""
    judged = judge(content)  # first: it is slow, and asks nothing of the database
    if not may_change_files(by, listing):
        raise NotAllowed("attach", listing)
    if judged.kind == "picture" and not title and lives(listing):
        raise BadFile(_("Describe the picture in words: everybody can see it at once."))
    # Two uploads at once wait for each other here, so that the limits hold (SQLite: the transaction itself does).
    db.session.execute(
        select(Organisation.id).where(Organisation.id == listing.organisation_id).with_for_update()
    )
    there = db.session.scalars(select(Attachment.kind).where(Attachment.listing_id == listing.id)).all()
    if judged.kind == "picture" and there.count("picture") >= MOST_PICTURES:
        raise BadFile(_("There are six pictures already. Remove one first."))
    if judged.kind == "document" and there.count("document") >= MOST_DOCUMENTS:
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
        position=len(there),
        added_by_id=by.id,
    )
    storage.write(attachment.stored_as, judged.content)
    if judged.small is not None:
        storage.write(attachment.small_as, judged.small)
    listing.attachments.append(attachment)
    db.session.flush()
    history.record(by, "attach", listing, attachment=attachment.id, kind=judged.kind)
    _show(listing)
    return attachment


def describe(attachment: Attachment, title: str, by: User) -> None:
    """Change the words that stand for it. Raises `NotAllowed`."""
    if not may_change_files(by, attachment.listing):
        raise NotAllowed("describe", attachment.listing)
    attachment.title = title
    _show(attachment.listing)


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
    """Files of what is public are public at once: kept pages are no longer good."""
    if lives(listing):
        freshness.public_changed()


def sweep() -> int:
    """Remove files that no row names, older than a day (a crash may leave them); how many there were."""
    known = {name for row in db.session.scalars(select(Attachment)) for name in row.stored_names}
    return storage.sweep(known)
