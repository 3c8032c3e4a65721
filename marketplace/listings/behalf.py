"""On whose behalf: what an association has posted for its members, and when its turn in the queue comes."""

from sqlalchemy import func

from marketplace.organisations.models import Organisation

from .models import LONGEST_EXTERNAL_ID as LONGEST_EXTERNAL_ID
from .models import Listing
from .models import OnBehalf as OnBehalf

# When a case's turn in the queue comes: by the moment it was submitted; what came by the hundred waits behind the
# single ones of its day, and of the days after, a few each day.
TURN = func.coalesce(OnBehalf.turn_at, Listing.submitted_at)


def posted_by(listing: Listing) -> Organisation | None:
    """The association that has posted it for its organisation; None for what its own people wrote."""
    row = listing.on_behalf
    return row.association if row is not None and row.is_for_another else None
