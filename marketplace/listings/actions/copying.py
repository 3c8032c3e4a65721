"""A new draft like an old one: its words in every language, choices, parts and files; not its dates, answers and history."""

from collections.abc import Iterator

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import storage
from marketplace.core.db import db
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import belongs_to

from .. import queries
from ..codes import TextSource
from ..files import MOST_OF_ORGANISATION
from ..models import PART_FACTS, Attachment, Listing, ListingCode, ListingPrinciple, Part
from ..pieces import TRANSLATABLE, of_evidence, of_part, of_picture
from ..texts import ListingText, digest_of, texts_of
from .finding import refresh_words
from .writing import COLUMNS, begin

DATES = frozenset({"open_until", "available_from", "available_until"})


def copy(listing: Listing, by: User) -> Listing:
    """A draft of the same organisation that says the same. Raises `NotAllowed` if she does not write for it.

    Its files are copies: whichever of the two goes, the other keeps its own. They are left out where the
    organisation has no more room for them (`files_left_out`). Texts that people made in other languages are drafts,
    to be looked over; a machine makes its own anew.
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
    db.session.flush()  # texts in other languages name parts and pictures by their numbers
    for text in _texts_by_people(listing):
        db.session.add(_text_again(text, listing, new, by))
    refresh_words(new)
    db.session.flush()
    return new


def _texts_by_people(listing: Listing) -> Iterator[ListingText]:
    """Of each language the one that is worked on, or else the public one."""
    seen = set()
    for text in sorted(db.session.scalars(texts_of(listing)), key=lambda one: one.is_public):
        if not text.is_machine and text.locale not in seen:
            seen.add(text.locale)
            yield text


def _text_again(text: ListingText, old: Listing, new: Listing, by: User) -> ListingText:
    """The same words, of the new parts and pictures; stale if they were stale."""
    names = {of_evidence(row): of_evidence(row) for row in old.principles}
    for part, copied in zip(old.parts, new.parts, strict=True):
        names |= {of_part(part, fact): of_part(copied, fact) for fact in PART_FACTS}
    names |= {of_picture(one): of_picture(two) for one, two in zip(old.pictures, new.pictures, strict=False)}
    again = ListingText(
        listing=new,
        locale=text.locale,
        is_public=False,
        source=TextSource.AUTHOR,  # of the copy
        made_by_id=by.id,
        of_digest=digest_of(new) if text.of_digest == digest_of(old) else text.of_digest,
    )
    again.say({name: text.words(name) for name in TRANSLATABLE[old.kind]})
    again.say({names[name]: words for name, words in text.more.items() if name in names})
    return again


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
