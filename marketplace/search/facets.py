"""The facets that a list is narrowed by: name in the address, title, choices, and what a choice means in SQL."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import case, or_, select
from sqlalchemy.sql.elements import ColumnElement

from marketplace.core.db import db
from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.ui import country, language
from marketplace.core.words import sort_key
from marketplace.listings.codes import (
    FAMILY_MEMBERS,
    FORMATS,
    HELP_FAMILIES,
    HELPS,
    KINDS,
    SECTORS,
    URGENCIES,
    PartStatus,
)
from marketplace.listings.models import Listing, ListingCode, Part
from marketplace.organisations.codes import COUNTRIES, HROMADA_KINDS, OBLASTS, WORKING_LANGUAGES
from marketplace.organisations.models import Organisation

UKRAINE = "UA"
MOST_ORGANISATIONS = 5
# One code a place: the oblast in Ukraine, the country elsewhere; Ukraine's own authorities without an oblast are "UA".
PLACE: ColumnElement[str] = case(
    (Listing.country != UKRAINE, Listing.country), (Listing.region == "", UKRAINE), else_=Listing.region
)
# Needs of which at least one part is still open.
PARTS: ColumnElement[str | None] = case(
    (Listing.id.in_(select(Part.listing_id).where(Part.status == PartStatus.OPEN)), PartStatus.OPEN.value),
    else_=None,
)


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list. Values within a facet widen (or), facets narrow one another (and)."""

    name: str
    title: Any
    codes: Callable[[], Mapping[str, Any]]  # in the order shown, each with its label
    column: Any = None  # of the listing itself
    scheme: str = ""  # or of its codes

    def known(self, given: Iterable[str]) -> tuple[str, ...]:
        """Those of the given values that are choices, in the order shown."""
        wanted = set(given)
        return tuple(code for code in self.codes() if code in wanted)

    def label(self, code: str) -> str:
        """What a choice is called, in the reader's language."""
        return str(self.codes()[code])

    def condition(self, values: Iterable[str], *, each: bool = False) -> ColumnElement[bool]:
        """Listings with at least one of these values; `each`: asked for one listing after the other, not for all at once."""
        if self.scheme:
            wanted = select(ListingCode.listing_id).where(
                ListingCode.scheme == self.scheme, ListingCode.code.in_(forms_of(values))
            )
            if each:
                return wanted.where(ListingCode.listing_id == Listing.id).correlate(Listing).exists()
            return Listing.id.in_(wanted)
        if self.name == "place":
            return _in_places(values)
        return cast(ColumnElement[bool], self.column.in_(list(values)))


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

    def condition(self, values: Iterable[str], *, each: bool = False) -> ColumnElement[bool]:
        return Listing.organisation_id.in_([int(value) for value in values])


def forms_of(values: Iterable[str]) -> list[str]:
    """Codes with each family of help replaced by its forms; other codes as they are."""
    forms: dict[str, None] = {}
    for value in values:
        forms.update(dict.fromkeys(str(m) for m in FAMILY_MEMBERS.get(value, [value])))  # type: ignore[call-overload]
    return list(forms)


def _in_places(values: Iterable[str]) -> ColumnElement[bool]:
    # Said by country and region, not by PLACE, so that the index of places serves.
    regions = [value for value in values if value in OBLASTS]
    countries = [value for value in values if value not in OBLASTS]
    said: list[ColumnElement[bool]] = []
    if regions:
        said.append((Listing.country == UKRAINE) & Listing.region.in_(regions))
    if countries:
        said.append(Listing.country.in_(countries))
    return or_(*said)


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
    Facet("kind", _l("Need or offer"), _coded(KINDS), Listing.kind),
    Facet("sector", _l("Sector"), _coded(SECTORS), scheme="sector"),
    Facet("help", _l("Kind of help"), _coded({**HELP_FAMILIES, **HELPS}), scheme="help"),
    Facet("urgency", _l("Urgency"), _coded(URGENCIES), Listing.urgency),
    Facet("parts", _l("Parts"), _coded({PartStatus.OPEN: _l("Parts are open")}), PARTS),
    Facet("place", _l("Place"), _places, PLACE),
    Facet("hromada", _l("Kind of hromada"), _coded(HROMADA_KINDS), Listing.hromada_kind),
    Facet("format", _l("Format"), _coded(FORMATS), Listing.format),
    Facet("language", _l("Language of work"), _languages, scheme="language"),
)
UNLISTED = (OfOrganisation("organisation", _l("Organisation"), dict),)
BY_NAME = {facet.name: facet for facet in (*FACETS, *UNLISTED)}
