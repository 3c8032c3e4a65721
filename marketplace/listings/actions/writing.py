"""Writing one: begun, saved as one goes, handed in, or thrown away."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from marketplace.accounts.models import User
from marketplace.core import history, storage
from marketplace.core.clock import now, today
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import NotAllowed, advance
from marketplace.organisations.codes import WORKING_LANGUAGES
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import may_write_for

from .. import emails, meter
from ..changes import named_parts
from ..codes import SENSITIVE_SECTORS, Kind, ListingStatus
from ..lifecycle import MOVES
from ..models import PART_FACTS, Listing, ListingCode, ListingPrinciple, Part, ReferenceCounter
from ..policy import may_correct, may_discard, may_edit
from .finding import refresh_words, touch

CODES = {"sectors": "sector", "helps": "help", "languages": "language"}
COLUMNS = frozenset(
    "title summary locale problem done_so_far beneficiaries beneficiaries_count format urgency stage open_until result "
    "budget_min budget_max own_contribution gives_back dream_code shares example learns capacity_cases capacity_people "
    "capacity_days costs conditions preferred_regions available_from available_until contact_id".split()
)


def begin(
    kind: str, organisation: Organisation, by: User, locale: str, copy_of: str | None = None
) -> Listing:
    """A new draft with its reference, written in `locale`; `copy_of` is the reference of what it repeats.

    Raises `NotAllowed` if she does not write for them.
    """
    if not may_write_for(by, organisation.id):
        raise NotAllowed("begin", organisation)
    listing = Listing(
        kind=Kind(kind),
        reference=next_references(Kind(kind), 1)[0],
        status=ListingStatus.DRAFT,
        organisation=organisation,
        author=by,
        contact=by,
        locale=locale,
        country=organisation.country,
        region=organisation.region,
        hromada_kind=organisation.hromada_kind,
    )
    _set_codes(
        listing, "language", [code for code in organisation.languages or [] if code in WORKING_LANGUAGES]
    )
    db.session.add(listing)
    db.session.flush()
    refresh_words(listing)
    history.record(by, "copy" if copy_of else "begin", listing, of=copy_of)
    return listing


def next_references(kind: Kind, count: int) -> list[str]:
    """N-2026-0042, and so many after it.

    One statement counts and reads, so two at once get other numbers; a number is never reused.
    """
    if not count:
        return []
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    year = today().year
    first = insert(ReferenceCounter).values(kind=kind.value, year=year, last=count)
    counted = first.on_conflict_do_update(
        index_elements=[ReferenceCounter.kind, ReferenceCounter.year],
        set_={"last": ReferenceCounter.last + count},
    )
    last = db.session.execute(counted.returning(ReferenceCounter.last)).scalar_one()
    return [f"{kind.value[0].upper()}-{year}-{number:04}" for number in range(last - count + 1, last + 1)]


def save(listing: Listing, facts: Mapping[str, Any], by: User, version: int | None = None) -> bool:
    """Keep these facts of a draft or a returned listing, or of one that was posted on their behalf and waits.

    Only the named ones change. True if anything did.

    `facts` names columns, the lists `sectors`, `helps`, `languages`, `principles` (principle → evidence), and `parts`
    (of each its `id`, if it is there already, `title`, `detail` and `quantity`, in their order).
    `place` is "region", "hromada" or empty: then sensitive sectors show their oblast only (QUALITY 32).
    Raises `NotAllowed` if its text is not open to her, and `Refused` (409) if `version` is no longer its version.
    """
    corrects = may_correct(by, listing)
    if not corrects and not may_edit(by, listing):
        raise NotAllowed("save", listing)
    if version is not None and version != listing.version:
        raise Refused(409, _("Somebody else, or you in another tab, has saved this in the meantime."))
    if "parts" in facts:
        facts = {**facts, "parts": _as_rows(listing, facts["parts"])}
    changed = put(listing, facts)
    if changed and corrects:
        _corrected(listing, by)
    return changed


def _corrected(listing: Listing, by: User) -> None:
    """Once, however often it is saved on the way."""
    newest = history.of(listing).order_by(None).order_by(history.HistoryRow.id.desc()).limit(1)
    last = db.session.scalar(newest)
    if last is None or (last.event, last.actor_id) != ("correct", by.id):
        history.record(by, "correct", listing)


def _as_rows(listing: Listing, wanted: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row that is saved again before its page was drawn anew does not know yet which part it is: by its place."""
    rows = named_parts(listing, wanted)
    said = {row["id"] for row in rows}
    for row, part in zip(rows, listing.parts, strict=False):
        if row["id"] is None and part.id not in said:
            row["id"] = part.id
    return rows


