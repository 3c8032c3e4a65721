"""What is right and wrong in a row: with itself, with the file, and with what is here already."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import ContactCard, User
from marketplace.core.db import db
from marketplace.core.forms import CONTROLS
from marketplace.core.i18n import LOCALES, speaking
from marketplace.core.i18n import gettext as _
from marketplace.core.words import fold
from marketplace.listings.actions import Posted
from marketplace.listings.behalf import OnBehalf
from marketplace.listings.codes import KINDS, Kind
from marketplace.listings.meter import REQUIRED as ASKED_OF_ALL
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Membership, Organisation

from .columns import COLUMNS, REQUIRED, Wrong
from .sheet import Row

LONGEST_VALUE = 200
LONGEST_FIELD = 60
_LISTS = frozenset({"sectors", "helps", "languages", "principles", "preferred_regions"})


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which row and field, what stands there, and the sentence in each language."""

    row: int
    field: str
    value: str
    sentences: Mapping[str, str]


@dataclass(frozen=True)
class Body:
    """What a row may say of an organisation that is here."""

    id: int
    is_verified: bool
    is_ukrainian: bool
    contact_id: int | None


@dataclass
class Judged:
    """A row after judgement: ready to be posted, here already, or wrong."""

    posted: Posted | None = None
    is_known: bool = False
    faults: list[Fault] = field(default_factory=list)


class Judge:
    """Reads once what is here, then judges row by row without asking the database again."""

    def __init__(self, association_id: int) -> None:
        self._by_code: dict[str, Body] = {}
        self._by_name: dict[str, list[Body]] = defaultdict(list)
        self._seen: dict[str, int] = {}  # external id → row
        self._said: dict[int, int] = {}  # what a row says → row
        self._read_organisations()
        known = select(OnBehalf.external_id).filter_by(association_id=association_id)
        self._known = set(db.session.scalars(known))

    def _read_organisations(self) -> None:
        contacts: dict[int, int] = {}
        speaking_for = (
            select(Membership.organisation_id, Membership.user_id)
            .join(User, User.id == Membership.user_id)
            .join(ContactCard, ContactCard.user_id == User.id)
            .where(Membership.role.in_((Role.OWNER, Role.EDITOR)), User.left_at.is_(None))
            .order_by(Membership.role.desc(), Membership.id)  # owners before editors
        )
        for organisation_id, user_id in db.session.execute(speaking_for):
            contacts.setdefault(organisation_id, user_id)
        columns = (
            Organisation.id, Organisation.name, Organisation.name_latin, Organisation.katottg,
            Organisation.country, Organisation.verified_at,
        )  # fmt: skip
        for row in db.session.execute(select(*columns)):
            body = Body(row.id, row.verified_at is not None, row.country == "UA", contacts.get(row.id))
            if row.katottg:
                self._by_code[row.katottg.casefold()] = body
            for name in {fold(row.name), fold(row.name_latin)}:
                self._by_name[name].append(body)

    def judge(self, row: Row) -> Judged:
        """What this row is. Its faults are said in every language of the site."""
        judged, wrong = self._judge(row)
        if not wrong:
            return judged
        said = {}
        for locale in LOCALES:
            with speaking(locale):
                said[locale] = self._judge(row)[1]
        judged.faults = [
            Fault(
                row.number,
                _clean(name)[:LONGEST_FIELD],
                _clean(row.cells.get(name, ""))[:LONGEST_VALUE],
                {locale: sentences[place][1] for locale, sentences in said.items()},
            )
            for place, (name, _sentence) in enumerate(wrong)
        ]
        judged.posted = None
        return judged

    def _judge(self, row: Row) -> tuple[Judged, list[tuple[str, str]]]:
        if row.problem:
            return Judged(), [("", _problem(row.problem))]
        wrong = [
            (name, _("There is no such column. Take the names from the template."))
            for name in row.cells
            if name not in COLUMNS
        ]
        external_id = row.cells.get("external_id", "").strip()
        first = self._seen.setdefault(external_id, row.number) if external_id else row.number
        if first != row.number:
            wrong.append(("external_id", _("Row %(row)s has the same.", row=first)))
        elif external_id in self._known:
            return Judged(is_known=True), []
        facts, unread = _read(row)
        wrong += unread
        body = self._body(row.cells.get("organisation", ""), wrong)
        kind = facts.get("kind")
        if kind is not None:
            wrong += _against_the_rules(Kind(kind), facts, {name for name, _sentence in wrong})
            wrong += self._said_before(row)
        if wrong or body is None or body.contact_id is None or kind is None:
            return Judged(), wrong
        if not body.is_ukrainian:
            facts.pop("place", None)
        facts = {
            COLUMNS[name].field: value for name, value in facts.items() if name not in ("external_id", "kind")
        }
        return Judged(Posted(external_id, kind, body.id, body.contact_id, _filled(facts))), []

    def _said_before(self, row: Row) -> list[tuple[str, str]]:
        """A row that says what another says, under another number."""
        said = hash(
            tuple((name, cell.strip()) for name, cell in sorted(row.cells.items()) if name != "external_id")
        )
        first = self._said.setdefault(said, row.number)
        return [] if first == row.number else [("title", _("Row %(row)s says the very same.", row=first))]

    def _body(self, cell: str, wrong: list[tuple[str, str]]) -> Body | None:
        """The organisation of this code or name; what is wrong with it is added to `wrong`."""
        word = cell.strip()
        if not word:
            return None  # said by `_read`
        coded = self._by_code.get(word.casefold())
        found = [coded] if coded else self._by_name.get(fold(word), [])
        sentence = ""
        if not found:
            sentence = _("No organisation of this name or code is registered here. It registers first.")
        elif len(found) > 1:
            sentence = _("Several have this name: write the KATOTTG code.")
        elif not found[0].is_verified:
            sentence = _("This organisation is not verified yet.")
        elif found[0].contact_id is None:
            sentence = _("Nobody who writes for this organisation has a contact card yet.")
        if sentence:
            wrong.append(("organisation", sentence))
            return None
        return found[0]


