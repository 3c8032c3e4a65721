"""What is not kept: nothing after somebody has left, nor the traces of old letters."""

from datetime import timedelta

from sqlalchemy import delete

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db

from ..models import FollowedListing, SavedSearch, SearchDelivery, UnsubscribeLink

# A listing is open for a year at most: after that nothing can be told twice, and a letter so old is read by nobody.
TRACES_STAY = timedelta(days=400)


def forget_person(user: User) -> None:
    """Everything she kept, followed and was told: she leaves the site."""
    for table in (UnsubscribeLink, SearchDelivery, FollowedListing, SavedSearch):
        db.session.execute(delete(table).where(table.user_id == user.id))


def forget_old() -> int:
    """What was told, and the ways out of those letters, after 400 days; how many rows that were."""
    before = now() - TRACES_STAY
    old = (
        delete(SearchDelivery).where(SearchDelivery.delivered_at < before),
        delete(UnsubscribeLink).where(UnsubscribeLink.made_at < before),
    )
    return sum(db.session.execute(rows).rowcount for rows in old)  # type: ignore[attr-defined]
