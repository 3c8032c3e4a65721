"""A listing as plain text, to be sent on in a messenger: labels in the reader's language, its own words as they are."""

from marketplace.core.i18n import gettext as _
from marketplace.core.ui import day

from .codes import HELPS, SECTORS
from .models import Listing
from .queries import place_of
from .sheet import labels


def message(listing: Listing, address: str) -> str:
    """Title, place, what, for whom, what one gives back, until when, and where it stands; nothing of a person."""
    need = listing.is_need
    where = place_of(listing)
    if listing.country != "UA":
        where = f"{listing.organisation.shown_name}, {where}"
    expires_on = listing.expires_on
    about = [
        _("Need: %(title)s", title=listing.title) if need else _("Offer: %(title)s", title=listing.title),
        _("Where: %(place)s", place=where),
    ]
    details = [
        (listing.sectors, _("About: %(what)s", what=labels(SECTORS, listing.sectors))),
        (
            listing.helps,
            _("Help sought: %(helps)s", helps=labels(HELPS, listing.helps))
            if need
            else _("Help offered: %(helps)s", helps=labels(HELPS, listing.helps)),
        ),
        (listing.beneficiaries, _("Who benefits: %(who)s", who=_line(listing.beneficiaries))),
        (listing.gives_back, _("Gives back: %(what)s", what=_line(listing.gives_back))),
        (listing.learns, _("Wants to learn: %(what)s", what=_line(listing.learns))),
        (expires_on, _("Open until %(day)s", day=day(expires_on))),
    ]
    said = "\n".join(sentence for there, sentence in details if there)
    return "\n\n".join(("\n".join(about), _line(listing.summary), said, address)) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())
