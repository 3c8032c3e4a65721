"""How well search finds: a set of listings and queries, indexed by the product's own code, and figures of the field.

recall@10: of the relevant listings, the share among the first ten (of ten at most); MRR@10: one over the rank of the first
relevant one; nDCG@10: as recall, where earlier counts more (Järvelin and Kekäläinen 2002, binary gains).
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from marketplace.accounts.models import User
from marketplace.core.clock import now, today
from marketplace.core.db import db, transaction
from marketplace.core.freshness import public_changed
from marketplace.core.i18n import SOURCE
from marketplace.core.words import fold, romanise
from marketplace.listings.actions import refresh_words
from marketplace.listings.codes import FAMILY_MEMBERS, Kind, ListingStatus, Sector
from marketplace.listings.models import OPEN_DAYS, Listing, ListingCode
from marketplace.organisations import register
from marketplace.organisations.codes import OBLASTS
from marketplace.organisations.models import Organisation

from . import indexing, pairing, queries, retrieval
from .filters import Filters
from .queries import Search
from .understanding import understand

AT = 10
NOBODY = "-"  # no password has this hash
RANKED = 100  # so many are written down for each query
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Gold:
    """A measuring set: three files of JSON Lines (docs/search.md)."""

    listings: list[Row]
    queries: list[Row]
    matches: list[Row]

    @classmethod
    def read(cls, folder: Path) -> "Gold":
        """Raises `OSError` or `ValueError` where a file is missing or broken; matches may be missing."""
        return cls(
            *(
                _lines(folder / f"{name}.jsonl", name != "matches")
                for name in ("listings", "queries", "matches")
            )
        )


def _lines(path: Path, needed: bool) -> list[Row]:
    if not needed and not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def fill(gold: Gold) -> dict[str, int]:
    """Publish the set's listings in an empty database and index them; the set's id → ours."""
    with transaction():
        checker = User(
            email="checker@example.org",
            name="Checker",
            locale="en",
            password_hash=NOBODY,
            registered_at=now(),
        )
        db.session.add(checker)
        db.session.flush()
        bodies: dict[tuple[str, str, str], Organisation] = {}
        ids = {}
        for number, row in enumerate(gold.listings, 1):
            listing = _listing(row, number, _body(row, bodies, checker))
            db.session.add(listing)
            db.session.flush()
            refresh_words(listing)
            ids[str(row["id"])] = listing.id
        public_changed()
    while indexing.index_next(indexing.MANY_AT_ONCE):
        pass
    return ids


def _body(row: Row, bodies: dict[tuple[str, str, str], Organisation], checker: User) -> Organisation:
    name, country, region = str(row.get("org") or "?"), str(row.get("country") or "UA"), _region(row)
    key = (name, country, region)
    if key not in bodies:
        hromada = register.get(str(row.get("katottg"))) if row.get("katottg") else None
        hromada = hromada or (_registered(name, region) if country == "UA" else None)
        if hromada is not None and any(body.katottg == hromada.katottg for body in bodies.values()):
            hromada = None
        bodies[key] = Organisation(
            kind="hromada" if hromada else "municipality",
            name=name,
            name_latin=hromada.name_latin if hromada else romanise(name),
            locale="uk" if country == "UA" else str(row.get("lang", "en")),
            country=country,
            region=hromada.region if hromada else region,
            katottg=hromada.katottg if hromada else None,
            hromada_kind=hromada.kind if hromada else None,
            verified_by="signed_letter",
            verified_at=now(),
            verified_by_id=checker.id,
        )
        db.session.add(bodies[key])
        db.session.flush()
    return bodies[key]


def _region(row: Row) -> str:
    said = str(row.get("region") or "")
    return said if len(said) <= 6 else ""


def _registered(name: str, region: str) -> register.Hromada | None:
    """The hromada of the register that is meant, if only one is."""
    fitting = [
        h
        for h in register.search(name)
        if fold(h.name) in fold(name) or fold(h.centre) in fold(name) or fold(h.centre_latin) in fold(name)
    ]
    inside = [h for h in fitting if h.region == region] if region in OBLASTS else fitting
    return inside[0] if inside else None


def _listing(row: Row, number: int, body: Organisation) -> Listing:
    kind = Kind(row["kind"])
    sectors = [code for code in [row.get("sector")] if code in set(Sector)]
    helps = list(FAMILY_MEMBERS.get(str(row.get("aid_type")), ()))[:1]  # type: ignore[call-overload]
    moment = now() - timedelta(minutes=number)
    return Listing(
        kind=kind,
        reference=f"{kind.value[0].upper()}-0000-{number:04}",
        status=ListingStatus.PUBLISHED,
        organisation=body,
        country=body.country,
        region=body.region,
        hromada_kind=body.hromada_kind,
        locale=str(row["lang"]),
        title=str(row["title"])[:90],
        summary=str(row.get("summary") or "-"),
        submitted_at=moment,
        published_at=moment,
        expires_on=today() + timedelta(days=OPEN_DAYS),
        codes=[
            *(ListingCode(scheme="sector", code=str(code)) for code in sectors),
            *(ListingCode(scheme="help", code=str(code)) for code in helps),
        ],
    )


# The figures


@dataclass(frozen=True)
class Figures:
    """Means over some queries."""

    queries: int
    recall: float
    mrr: float
    ndcg: float


def score(ranked: Sequence[str], relevant: Iterable[str], at: int = AT) -> tuple[float, float, float]:
    """recall@10, reciprocal rank and nDCG@10 of one query."""
    wanted = set(relevant)
    hits = [place for place, name in enumerate(ranked[:at]) if name in wanted]
    best = min(at, len(wanted))
    ideal = sum(1 / math.log2(place + 2) for place in range(best))
    gained = sum(1 / math.log2(place + 2) for place in hits)
    return len(hits) / best, 1 / (hits[0] + 1) if hits else 0.0, gained / ideal


def figures(scores: Sequence[tuple[float, float, float]]) -> Figures:
    """Their means."""
    number = len(scores)
    recall, mrr, ndcg = (sum(column) / number for column in zip(*scores, strict=True))
    return Figures(number, recall, mrr, ndcg)


def by(key: str, gold: Gold, ranked: Mapping[str, Sequence[str]]) -> dict[str, Figures]:
    """The figures for each value of `key` ("type" or "lang") of the queries; "all" for all of them."""
    groups: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for query in gold.queries:
        one = score(ranked[str(query["qid"])], query["relevant"])
        groups["all"].append(one)
        groups[str(query.get(key, "?"))].append(one)
    return {name: figures(scores) for name, scores in groups.items()}


def ranked_queries(
    gold: Gold, ids: Mapping[str, int], use: frozenset[str] = retrieval.EVERYTHING
) -> dict[str, list[str]]:
    """For each query the set's ids in the order found: as a visitor whose browser says nothing of her language."""
    names = {ours: theirs for theirs, ours in ids.items()}
    return {
        str(query["qid"]): [names[listing_id] for listing_id in _found(str(query["text"]), use)]
        for query in gold.queries
    }


def _found(typed: str, use: frozenset[str]) -> Sequence[int]:
    if use == retrieval.EVERYTHING:
        search = Search.begin(Filters.read({"q": [typed]}), SOURCE)
        return queries.newest(search) if search.place else queries.ranked(search)
    return retrieval.find(understand(typed, SOURCE), use=use).ids


# Matches


AT_MATCHES = 5


def ranked_matches(gold: Gold, ids: Mapping[str, int]) -> dict[str, list[str]]:
    """For each need of the set, the offers that the site would show beside it, the best first. `ids`: those of `fill`."""
    while pairing.renew_next():
        pass
    named = {ours: theirs for theirs, ours in ids.items()}
    needs = [str(match["need"]) for match in gold.matches]
    return {need: [named[offer] for offer in pairing.ranked(ids[need])] for need in needs}


def recall_of_matches(gold: Gold, ranked: Mapping[str, Sequence[str]]) -> float:
    """recall@5: of the offers that fit a need, the share among its first five (of five at most); the mean over the needs."""
    shares = [score(ranked[str(m["need"])], m["offers"], AT_MATCHES)[0] for m in gold.matches]
    return sum(shares) / len(shares)