def _problem(code: str) -> str:
    if code == "json":
        return _("This line is no JSON object.")
    return _("This row has not as many cells as the header.")


def _clean(words: str) -> str:
    """What can be stored and shown."""
    return CONTROLS.sub("\ufffd", words)


def _read(row: Row) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The cells as values by column, and what is wrong with each."""
    facts: dict[str, Any] = {}
    wrong = []
    for name, column in COLUMNS.items():
        cell = row.cells.get(name, "")
        if name in REQUIRED and not cell.strip():
            wrong.append((name, _("Fill this in.")))
            continue
        try:
            value = column.read(cell)
        except Wrong as error:
            wrong.append((name, str(error)))
            continue
        if name != "organisation":
            facts[name] = value
    return facts, wrong


def _against_the_rules(kind: Kind, facts: dict[str, Any], already: set[str]) -> list[tuple[str, str]]:
    """What must be there, what this kind does not have, and pairs in the wrong order."""
    wrong = []
    for name, column in COLUMNS.items():
        if kind not in column.kinds and facts.pop(name, None):
            wrong.append(
                (name, _("Leave this empty: it is no field of this kind (%(kind)s).", kind=str(KINDS[kind])))
            )
    said: Any = SimpleNamespace(**dict.fromkeys(COLUMNS, None) | facts, pictures=(), contact=None)
    for name, sentence, holds in ASKED_OF_ALL[kind]:
        if name in COLUMNS and name not in already and not holds(said):
            wrong.append((name, str(sentence)))
    if facts.get("budget_min") and facts.get("budget_max") and facts["budget_min"] > facts["budget_max"]:
        wrong.append(("budget_max", _("The upper end of the budget is below the lower.")))
    begins, ends = facts.get("available_from"), facts.get("available_until")
    if begins and ends and begins > ends:
        wrong.append(("available_until", _("The last day is before the first.")))
    return wrong


def _filled(facts: Mapping[str, Any]) -> dict[str, Any]:
    """An empty text is a text; an empty code or number is none."""
    return {name: value for name, value in facts.items() if value not in (None, "") or name in _LISTS}
