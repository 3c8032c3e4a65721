"""What makes a listing findable: its words under all their endings, and the concepts it speaks of."""

from sqlalchemy import delete

from marketplace.core.db import db
from marketplace.core.i18n import speaking
from marketplace.core.morphology import words
from marketplace.core.ui import country
from marketplace.core.words import tokens
from marketplace.lexicon.loaded import lexicon, morphology
from marketplace.lexicon.tagging import concepts_of
from marketplace.organisations.codes import OBLASTS

from ..models import Listing, ListingConcept

TEXTS = (
    "summary problem beneficiaries done_so_far result own_contribution gives_back dream_code shares example costs "
    "conditions learns"
).split()
SUBJECT = "summary problem result shares example".split()  # what it is about, rather than what it mentions
MOST_CONCEPTS = 40


def refresh_words(listing: Listing) -> None:
    """Index what the listing says now; it must have its id.

    Labels of codes are not in it: they differ by language, and filters find them.
    """
    body = listing.organisation
    texts = [getattr(listing, name) for name in TEXTS]
    texts += [row.evidence for row in listing.principles]
    texts += [said for part in listing.parts for said in (part.title, part.detail)]
    with db.session.no_autoflush:
        listing.words_title = _bag(listing.title, listing.locale)
        listing.words_text = " ".join(
            [
                _bag(" ".join(text for text in texts if text), listing.locale),
                _bag(body.name, body.locale),
                " ".join(tokens(" ".join([body.name_latin, *_places(listing)]))),
            ]
        )
    _keep_concepts(listing)


def _bag(text: str, language: str) -> str:
    """Every word once, folded, with its dictionary form and its stem: in any order, as the index counts none."""
    known = morphology()
    return " ".join(dict.fromkeys(form for word in words(text) for form in known.forms(word, language)))


def _keep_concepts(listing: Listing) -> None:
    db.session.flush()
    text = " ".join(getattr(listing, name) or "" for name in SUBJECT)
    spoken = concepts_of(listing.title, text, listing.locale, lexicon(), morphology())
    most = sorted(spoken, key=lambda concept: (-spoken[concept], concept))[:MOST_CONCEPTS]
    db.session.execute(delete(ListingConcept).where(ListingConcept.listing_id == listing.id))
    if most:
        rows = [{"listing_id": listing.id, "concept": concept, "weight": spoken[concept]} for concept in most]
        db.session.execute(ListingConcept.__table__.insert(), rows)  # type: ignore[attr-defined]


def _places(listing: Listing) -> list[str]:
    names = []
    for locale in ("uk", "en"):
        with speaking(locale):
            names.append(country(listing.country))
            if listing.region in OBLASTS:
                names.append(str(OBLASTS[listing.region]))
    return list(dict.fromkeys(names))
