"""A new draft like an old one: its words, choices, parts and files; not its dates, answers and history."""

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import storage
from marketplace.core.db import db
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import belongs_to

from .. import queries
from ..files import MOST_OF_ORGANISATION
from ..models import PART_FACTS, Attachment, Listing, ListingCode, ListingPrinciple, Part
from .finding import refresh_words
from .writing import COLUMNS, begin

DATES = frozenset({"open_until", "available_from", "available_until"})


def copy(listing: Listing, by: User) -> Listing:
    """A draft of the same organisation that says the same. Raises `NotAllowed` if she does not write for it.

    Its files are copies: whichever of the two goes, the other keeps its own. They are left out where the
    organisation has no more room for them (`files_left_out`).
    """
    new = begin(listing.kind, listing.organisation, by, listing.locale, copy_of=listing.reference)
    for name in COLUMNS - DATES:
        setattr(new, name, getattr(listing, name))
    new.region_only = listing.region_only
    new.contact = listing.contact if belongs_to(listing.contact, listing.organisation_id) else by
    new.codes = [
        ListingCode(scheme=row.scheme, code=row.code, position=row.position) for row in listing.codes
    ]
    new.principles = [
        ListingPrinciple(principle=row.principle, evidence=row.evidence) for row in listing.principles
    ]
    new.parts = [
        Part(position=part.position, **{name: getattr(part, name) for name in PART_FACTS})
        for part in listing.parts
    ]
    if not files_left_out(listing):
        new.attachments = [_again(row, by) for row in listing.attachments]
    refresh_words(new)
    db.session.flush()
    return new


def files_left_out(listing: Listing) -> bool:
    """Whether its organisation has no room for another copy of its files."""
    # As in `attach`: two at once wait for each other here, so that the limit holds.
    held = select(Organisation.id).where(Organisation.id == listing.organisation_id)
    db.session.execute(held.with_for_update())
    more = sum(row.size for row in listing.attachments)
    return bool(more) and queries.bytes_kept(listing.organisation_id) + more > MOST_OF_ORGANISATION


def _again(row: Attachment, by: User) -> Attachment:
    """The same file under a name of its own; a file that is lost is lost here too."""
    new = Attachment(
        kind=row.kind,
        stored_as=storage.random_name(row.stored_as.rpartition(".")[2]),
        media_type=row.media_type,
        size=row.size,
        width=row.width,
        height=row.height,
        title=row.title,
        locale=row.locale,
        rewritten_at=row.rewritten_at,
        position=row.position,
        added_by_id=by.id,
    )
    for old_name, new_name in zip(row.stored_names, new.stored_names, strict=True):
        content = storage.read(old_name)
        if content is not None:
            storage.write(new_name, content)
    return new
