"""What a broker sends."""

from typing import Any

from marketplace.core.db import NEVER_STORED, db
from marketplace.core.forms import line, text
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.listings.codes import Kind
from marketplace.listings.forms.words import NoContacts, Speaking
from marketplace.listings.models import Listing
from marketplace.listings.queries import public

from .models import LONGEST_NOTE


class ProposalForm(Speaking):
    """Two references and perhaps a note; `pair` has the listings once it is valid."""

    need = line(_l("The need"), 16, description=_l("Its reference, such as N-2026-0042."))
    offer = line(_l("The offer"), 16, description=_l("Its reference, such as O-2026-0007."))
    note = text(
        _l("A note to both"),
        LONGEST_NOTE,
        NoContacts(),
        required=False,
        description=_l("Why you think of these two. 500 characters at most, without addresses and numbers."),
    )

    def found(self) -> dict[str, Listing]:
        """The open listings that the two fields name."""
        asked = {
            kind: str(self[kind].data or "").strip().upper() for kind in (Kind.NEED.value, Kind.OFFER.value)
        }
        known = {
            (one.kind, one.reference): one
            for one in db.session.scalars(
                public().where(
                    Listing.reference.in_([r for r in asked.values() if not NEVER_STORED.search(r)])
                )
            ).unique()
        }
        return {kind: known[kind, asked[kind]] for kind in asked if (kind, asked[kind]) in known}

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        there = self.found()
        for kind, sentence in (
            (Kind.NEED.value, _("No open need has this reference.")),
            (Kind.OFFER.value, _("No open offer has this reference.")),
        ):
            if kind not in there and not self[kind].errors:
                self[kind].errors = [sentence]
                holds = False
        return holds
