"""Who may do what with a listing: pure questions."""

from datetime import date, timedelta

from marketplace.accounts.models import User
from marketplace.accounts.policy import is_moderator
from marketplace.core.clock import KYIV, today
from marketplace.core.lifecycle import THE_SITE
from marketplace.organisations.policy import belongs_to, may_write_for

from .codes import ListingStatus
from .models import OPEN_DAYS, Listing, Part, Revision

EDITABLE = (ListingStatus.DRAFT, ListingStatus.RETURNED)
REVISABLE = (ListingStatus.PUBLISHED, ListingStatus.PAUSED)
TRANSLATED_IN = (*EDITABLE, ListingStatus.PUBLISHED, ListingStatus.PAUSED)  # not while a moderator reads it
RENEWABLE_WITHIN = 21  # days before it expires: when the first letter about it leaves
LONGEST_OPEN = 365  # days from the first publication


def writes_it(user: User | None, listing: Listing) -> bool:
    """An owner or editor of the organisation that it is for."""
    return may_write_for(user, listing.organisation_id)


def writes_it_in_date(user: User | None, listing: Listing) -> bool:
    """An owner or editor of the organisation that it is for, until its last day has passed."""
    return writes_it(user, listing) and not listing.is_expired


def may_edit(user: User | None, listing: Listing) -> bool:
    """Its text is open while it is a draft or returned."""
    return listing.status in EDITABLE and writes_it(user, listing)


def may_correct(user: User | None, listing: Listing) -> bool:
    """While it waits in the queue: its own people, what an association has posted on their behalf."""
    if listing.status != ListingStatus.SUBMITTED or not writes_it(user, listing):
        return False
    return listing.on_behalf is not None and listing.on_behalf.is_for_another


def may_translate(user: User | None, listing: Listing) -> bool:
    """Who writes it may add texts in other languages, unless a moderator is reading it, or it is over."""
    return listing.status in TRANSLATED_IN and writes_it(user, listing)


def moderates_it(user: User | None, listing: Listing) -> bool:
    """A moderator who is not of that organisation, nor wrote it when she was: nobody decides on her own."""
    if user is None or not is_moderator(user) or belongs_to(user, listing.organisation_id):
        return False
    return user.id not in (listing.author_id, listing.contact_id)


def may_be_published(user: User | None, listing: Listing) -> bool:
    """A moderator who is not of that organisation, once it is verified: before, nothing of it is public."""
    return moderates_it(user, listing) and listing.organisation.is_verified


def may_discard(user: User | None, listing: Listing) -> bool:
    """A draft that nobody but her own people has seen may be thrown away."""
    return listing.status == ListingStatus.DRAFT and writes_it(user, listing)


def renewed_until(listing: Listing) -> date | None:
    """The last day after a renewal today: 90 more days, within a year of the first publication; None if over."""
    if listing.published_at is None:
        return None
    last = listing.published_at.astimezone(KYIV).date() + timedelta(days=LONGEST_OPEN)
    until = min(today() + timedelta(days=OPEN_DAYS), last)
    return until if until > today() else None


def may_renew(user: User | None, listing: Listing) -> bool:
    """Published or paused, expired or soon to expire, and not yet open for a year."""
    if listing.status not in (ListingStatus.PUBLISHED, ListingStatus.PAUSED) or listing.expires_on is None:
        return False
    until = renewed_until(listing)
    near = listing.expires_on <= today() + timedelta(days=RENEWABLE_WITHIN)
    return near and until is not None and until > listing.expires_on and writes_it(user, listing)


# Changes after publication


def lives(listing: Listing) -> bool:
    """Published or paused, and in date: its text can be changed, and its changes can wait."""
    return listing.status in REVISABLE and listing.expires_on is not None and listing.expires_on >= today()


def may_revise(user: User | None, listing: Listing) -> bool:
    """An owner or editor may change what is public; whether at once or after a moderator, `material` says."""
    return lives(listing) and writes_it(user, listing)


def may_change_files(user: User | None, listing: Listing) -> bool:
    """Pictures and documents: while the text is open, and of what is public."""
    return may_edit(user, listing) or may_correct(user, listing) or may_revise(user, listing)


def writes_revision(user: User | None, revision: Revision) -> bool:
    """An owner or editor of the organisation that the listing is for, while that is published or paused"""
    return may_revise(user, revision.listing)


def applies_revision(user: User | None, revision: Revision) -> bool:
    """An owner or editor of that organisation, and only what is small in it: the rest is handed in"""
    return writes_revision(user, revision)


def moderates_revision(user: User | None, revision: Revision) -> bool:
    """A moderator who is not of that organisation, nor wrote it, while the listing is published or paused"""
    hers = user is not None and user.id == revision.author_id
    return lives(revision.listing) and moderates_it(user, revision.listing) and not hers


def may_publish_revision(user: User | None, revision: Revision) -> bool:
    """A moderator who is not of that organisation, nor wrote it, once the organisation is verified"""
    return moderates_revision(user, revision) and revision.listing.organisation.is_verified


def ends_with_listing(_user: object, revision: Revision) -> bool:
    """Nobody: it follows when its listing is closed or hidden, or its last day has passed"""
    return not lives(revision.listing)


def last_day(listing: Listing, wish: date | None) -> date | None:
    """The last day of a public listing whose people wish it open until that day: within what a renewal gives."""
    if wish is None or wish < today():
        return listing.expires_on
    latest = max(filter(None, (renewed_until(listing), listing.expires_on)), default=wish)
    return min(wish, latest)


# Parts of a need


def marks_part(user: User | None, part: Part) -> bool:
    """An owner or editor of the organisation that asks, once the need has been public."""
    return part.listing.published_at is not None and writes_it(user, part.listing)


def took_part(user: User | None, part: Part) -> bool:
    """Writes for the organisation that promised it."""
    return part.taken_by_id is not None and may_write_for(user, part.taken_by_id)


def sees_who_took(user: User | None, part: Part) -> bool:
    """Whose promise it is: for the two sides; everybody else sees that there is one."""
    if part.taken_by_id is None:
        return False
    return belongs_to(user, part.listing.organisation_id) or belongs_to(user, part.taken_by_id)


# Capacity of an offer


def when_full(actor: object, listing: Listing) -> bool:
    """The site itself, as soon as an offer has as many cases as it takes at once"""
    return actor is THE_SITE and not listing.is_need


def when_free(actor: object, listing: Listing) -> bool:
    """The site itself, as soon as one of the cases ends, unless its people have paused it meanwhile"""
    return actor is THE_SITE and listing.resumes_by_itself and not listing.is_expired


def may_keep_paused(user: User | None, listing: Listing) -> bool:
    """Full, so that it would resume by itself; its people may say that it shall wait for them."""
    return listing.resumes_by_itself and writes_it(user, listing)
