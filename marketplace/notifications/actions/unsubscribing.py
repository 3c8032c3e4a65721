"""The way out of a letter, made with it and good for whoever holds the letter."""

from collections.abc import Iterable

from marketplace.accounts.models import User
from marketplace.accounts.tokens import hashed, new_token
from marketplace.core.db import db
from marketplace.listings.models import Listing

from ..codes import Frequency
from ..models import SavedSearch, UnsubscribeLink
from .following import unfollow
from .saving import change


def make(user: User, searches: Iterable[SavedSearch] = (), listing: Listing | None = None) -> str:
    """A way out of the letter that is about these searches, or about this listing. Returns its token."""
    token = new_token()
    db.session.add(
        UnsubscribeLink(token_hash=hashed(token), user=user, searches=list(searches), listing=listing)
    )
    return token


def unsubscribe(link: UnsubscribeLink, *, search_id: int | None = None) -> None:
    """No more letters about what the letter was about, or about one of its searches. Again changes nothing.

    One click (RFC 8058) ends all that the letter was about: whoever presses it in her mail sees one letter, not searches.
    """
    for saved in link.searches:
        if search_id in (None, saved.id):
            change(saved, Frequency.NEVER, by=link.user)
    if link.listing_id is not None and search_id is None:
        unfollow(link.listing_id, by=link.user)
