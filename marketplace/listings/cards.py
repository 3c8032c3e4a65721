"""Cards: a listing as lists show it, made in a constant number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, func, select

from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.i18n import current_locale
from marketplace.core.ui import country as country_name
from marketplace.organisations import register
from marketplace.organisations.codes import OBLASTS
from marketplace.organisations.models import Organisation

from .codes import Kind, PartStatus
from .models import Attachment, Listing, ListingCode, Part, Tally
from .pieces import of_picture
from .texts import ListingText


@dataclass(frozen=True)
class Card:
    """A listing as lists show it. Codes stay codes; `place` is in the reader's language."""

    id: int
    reference: str
    kind: str
    status: str
    title: str
    summary: str
    locale: str  # what title and summary are written in
    original_locale: str  # what the listing is written in
    organisation_id: int
    organisation: str
    organisation_locale: str
    country: str
    region: str
    place: str
    hromada_kind: str | None
    urgency: str | None
    format: str | None
    gives_back: str
    gives_back_locale: str
    parts: Tally
    days_waiting: int
    expires_on: date | None
    sectors: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    picture: int | None = None  # the id of its first picture, for listings.attachment
    picture_title: str = ""
    picture_locale: str = ""
    picture_width: int = 0  # its shape, so that nothing jumps when it arrives
    picture_height: int = 0

    @property
    def is_need(self) -> bool:
        return self.kind == Kind.NEED

    @property
    def is_urgent(self) -> bool:
        return self.urgency == "now"

    @property
    def is_translated(self) -> bool:
        return self.locale != self.original_locale


def place_words(country: str, region: str, katottg: str | None, region_only: bool) -> str:
    """Where it is, as near as may be said: hromada, raion, oblast; or the oblast; elsewhere the country."""
    if country != "UA":
        return country_name(country)
    oblast = str(OBLASTS[region]) if region in OBLASTS else country_name(country)
    hromada = register.get(katottg) if katottg and not region_only else None
    if hromada is None:
        return oblast
    return f"{hromada.shown_name}, {hromada.place}"


def place_of(listing: Listing) -> str:
    """`place_words` of a listing."""
    return place_words(listing.country, listing.region, listing.organisation.katottg, listing.region_only)


def cards(wanted: Select[Any] | Sequence[int]) -> list[Card]:
    """The cards of these ids (or of a Select of ids), in their order, in four statements at most.

    Sight is the caller's: hand in only what the reader may see.
    """
    ids = list(db.session.scalars(wanted)) if isinstance(wanted, Select) else list(wanted)
    if not ids:
        return []
    columns = (
        Listing.id, Listing.reference, Listing.kind, Listing.status, Listing.title, Listing.summary, Listing.locale,
        Listing.organisation_id, Listing.country, Listing.region, Listing.region_only, Listing.hromada_kind,
        Listing.urgency, Listing.format, Listing.gives_back, Listing.learns, Listing.published_at, Listing.expires_on,
        Organisation.name.label("organisation"), Organisation.name_latin, Organisation.katottg,
        Organisation.locale.label("organisation_locale"),
        # In the reader's language, where there is such a text.
        ListingText.title.label("own_title"), ListingText.summary.label("own_summary"),
        ListingText.gives_back.label("own_gives_back"), ListingText.learns.label("own_learns"),
        ListingText.more.label("own_more"),
        *(_parts(status).label(f"parts_{status}") for status in PartStatus),
    )  # fmt: skip
    language, moment = current_locale(), now()
    hers = and_(
        ListingText.listing_id == Listing.id, ListingText.locale == language, ListingText.is_public.is_(True)
    )
    wanted_rows = select(*columns).join(Listing.organisation).outerjoin(ListingText, hers)
    rows = db.session.execute(wanted_rows.where(Listing.id.in_(ids))).all()
    codes: dict[tuple[int, str], list[str]] = defaultdict(list)
    some = select(ListingCode.listing_id, ListingCode.scheme, ListingCode.code)
    for listing_id, scheme, code in db.session.execute(
        some.where(ListingCode.listing_id.in_(ids)).order_by(ListingCode.position)
    ):
        codes[listing_id, scheme].append(code)
    pictures: dict[int, Any] = {}
    seen = select(Attachment.listing_id, Attachment.id, Attachment.title, Attachment.width, Attachment.height)
    seen = seen.where(Attachment.listing_id.in_(ids), Attachment.kind == "picture")
    for seen_one in db.session.execute(seen.order_by(Attachment.position, Attachment.id)):
        pictures.setdefault(seen_one.listing_id, seen_one)
    made = {row.id: _card(row, codes, pictures.get(row.id), language, moment) for row in rows}
    return [made[listing_id] for listing_id in ids if listing_id in made]


def _parts(status: PartStatus) -> ScalarSelect[int]:
    """How many parts of a listing stand so."""
    counted = (
        select(func.count()).select_from(Part).where(Part.listing_id == Listing.id, Part.status == status)
    )
    return counted.correlate(Listing).scalar_subquery()


def _card(row: Any, codes: Any, picture: Any, locale: str, moment: Any) -> Card:
    same_script = locale == "uk" or row.country != "UA"
    translated = bool(row.own_title) and row.locale != locale
    shows = (
        (row.own_more or {}).get(of_picture(picture), "") if translated and picture and picture.title else ""
    )
    own_return = row.own_gives_back or row.own_learns if translated else ""
    return Card(
        id=row.id,
        reference=row.reference,
        kind=row.kind,
        status=row.status,
        title=row.own_title if translated else row.title,
        summary=row.own_summary if translated else row.summary,
        locale=locale if translated else row.locale,
        original_locale=row.locale,
        organisation_id=row.organisation_id,
        organisation=row.organisation if same_script else row.name_latin,
        organisation_locale=row.organisation_locale if same_script else f"{row.organisation_locale}-Latn",
        country=row.country,
        region=row.region,
        place=place_words(row.country, row.region, row.katottg, row.region_only),
        hromada_kind=row.hromada_kind,
        urgency=row.urgency,
        format=row.format,
        gives_back=own_return or row.gives_back or row.learns,
        gives_back_locale=locale if own_return else row.locale,
        parts=Tally(row.parts_open, row.parts_promised, row.parts_covered),
        days_waiting=0 if row.published_at is None else (moment - row.published_at).days,
        expires_on=row.expires_on,
        sectors=tuple(codes[row.id, "sector"]),
        helps=tuple(codes[row.id, "help"]),
        languages=tuple(codes[row.id, "language"]),
        picture=picture.id if picture else None,
        picture_title=shows or (picture.title if picture else ""),
        picture_locale=locale if shows else row.locale,
        picture_width=picture.width if picture else 0,
        picture_height=picture.height if picture else 0,
    )


def card_of(listing: Listing) -> Card:
    """The card of one listing: what its preview shows."""
    return cards([listing.id])[0]
