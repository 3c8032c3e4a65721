"""What a proposal tells the people of both sides, each in her language; nobody's contacts are in it."""

from marketplace.core import outbox
from marketplace.core.i18n import speaking
from marketplace.listings.emails import who_may_act
from marketplace.listings.models import Listing

from . import reasons
from .models import Proposal


def proposed(proposal: Proposal) -> None:
    """To those who can act for each of the two listings: who proposes what, and why."""
    _tell(proposal, proposal.need, proposal.offer)
    _tell(proposal, proposal.offer, proposal.need)


def _tell(proposal: Proposal, own: Listing, other: Listing) -> None:
    for reader in who_may_act(own):
        with speaking(reader.locale):
            organisation = proposal.organisation.shown_name if proposal.organisation else ""
            others = other.organisation.shown_name
            why = reasons.told(proposal.reasons, of_offer=not other.is_need)
        outbox.write(
            "match_proposed",
            to=reader.email,
            name=reader.name,
            locale=reader.locale,
            address=outbox.address_of("handoff.inbox", locale=reader.locale),
            broker=organisation,
            own=own.title,
            other=other.title,
            others=others,
            reasons=why,
            note=proposal.note,
        )
