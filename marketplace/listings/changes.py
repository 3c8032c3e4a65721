"""The facts of a listing as JSON, what differs between two of them, and the listing as it would read with others."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from marketplace.accounts.models import User
from marketplace.core.db import db

from .codes import SENSITIVE_SECTORS, PartStatus, RevisionStatus
from .fields import fields_of
from .material import TEXTS, is_material
from .models import PART_FACTS, Listing, Part, Revision, Tally
from .policy import last_day

DAYS = frozenset({"open_until", "available_from", "available_until"})
LISTS = frozenset({"sectors", "helps", "languages", "preferred_regions"})
FACTS = DAYS | LISTS | {
    "locale", "format", "urgency", "stage", "beneficiaries_count", "budget_min", "budget_max", "dream_code",
    "capacity_cases", "capacity_people", "capacity_days",
}  # fmt: skip
OTHERWISE_KEPT = {"contact", "place", "principles", "parts"}
Changes = Mapping[str, list[Any]]


def revisable(kind: str) -> list[str]:
    """The fields of a need or an offer that a revision may change, in the order of writing."""
    return [name for name in fields_of(kind) if name in TEXTS | FACTS | OTHERWISE_KEPT]


def fact_name(field: str) -> str:
    """What a field is called among the facts."""
    return "contact_id" if field == "contact" else field


def facts_of(listing: Listing) -> dict[str, Any]:
    """Everything that a revision may change, as JSON."""
    facts: dict[str, Any] = {}
    for name in revisable(listing.kind):
        if name == "contact":
            facts["contact_id"] = listing.contact_id
        elif name == "principles":
            facts[name] = {row.principle: row.evidence for row in listing.principles}
        elif name == "parts":
            facts[name] = [_part_as_json(part) for part in listing.parts]
        elif name != "place":
            facts[name] = _as_json(getattr(listing, name))
        elif listing.country == "UA":
            facts[name] = "region" if listing.region_only else "hromada"
    return facts


def _part_as_json(part: Part) -> dict[str, Any]:
    return {"id": part.id, **{name: getattr(part, name) for name in PART_FACTS}}


def named_parts(listing: Listing, wanted: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The wanted parts, each with the id of the part of this listing that it is; a new one has none."""
    free = {part.id for part in listing.parts}
    rows = []
    for row in wanted:
        key = row.get("id")
        rows.append({"id": key if key in free else None, **{name: row[name] for name in PART_FACTS}})
        free.discard(key)
    return rows


def parts_left_out(listing: Listing, changes: Changes) -> list[Part]:
    """The parts that would be removed by these changes."""
    if "parts" not in changes:
        return []
    kept = {row["id"] for row in changes["parts"][1]}
    return [part for part in listing.parts if part.id not in kept]


def must_stay(part: Part, answered: Collection[int]) -> bool:
    """Promised or covered, or `answered` (part ids) names it: somebody relies on it."""
    return part.is_taken or part.id in answered


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def from_json(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as a listing holds them."""
    return {
        name: date.fromisoformat(value) if name in DAYS and value else value for name, value in facts.items()
    }


def differing(listing: Listing, wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Of the wanted facts those that the listing does not say: field → [as it is, as it shall be].

    A fact that no revision may change is left out.
    """
    present = facts_of(listing)
    wanted = {name: _as_json(value) for name, value in wanted.items() if name in present}
    if "parts" in wanted:
        wanted["parts"] = named_parts(listing, wanted["parts"])
    if "place" in wanted and not wanted["place"]:  # left to us: sensitive sectors show their oblast only
        sectors = wanted.get("sectors", present["sectors"])
        wanted["place"] = "hromada" if SENSITIVE_SECTORS.isdisjoint(sectors) else "region"
    return {name: [present[name], value] for name, value in wanted.items() if present[name] != value}


def after(changes: Changes) -> dict[str, Any]:
    """What shall be, without what was."""
    return {name: pair[1] for name, pair in changes.items()}


def last_passed(listing: Listing) -> dict[str, Any]:
    """Fields that have changed a little since a moderator saw them → as she saw them.

    Small changes are weighed against that, so that many of them do not add up to a text that nobody has read.
    """
    passed: dict[str, Any] = {}
    for revision in sorted(listing.revisions, key=lambda one: (one.status_since, one.id or 0)):
        if revision.status == RevisionStatus.APPLIED:
            for name, (before, _now) in revision.changes.items():
                passed.setdefault(name, before)
        elif revision.status == RevisionStatus.PUBLISHED:
            for name in revision.changes:
                passed.pop(name, None)
    return passed


def material_in(listing: Listing, changes: Changes) -> set[str]:
    """The fields whose changes a moderator has to read."""
    passed = last_passed(listing)
    taken = {part.id for part in listing.parts if part.is_taken}
    return {
        name
        for name, (before, wanted) in changes.items()
        if is_material(name, passed.get(name, before), wanted, taken)
    }


def version_of(revision: Revision | None) -> str:
    """Which revision, and how often it was saved: what two tabs are told apart by."""
    return f"{revision.id}-{revision.version}" if revision else "0"


class Revised:
    """A listing as it reads with the changes of a revision. It is read as a listing is, and never stored."""

    def __init__(self, listing: Listing, revision: Revision | None) -> None:
        self.original = listing
        self.revision = revision
        self.version = version_of(revision)
        returned = revision if revision is not None and revision.is_returned else None
        self.moderator_note = returned.moderator_note if returned else ""
        self.remarks = [SimpleNamespace(**remark) for remark in (returned.remarks if returned else [])]
        wanted = from_json(after(revision.changes)) if revision else {}
        for name, value in wanted.items():
            if name == "principles":
                self.principles = [SimpleNamespace(principle=p, evidence=words) for p, words in value.items()]
            elif name == "parts":
                self.parts = _parts_as_wanted(listing, value)
                self.tally = Tally.of(part.status for part in self.parts)
            elif name == "place":
                self.region_only = value == "region"
            else:
                setattr(self, name, value)
        if "contact_id" in wanted:
            contact = wanted["contact_id"]
            self.contact = db.session.get(User, contact) if contact else None
        if "open_until" in wanted:
            self.expires_on = last_day(listing, wanted["open_until"])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.original, name)


def _parts_as_wanted(listing: Listing, wanted: Sequence[Mapping[str, Any]]) -> list[Any]:
    """As they would read; how each stands is as it is."""
    there = {part.id: part for part in listing.parts}
    return [
        SimpleNamespace(
            **row,
            listing=listing,
            status=there[row["id"]].status if row["id"] in there else PartStatus.OPEN,
        )
        for row in wanted
    ]


def revised(listing: Listing, revision: Revision | None) -> Listing:
    """`Revised`, for whatever reads listings."""
    return cast(Listing, Revised(listing, revision))


def is_revised(text: object) -> bool:
    """Whether it is such a reading, and no listing itself."""
    return isinstance(text, Revised)
