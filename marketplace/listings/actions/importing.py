"""What an association posts for its members: many at once, handed in as they arrive, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.clock import KYIV, now, today
from marketplace.core.db import db, only_reading, transaction
from marketplace.organisations.models import Organisation

from .. import emails
from ..behalf import OnBehalf
from ..codes import Kind, ListingStatus
from ..models import Listing, ListingCode, ListingConcept, ListingPrinciple
from .finding import concepts_in, fold_words
from .writing import CODES, COLUMNS, next_references, set_place

# How many imported cases come to their turn in the queue at the end of each day. Single cases of that day go first;
# nobody waits behind ten thousand. The order alone is touched: a moderator with nothing before her goes on with them.
TURNS_A_DAY = 20


@dataclass(frozen=True)
class Posted:
    """One row, judged: whom it is for, and its facts by field as `actions.save` takes them."""

    external_id: str
    kind: str
    organisation_id: int
    contact_id: int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Prepared:
    """One row, ready to be stored: the values of its columns, codes and principles, its words folded, its concepts found."""

    external_id: str
    columns: dict[str, Any]
    codes: list[tuple[str, str, int]]
    principles: list[str]
    concepts: dict[str, int]


def prepare(row: Posted, organisation: Organisation) -> Prepared:
    """Everything that takes time, done before the transaction in which all are stored."""
    listing = Listing(
        kind=Kind(row.kind),
        reference="",
        status=ListingStatus.SUBMITTED,
        version=1,
        organisation=organisation,
        organisation_id=organisation.id,
        contact_id=row.contact_id,
        country=organisation.country,
        region=organisation.region,
        hromada_kind=organisation.hromada_kind,
        **{name: value for name, value in row.facts.items() if name in COLUMNS},
    )
    codes = [
        (scheme, code, position)
        for name, scheme in CODES.items()
        for position, code in enumerate(row.facts.get(name, ()))
    ]
    listing.codes = [
        ListingCode(scheme=scheme, code=code, position=position) for scheme, code, position in codes
    ]
    set_place(listing, row.facts.get("place"))
    _fill_in(listing)
    fold_words(listing)
    columns = {name: getattr(listing, name) for name in _names()}
    principles = list(row.facts.get("principles", ()))
    return Prepared(row.external_id, columns, codes, principles, concepts_in(listing))


def _names() -> list[str]:
    return [column.key for column in Listing.__table__.columns if column.key != "id"]


def _fill_in(listing: Listing) -> None:
    """What a column holds where nothing is said: the mapper would fill it in only when the row is stored."""
    for column in Listing.__table__.columns:
        default: Any = column.default
        if column.key == "id" or default is None or getattr(listing, column.key) is not None:
            continue
        setattr(listing, column.key, default.arg(None) if default.is_callable else default.arg)


def hand_in_for(association: Organisation, rows: Sequence[Prepared], by: User) -> list[str]:
    """Store them in the present transaction, each with the moderators from the first; their references.

    They belong to the organisations they are for; those are told afterwards (`tell_of_imported`). The caller has
    judged the rows and who may post. Raises `IntegrityError` where one is there already.
    """
    if not rows:
        return []
    moment = now()
    references = {
        kind: iter(next_references(kind, sum(row.columns["kind"] == kind for row in rows))) for kind in Kind
    }
    for row in rows:
        row.columns.update(
            reference=next(references[row.columns["kind"]]),
            author_id=by.id,
            status_since=moment,
            created_at=moment,
            updated_at=moment,
            submitted_at=moment,
        )
    ids = _store(rows, by, moment)
    first = today()
    behalf = [
        {
            "listing_id": key,
            "association_id": association.id,
            "external_id": row.external_id,
            "turn_at": _end_of(first + timedelta(days=place // TURNS_A_DAY)),
            "told_at": None,
        }
        for place, (key, row) in enumerate(zip(ids, rows, strict=True))
    ]
    _insert(OnBehalf, behalf)
    history.record_all(by, "import", Listing.__tablename__, ids, association=association.id)
    return [row.columns["reference"] for row in rows]


def _store(rows: Sequence[Prepared], by: User, moment: datetime) -> list[int]:
    """The listings with their codes, principles and concepts; their ids, in order."""
    _insert(Listing, [row.columns for row in rows])
    mine = select(Listing.reference, Listing.id).where(
        Listing.author_id == by.id, Listing.submitted_at == moment
    )
    numbers = {row.reference: row.id for row in db.session.execute(mine)}
    ids = [numbers[row.columns["reference"]] for row in rows]
    stored = list(zip(ids, rows, strict=True))
    _insert(
        ListingCode,
        [
            {"listing_id": key, "scheme": scheme, "code": code, "position": position}
            for key, row in stored
            for scheme, code, position in row.codes
        ],
    )
    _insert(
        ListingPrinciple,
        [
            {"listing_id": key, "principle": principle, "evidence": ""}
            for key, row in stored
            for principle in row.principles
        ],
    )
    _insert(
        ListingConcept,
        [
            {"listing_id": key, "concept": concept, "weight": weight}
            for key, row in stored
            for concept, weight in row.concepts.items()
        ],
    )
    return ids


def _insert(table: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Past the mapper, which takes five times as long; on SQLite everybody else waits meanwhile."""
    if rows:
        db.session.execute(table.__table__.insert(), rows)


def _end_of(day: Any) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=KYIV)


def tell_of_imported() -> bool:
    """Tell one organisation what was posted for it by one association, all in one letter; False if all know.

    In a transaction of its own: ten thousand letters are not written in the one that stores the listings.
    """
    untold = select(OnBehalf).where(OnBehalf.told_at.is_(None)).order_by(OnBehalf.listing_id)
    with only_reading(), transaction():
        if db.session.scalar(untold.limit(1)) is None:
            return False  # without asking for the write lock
    with transaction():
        first = db.session.scalar(untold.limit(1).with_for_update(skip_locked=True))
        if first is None:
            return False
        theirs = untold.join(OnBehalf.listing).where(
            OnBehalf.association_id == first.association_id,
            Listing.organisation_id == first.listing.organisation_id,
        )
        rows = list(db.session.scalars(theirs.with_for_update(of=OnBehalf, skip_locked=True)))
        for row in rows:
            row.told_at = now()
        if first.association_id != first.listing.organisation_id:
            emails.imported([row.listing for row in rows], first.association)
    return True
