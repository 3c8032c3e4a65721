"""What fits what among the invented listings, and one proposal of the broker, so that both stand there at once."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.listings.models import Listing
from marketplace.matches import actions, queries
from marketplace.search import pairing

from . import letters

BROKER = "petra.novakova@twinned-cities.example"
RECEIVER = "olena.kovalenko@velyka-rublivka.example"
AGE = timedelta(days=2)
NOTE = "I know both of you, and think that an hour on the screen would be well spent."


def between(listings: list[Listing]) -> None:
    """Match them by what they speak of, in two seconds; the worker adds their meaning within some minutes."""
    common = pairing.Common.read()
    needs = [one for one in listings if one.is_need and one.is_open]
    for need in needs:  # a pair serves both of its sides
        pairing.renew(need.id, common)
    receiver = db.session.scalars(select(User).filter_by(email=RECEIVER)).one()
    _propose([one for one in needs if one.contact_id == receiver.id])


def _propose(needs: list[Listing]) -> None:
    broker = db.session.scalars(select(User).filter_by(email=BROKER)).one()
    for need in needs:
        for offer_id in pairing.ranked(need.id):
            offer = db.session.get_one(Listing, offer_id)
            if not queries.answers_between([(need, offer)])[need.id, offer.id]:
                with db.session.no_autoflush:  # its letters are still to be dated
                    proposal = actions.propose(need, offer, by=broker, note=NOTE, locale="en")
                proposal.proposed_at = now() - AGE
                letters.date_back(proposal.proposed_at)
                return