def put(listing: Listing, facts: Mapping[str, Any]) -> bool:
    """Write these facts into it, whoever may, and index its words anew; for `save` and for a published revision."""
    changed = False
    for name, value in facts.items():
        if name in CODES:
            changed |= _set_codes(listing, CODES[name], value)
        elif name == "principles":
            changed |= _set_principles(listing, value)
        elif name == "parts":
            changed |= _set_parts(listing, value)
        elif name in COLUMNS:
            changed |= getattr(listing, name) != value
            setattr(listing, name, value)
        elif name != "place":
            raise KeyError(name)
    if "place" in facts:
        changed |= set_place(listing, facts["place"])
    if changed:
        touch(listing)  # even where only its codes changed
        refresh_words(listing)
        db.session.flush()
    return changed


def _set_codes(listing: Listing, scheme: str, wanted: list[str]) -> bool:
    kept = {row.code: row for row in listing.codes if row.scheme == scheme}
    if list(kept) == list(wanted):
        return False
    others = [row for row in listing.codes if row.scheme != scheme]
    rows = []
    for position, code in enumerate(dict.fromkeys(wanted)):
        row = kept.get(code) or ListingCode(scheme=scheme, code=code)
        row.position = position
        rows.append(row)
    listing.codes = [*others, *rows]
    return True


def _set_principles(listing: Listing, wanted: Mapping[str, str]) -> bool:
    kept = {row.principle: row for row in listing.principles}
    if {name: row.evidence for name, row in kept.items()} == dict(wanted):
        return False
    rows = []
    for principle, evidence in wanted.items():
        row = kept.get(principle) or ListingPrinciple(principle=principle)
        row.evidence = evidence
        rows.append(row)
    listing.principles = rows
    return True


def _set_parts(listing: Listing, wanted: Sequence[Mapping[str, Any]]) -> bool:
    """Those that are named stay what they are, in whatever order; the others are new, or gone."""
    kept = {part.id: part for part in listing.parts}
    present = [
        {"id": key, **{name: getattr(part, name) for name in PART_FACTS}} for key, part in kept.items()
    ]
    if present == list(wanted):
        return False
    rows = []
    for position, facts in enumerate(wanted):
        part = kept.get(facts["id"]) or Part()
        part.position = position
        for name in PART_FACTS:
            setattr(part, name, facts[name])
        rows.append(part)
    listing.parts = rows
    return True


def set_place(listing: Listing, place: str | None) -> bool:
    """What the public sees of the place: as chosen, or by the sectors; whether it changed."""
    region_only = place == "region" if place else not SENSITIVE_SECTORS.isdisjoint(listing.sectors)
    changed = region_only != listing.region_only
    listing.region_only = region_only
    return changed


def submit(listing: Listing, by: User) -> None:
    """Hand it to the moderators, with a receipt to its writer.

    Raises `NotAllowed`; ask `meter.missing` first, it says what is not there yet.
    """
    if meter.missing(listing):
        raise NotAllowed("submit", listing)
    advance(listing, "submit", by, MOVES)
    listing.submitted_at = now()
    listing.moderator_note = ""
    listing.remarks = []
    refresh_words(listing)
    emails.submitted(listing)


def discard(draft: Listing, by: User) -> None:
    """Throw a draft away, files and all. Its number is not given again. Raises `NotAllowed`."""
    if not may_discard(by, draft):
        raise NotAllowed("discard", draft)
    history.record(by, "discard", draft, reference=draft.reference)
    for attachment in draft.attachments:
        for name in attachment.stored_names:
            storage.delete(name)
    db.session.delete(draft)
    db.session.flush()
