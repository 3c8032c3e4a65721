"""Who may do what with a listing: pure questions."""

from marketplace.accounts.models import User
from marketplace.accounts.policy import is_moderator
from marketplace.organisations.policy import belongs_to, may_write_for

from .codes import ListingStatus
from .models import Listing

EDITABLE = (ListingStatus.DRAFT, ListingStatus.RETURNED)


def writes_it(user: User | None, listing: Listing) -> bool:
    """An owner or editor of the organisation that it is for."""
    return may_write_for(user, listing.organisation_id)


def may_edit(user: User | None, listing: Listing) -> bool:
    """Its text is open while it is a draft or returned."""
    return listing.status in EDITABLE and writes_it(user, listing)


def moderates_it(user: User | None, listing: Listing) -> bool:
    """A moderator who is not of that organisation: nobody decides on her own."""
    return is_moderator(user) and not belongs_to(user, listing.organisation_id)


def may_be_published(user: User | None, listing: Listing) -> bool:
    """Nothing of an organisation is public until it is verified."""
    return moderates_it(user, listing) and listing.organisation.is_verified
