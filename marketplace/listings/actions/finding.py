"""What makes a listing findable, in each language that it can be read in: its words under all their endings, and the concepts it speaks of."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm.attributes import flag_modified

from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.i18n import speaking
from marketplace.core.morphology import words
from marketplace.core.ui import country
from marketplace.core.words import tokens
from marketplace.lexicon.loaded import lexicon, morphology
from marketplace.lexicon.tagging import concepts_of
from marketplace.organisations.codes import OBLASTS

from ..models import Listing, ListingConcept
from ..texts import Words, every_text

TEXTS = (
    "summary problem beneficiaries done_so_far result own_contribution gives_back dream_code shares example costs "
    "conditions learns"
).split()
SUBJECT = "summary problem result shares example".split()  # what it is about, rather than what it mentions
MOST_CONCEPTS = 40


def refresh_words(listing: Listing) -> None:
    """Index what the listing and its public texts say now; it must have its id, and they must be stored."""
    translated = every_text(listing)
    fold_words(listing, translated)
    db.session.flush()
    _keep_concepts(listing, concepts_in(listing, translated))


def touch(listing: Listing) -> None:
    """What is read of it has changed, even if no column of its own has: its version grows, and whoever reads looks again."""
    listing.updated_at = now()
    flag_modified(listing, "updated_at")


def fold_words(listing: Listing, translated: Sequence[Words] = ()) -> None:
    """Put into its columns the words of the original and of these texts, each folded after its own language.

    Labels of codes are not in it: they differ by language, and filters find them.
    """
    body = listing.organisation
    with db.session.no_autoflush:
        texts = [getattr(listing, name) for name in TEXTS]
        texts += [row.evidence for row in listing.principles]
        texts += [said for part in listing.parts for said in (part.title, part.detail)]
        texts += [picture.title for picture in listing.pictures]
        listing.words_title = _once(
            _bag(listing.title, listing.locale), *(_bag(text.title, text.locale) for text in translated)
        )
        listing.words_text = _once(
            _bag(" ".join(text for text in texts if text), listing.locale),
            *(_bag(text.rest, text.locale) for text in translated),
            _bag(body.name, body.locale),
            " ".join(tokens(" ".join([body.name_latin, *_places(listing)]))),
        )


def concepts_in(listing: Listing, translated: Sequence[Words] = ()) -> dict[str, int]:
    """What the original and these texts speak of, and how much: as much as the one that says most of it."""
    heard: dict[str, int] = defaultdict(int)
    subject = " ".join(getattr(listing, name) or "" for name in SUBJECT)
    for title, text, language in (
        (listing.title, subject, listing.locale),
        *((text.title, text.about(SUBJECT), text.locale) for text in translated),
    ):
        for concept, weight in concepts_of(title, text, language, lexicon(), morphology()).items():
            heard[concept] = max(heard[concept], weight)
    most = sorted(heard, key=lambda concept: (-heard[concept], concept))[:MOST_CONCEPTS]
    return {concept: heard[concept] for concept in most}


def _bag(text: str, language: str) -> str:
    """Every word once, folded, with its dictionary form and its stem: in any order, as the index counts none."""
    known = morphology()
    return " ".join(dict.fromkeys(form for word in words(text) for form in known.forms(word, language)))


def _once(*bags: str) -> str:
    """What several languages share counts once, as within one."""
    return " ".join(dict.fromkeys(" ".join(bags).split()))


def _keep_concepts(listing: Listing, spoken: dict[str, int]) -> None:
    db.session.execute(delete(ListingConcept).where(ListingConcept.listing_id == listing.id))
    if spoken:
        rows = [
            {"listing_id": listing.id, "concept": concept, "weight": weight}
            for concept, weight in spoken.items()
        ]
        db.session.execute(ListingConcept.__table__.insert(), rows)  # type: ignore[attr-defined]


def _places(listing: Listing) -> list[str]:
    names = []
    for locale in ("uk", "en"):
        with speaking(locale):
            names.append(country(listing.country))
            if listing.region in OBLASTS:
                names.append(str(OBLASTS[listing.region]))
    return list(dict.fromkeys(names))
