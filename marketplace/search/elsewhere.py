"""Where a word stands that was found but is not to be seen on the card: in a text of the listing in another language."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.core.db import db
from marketplace.core.morphology import WORD
from marketplace.lexicon.loaded import morphology
from marketplace.listings.cards import Card
from marketplace.listings.models import Listing
from marketplace.listings.pieces import pieces_of
from marketplace.listings.texts import ListingText

AROUND = 30  # characters on either side of the word


def elsewhere(cards: Sequence[Card], forms: Mapping[int, set[str]]) -> Iterator[tuple[int, str, str]]:
    """Of the listings that can be read in several languages: the id, in which language it stands, and around what.

    Nothing of those where the text that the card shows has the word too, further below. Five statements at most, for all cards.
    """
    texts: dict[int, list[ListingText]] = {}
    public = select(ListingText).where(
        ListingText.listing_id.in_([card.id for card in cards]), ListingText.is_public
    )
    for text in db.session.scalars(public.order_by(ListingText.locale)) if cards else ():
        texts.setdefault(text.listing_id, []).append(text)
    if not texts:
        return
    hanging = (Listing.parts, Listing.principles, Listing.attachments)
    wanted = select(Listing).where(Listing.id.in_(texts)).options(*map(selectinload, hanging))
    listings = {row.id: row for row in db.session.scalars(wanted).unique()}
    for card in cards:
        if card.id not in texts:
            continue
        pieces = pieces_of(listings[card.id])
        said = {card.original_locale: [piece.words for piece in pieces]}
        said |= {text.locale: [text.words(piece.name) for piece in pieces] for text in texts[card.id]}
        hits = {
            locale: hit
            for locale, passages in said.items()
            if (hit := _first_hit(passages, locale, forms[card.id])) is not None
        }
        if hits and card.locale not in hits:
            locale, (passage, place) = next(iter(hits.items()))
            yield card.id, locale, _around(passage, place)


def _first_hit(passages: Sequence[str], locale: str, forms: set[str]) -> tuple[str, int] | None:
    known = morphology()
    for passage in passages:
        for match in WORD.finditer(passage):
            if not forms.isdisjoint(known.forms(match[0], locale)):
                return passage, match.start()
    return None


def _around(passage: str, place: int) -> str:
    """The words about this place, whole."""
    start = passage.rfind(" ", 0, max(0, place - AROUND)) + 1
    end = passage.find(" ", place + 2 * AROUND)
    cut = passage[start:] if end < 0 else passage[start:end]
    return f"{'… ' if start else ''}{cut}{'' if end < 0 else ' …'}"
