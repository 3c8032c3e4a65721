"""The facets that a list is narrowed by: name in the address, title, choices. Which listings have them: `bitmaps`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from marketplace.core.db import db
from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.ui import country, language
from marketplace.core.words import sort_key
from marketplace.listings.codes import (
    FORMATS,
    HELP_FAMILIES,
    HELPS,
    KINDS,
    SECTORS,
    URGENCIES,
    PartStatus,
)
from marketplace.organisations.codes import COUNTRIES, HROMADA_KINDS, OBLASTS, WORKING_LANGUAGES
from marketplace.organisations.models import Organisation

UKRAINE = "UA"
MOST_ORGANISATIONS = 5


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list. Values within a facet widen (or), facets narrow one another (and)."""

    name: str
    title: Any
    codes: Callable[[], Mapping[str, Any]]  # in the order shown, each with its label

    def known(self, given: Iterable[str]) -> tuple[str, ...]:
        """Those of the given values that are choices, in the order shown."""
        wanted = set(given)
        return tuple(code for code in self.codes() if code in wanted)

    def label(self, code: str) -> str:
        """What a choice is called, in the reader's language."""
        return str(self.codes()[code])


class OfOrganisation(Facet):
    """Listings of organisations named by their number: profiles lead here, the panel does not list them.

    One that is gone stays chosen and finds nothing: a search kept for it must not widen to everything.
    """

    def known(self, given: Iterable[str]) -> tuple[str, ...]:
        numbers = [value for value in given if value.isascii() and value.isdigit() and len(value) < 10]
        return tuple(numbers[:MOST_ORGANISATIONS])

    def label(self, code: str) -> str:
        organisation = db.session.get(Organisation, int(code))
        if organisation is None or not organisation.is_verified:
            return _("an organisation that is not here")
        return organisation.shown_name


def _coded(labels: Mapping[Any, Any]) -> Callable[[], Mapping[str, Any]]:
    plain = {str(code): label for code, label in labels.items()}
    return lambda: plain


@cache
def _by_name(kind: str, locale: str) -> Mapping[str, str]:
    """Countries but Ukraine, or languages, in the order of this language's dictionary; `locale` is the present one."""
    if kind == "country":
        named = {code: country(code) for code in COUNTRIES if code != UKRAINE}
    else:
        named = {code: language(code) for code in WORKING_LANGUAGES}
    return dict(sorted(named.items(), key=lambda item: sort_key(item[1], locale)))


def _places() -> Mapping[str, Any]:
    return {UKRAINE: country(UKRAINE), **OBLASTS, **_by_name("country", current_locale())}


def _languages() -> Mapping[str, Any]:
    return _by_name("language", current_locale())


FACETS = (
    Facet("kind", _l("Need or offer"), _coded(KINDS)),
    Facet("sector", _l("Sector"), _coded(SECTORS)),
    Facet("help", _l("Kind of help"), _coded({**HELP_FAMILIES, **HELPS})),
    Facet("urgency", _l("Urgency"), _coded(URGENCIES)),
    Facet("parts", _l("Parts"), _coded({PartStatus.OPEN: _l("Parts are open")})),
    Facet("place", _l("Place"), _places),
    Facet("hromada", _l("Kind of hromada"), _coded(HROMADA_KINDS)),
    Facet("format", _l("Format"), _coded(FORMATS)),
    Facet("language", _l("Language of work"), _languages),
)
UNLISTED = (OfOrganisation("organisation", _l("Organisation"), dict),)
BY_NAME = {facet.name: facet for facet in (*FACETS, *UNLISTED)}
