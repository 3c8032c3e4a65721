"""What the worker does for matches: for each listing that is new or changed, its candidates, weighed, the best kept.

A pair is one row for both sides. A listing that changes loses its pairs and gets new ones: its own twenty best, and those
in which it is among the twenty best of the other. So the lists of both sides are renewed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import LargeBinary, Select, case, delete, func, insert, literal_column, or_, select, update

from marketplace.core import freshness
from marketplace.core.clock import today
from marketplace.core.db import db, only_reading, transaction
from marketplace.handoff.codes import AnswerStatus
from marketplace.handoff.models import Answer
from marketplace.lexicon.loaded import lexicon
from marketplace.listings.codes import Kind, Sector
from marketplace.listings.models import Listing, ListingCode, ListingConcept
from marketplace.listings.queries import public
from marketplace.organisations.models import Organisation

from .embedder import DIMENSIONS, Vectors
from .matching import TITLE, Fit, Ground, Side, fit, in_order, reasons_of
from .models import ListingVectors, Match
from .retrieval import matrix
from .vectors import whole

AT_ONCE = 16
KEPT = 20  # of the best of each listing
NEAREST = 400  # by meaning, of both kinds; the other kind is sorted out after
MOST_BY_CONCEPTS = 100
RAREST = 8  # of a listing's concepts lead to candidates
SAMPLE = 300  # of each kind, the newest, show what all of a kind have in common
FEW = 10  # so many more are thought of that have nothing in common
FORMS_OF_HELP = "forms_of_help"  # the part of the lexicon that names them
PAIRS = "pairs"
_UNSEEN: dict[str, Any] = {
    "execution_options": {"synchronize_session": False}
}  # no session has read these rows
OTHER = {Kind.NEED: Kind.OFFER, Kind.OFFER: Kind.NEED}


@dataclass(frozen=True)
class Common:
    """What the texts of a kind have in common: needs ask and offers give, whatever it is about."""

    of: Mapping[str, Vectors]

    @classmethod
    def read(cls) -> "Common":
        """The mean of the newest of each kind."""
        return cls({kind: _mean(kind) for kind in Kind})


def _mean(kind: str) -> Vectors:
    newest = (
        public().join(ListingVectors, ListingVectors.listing_id == Listing.id).where(Listing.kind == kind)
    )
    rows = newest.with_only_columns(_two_texts).order_by(Listing.id.desc()).limit(SAMPLE)
    texts = [whole(kept).mean(axis=0) for kept in db.session.scalars(rows) if kept]
    if not texts:
        return np.zeros(DIMENSIONS, dtype=np.float32)
    return np.sum(texts, axis=0) / (len(texts) + FEW)  # type: ignore[no-any-return]


_two_texts = func.substr(ListingVectors.vectors, 1, 2 * DIMENSIONS, type_=LargeBinary).label("two_texts")


def renew_next(most: int = AT_ONCE) -> int:
    """Renew the pairs of open listings that are new or changed, at most so many; how many there were."""
    with only_reading(), transaction():
        stale = select(ListingVectors.listing_id).where(ListingVectors.matched == literal_column("0"))
        wanted = public().where(Listing.id.in_(stale))
        ids = list(db.session.scalars(wanted.with_only_columns(Listing.id).order_by(Listing.id).limit(most)))
        common = Common.read() if ids else None
    for listing_id in ids:
        with transaction():
            renew(listing_id, common)
    return len(ids)


def renew(listing_id: int, common: Common | None = None) -> None:
    """Make the pairs of one listing anew; one that is not open loses them."""
    freshness.grown(PAIRS)  # one at a time, so that of two workers the second sees what the first has kept
    wanted = public().where(Listing.id == listing_id).with_only_columns(Listing.kind, Listing.version)
    row = db.session.execute(wanted).first()
    mine, theirs = (Match.need_id, Match.offer_id)
    if row is not None and row.kind == Kind.OFFER:
        mine, theirs = theirs, mine
    before = set(db.session.scalars(select(theirs).where(mine == listing_id)))
    db.session.execute(
        delete(Match).where(or_(Match.need_id == listing_id, Match.offer_id == listing_id)), **_UNSEEN
    )
    if row is None:
        return
    fits = _fits(listing_id, row.kind, common or Common.read())
    kept = _worth_keeping(fits, theirs)
    rows = [
        {mine.key: listing_id, theirs.key: other, "score": one.score, "reasons": list(one.reasons)}
        for other, one in kept.items()
    ]
    if rows:
        db.session.execute(insert(Match), rows)
    seen = update(ListingVectors).where(ListingVectors.listing_id == listing_id)
    db.session.execute(seen.values(matched=row.version), **_UNSEEN)
    if before or kept:
        freshness.public_changed(of=())


def _worth_keeping(fits: Mapping[int, Fit], theirs: Any) -> dict[int, Fit]:
    """The best of them, and those that are among the best of the other."""
    order = sorted(fits, key=lambda other: (-fits[other].score, -other))
    better: dict[int, list[float]] = defaultdict(list)
    for other, score in db.session.execute(select(theirs, Match.score).where(theirs.in_(order[KEPT:]))):
        better[other].append(score)
    return {
        other: fits[other]
        for place, other in enumerate(order)
        if place < KEPT or sum(score >= fits[other].score for score in better[other]) < KEPT
    }


def _fits(listing_id: int, kind: str, common: Common) -> dict[int, Fit]:
    (own,) = sides([listing_id], common).values()
    spoken_of = _spoken_of(own.concepts)
    others = sides(_candidates(own, kind, spoken_of), common)
    ground = _ground(spoken_of)
    found = {}
    for other in others.values():
        need, offer = (own, other) if kind == Kind.NEED else (other, own)
        one = fit(need, offer, ground)
        if one is not None:
            found[other.id] = one
    return found


def why(need: Listing, offer: Listing) -> tuple[str, ...]:
    """What speaks for a pair that somebody thought of: reason codes, the weightiest first; perhaps none."""
    both = sides([need.id, offer.id], Common.read())
    ground = _ground(_spoken_of(both[need.id].concepts))
    return in_order(reasons_of(both[need.id], both[offer.id], ground))


def again(condition: Any) -> None:
    """Have the worker weigh anew the listings that fulfil this: something beside their texts has changed."""
    changed = select(Listing.id).where(condition)
    stale = update(ListingVectors).where(ListingVectors.listing_id.in_(changed)).values(matched=0)
    db.session.execute(stale, **_UNSEEN)


def ranked(need_id: int) -> list[int]:
    """The offers that fit this need, the best first."""
    fitting = public().join(Match, Match.offer_id == Listing.id).where(Match.need_id == need_id)
    best = fitting.with_only_columns(Listing.id).order_by(Match.score.desc(), Listing.id.desc())
    return list(db.session.scalars(best.limit(KEPT)))


# Candidates


def _candidates(own: Side, kind: str, spoken_of: Mapping[str, int]) -> list[int]:
    """The other kind, open, of another organisation: near in meaning, or speaking of the same rare things."""
    others = public().where(Listing.kind == OTHER[Kind(kind)], Listing.organisation_id != own.organisation_id)
    near = _near(own.id)
    found = list(db.session.scalars(others.where(Listing.id.in_(near)).with_only_columns(Listing.id)))
    rarest = sorted(own.concepts, key=lambda concept: (spoken_of.get(concept, 0), concept))[:RAREST]
    counts = func.sum(case((ListingConcept.weight >= TITLE, 3), else_=1))
    about = select(ListingConcept.listing_id).where(ListingConcept.concept.in_(rarest))
    about = about.where(ListingConcept.listing_id.in_(others.with_only_columns(Listing.id)))
    about = about.group_by(ListingConcept.listing_id).order_by(
        counts.desc(), ListingConcept.listing_id.desc()
    )
    found += db.session.scalars(about.limit(MOST_BY_CONCEPTS))
    return list(dict.fromkeys(found))


def _near(listing_id: int) -> set[int]:
    kept = db.session.scalar(select(_two_texts).where(ListingVectors.listing_id == listing_id))
    return {other for text in whole(kept) for other in matrix.nearest(text, NEAREST)} if kept else set()


def _spoken_of(concepts: Iterable[str]) -> dict[str, int]:
    """How many listings speak of each of these."""
    counted = select(ListingConcept.concept, func.count()).where(ListingConcept.concept.in_(list(concepts)))
    rows = db.session.execute(counted.group_by(ListingConcept.concept))
    return {row[0]: row[1] for row in rows}


def _ground(spoken_of: Mapping[str, int]) -> Ground:
    total = db.session.scalar(select(func.count()).select_from(Listing).where(Listing.words_title != ""))
    known = lexicon()
    forms = frozenset(concept for concept in spoken_of if known.sector(concept) == FORMS_OF_HELP)
    return Ground(total or 0, spoken_of, forms)


# What is weighed


def sides(ids: Collection[int], common: Common) -> dict[int, Side]:
    """What is weighed of these listings, in four statements."""
    if not ids:
        return {}
    codes: dict[tuple[int, str], list[str]] = defaultdict(list)
    named = select(ListingCode.listing_id, ListingCode.scheme, ListingCode.code)
    for listing_id, scheme, code in db.session.execute(
        named.where(ListingCode.listing_id.in_(ids)).order_by(ListingCode.position)
    ):
        codes[listing_id, scheme].append(code)
    concepts: dict[int, dict[str, int]] = defaultdict(dict)
    about = select(ListingConcept.listing_id, ListingConcept.concept, ListingConcept.weight)
    for listing_id, concept, weight in db.session.execute(about.where(ListingConcept.listing_id.in_(ids))):
        concepts[listing_id][concept] = weight
    accepted = select(Answer.listing_id, func.count()).where(Answer.listing_id.in_(ids))
    accepted = accepted.where(Answer.status == AnswerStatus.ACCEPTED).group_by(Answer.listing_id)
    taken = {row[0]: row[1] for row in db.session.execute(accepted)}
    return {
        row.id: _side(row, codes, concepts[row.id], taken.get(row.id, 0), common)
        for row in db.session.execute(_facts(ids))
    }


def _facts(ids: Collection[int]) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Listing.id, Listing.kind, Listing.organisation_id, Listing.region, Listing.format, Listing.open_until,
        Listing.expires_on, Listing.available_from, Listing.available_until, Listing.preferred_regions,
        Listing.capacity_cases, Organisation.kind.label("organisation_kind"), Organisation.population,
        Organisation.languages, _two_texts,
    )  # fmt: skip
    rows = select(*columns).join(Listing.organisation)
    rows = rows.outerjoin(ListingVectors, ListingVectors.listing_id == Listing.id)
    return rows.where(Listing.id.in_(ids))


def _side(row: Any, codes: Any, concepts: Mapping[str, int], taken: int, common: Common) -> Side:
    is_need = row.kind == Kind.NEED
    return Side(
        id=row.id,
        organisation_id=row.organisation_id,
        organisation_kind=row.organisation_kind,
        population=row.population,
        region=row.region,
        format=row.format,
        sectors=codes[row.id, "sector"],
        helps=codes[row.id, "help"],
        languages=codes[row.id, "language"] or row.languages or [],
        concepts=concepts,
        meaning=_meaning(row.two_texts, common.of[row.kind]),
        first_day=today() if is_need else row.available_from,
        last_day=(row.open_until or row.expires_on) if is_need else row.available_until,
        preferred_regions=row.preferred_regions or [],
        is_broad=not is_need and _is_broad(codes[row.id, "sector"], concepts),
        has_room=bool(row.capacity_cases) and taken < row.capacity_cases,
    )


def _is_broad(sectors: Sequence[str], concepts: Mapping[str, int]) -> bool:
    """Whether an offer of administration and finance has a title with forms of help alone, and nothing they are for."""
    titled = {lexicon().sector(concept) for concept, weight in concepts.items() if weight >= TITLE}
    return titled == {FORMS_OF_HELP} and Sector.GOVERNANCE_FINANCE in sectors


def _meaning(kept: bytes | None, common: Vectors) -> Vectors | None:
    """Title and text as one unit vector, without what all of its kind have in common."""
    if not kept:
        return None
    apart = (whole(kept) - common).sum(axis=0)
    length = float(np.linalg.norm(apart))
    return apart / length if length else None
