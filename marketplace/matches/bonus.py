"""The public bonus: whom the site moves up among the needs beside an offer, by how much, and how it says so.

Small and rural hromadas lose where everybody looks at the large ones. The rule is on the page of rules; what it did is
said on each card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.core.clock import now
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import ngettext
from marketplace.organisations.codes import HromadaKind, OrganisationKind

WAITS_LONG = 30  # days


@dataclass(frozen=True)
class Grounds:
    """What of the grounds holds for the need of a hromada."""

    rural: bool = False
    partnerless: bool = False
    days: int = 0  # since publication, once that is long

    @classmethod
    def of(
        cls, kind: str, hromada_kind: str | None, partners: Sequence[str] | None, published_at: datetime
    ) -> "Grounds":
        """Of this organisation's need, published then; none for anybody but a hromada."""
        if kind != OrganisationKind.HROMADA:
            return cls()
        days = (now() - published_at).days
        return cls(hromada_kind == HromadaKind.RURAL, not partners, days if days >= WAITS_LONG else 0)

    @property
    def number(self) -> int:
        return self.rural + self.partnerless + bool(self.days)

    def told(self) -> list[str]:
        """Each in a few words."""
        waits = ngettext("waits %(num)s day", "waits %(num)s days", self.days) if self.days else ""
        said = (
            _("a rural hromada") if self.rural else "",
            _("without a partner city so far") if self.partnerless else "",
            waits,
        )
        return [words for words in said if words]
