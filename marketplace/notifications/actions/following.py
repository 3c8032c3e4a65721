"""One listing: followed, and no more."""

from sqlalchemy import delete, func, select

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.listings.models import Listing

from .. import queries
from ..models import FollowedListing

MOST_FOLLOWED = 200


class TooManyFollowed(Exception):
    """She follows as many as one can."""


def follow(listing: Listing, *, by: User) -> None:
    """Hear when it is paused, resumed or closed from now on. Twice is once. Raises `TooManyFollowed`."""
    db.session.execute(select(User.id).where(User.id == by.id).with_for_update())
    if queries.follows(by, listing):
        return
    mine = select(func.count()).select_from(FollowedListing).where(FollowedListing.user_id == by.id)
    if (db.session.scalar(mine) or 0) >= MOST_FOLLOWED:
        raise TooManyFollowed
    db.session.add(FollowedListing(user=by, listing=listing, status=listing.status))


def unfollow(listing_id: int, *, by: User) -> None:
    """Hear of it no more."""
    mine = delete(FollowedListing).where(FollowedListing.user_id == by.id)
    db.session.execute(mine.where(FollowedListing.listing_id == listing_id))
