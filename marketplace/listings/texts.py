"""A listing's texts in more languages: what is kept of each, which of them a reader sees, what search looks into."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    func,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.db import Model, Moment, db
from marketplace.core.i18n import gettext as _
from marketplace.core.pages import Order
from marketplace.core.ui import day

from .codes import ListingStatus, TextSource
from .models import Attachment, Listing, ListingPrinciple, Part
from .pieces import LONGEST_TITLE, TRANSLATABLE, hanging_on, of_evidence, of_part, of_picture, pieces_of

_sources = ", ".join(f"'{source}'" for source in TextSource)


class ListingText(Model):
    """A listing in one more language. Of each language there may be one that is public, and one that is worked on.

    The public one stays as it is while a person mends hers, until a moderator has passed it.
    """

    __tablename__ = "listing_texts"
    __table_args__ = (
        CheckConstraint(f"source IN ({_sources})", name="source"),
        CheckConstraint("(source = 'machine') = (service <> '')", name="machine_has_a_name"),
        CheckConstraint("source <> 'machine' OR made_by_id IS NULL", name="machine_is_nobody"),
        CheckConstraint("source <> 'machine' OR is_public", name="machine_is_not_worked_on"),
        CheckConstraint("NOT is_public OR (title <> '' AND summary <> '')", name="public_with_words"),
        CheckConstraint(
            "waits_since IS NULL OR (NOT is_public AND title <> '' AND summary <> '')",
            name="waits_with_words",
        ),
        CheckConstraint(
            "source = 'machine' OR is_public = (passed_at IS NOT NULL)", name="public_when_passed"
        ),
        UniqueConstraint("listing_id", "locale", "is_public"),
        Index("ix_listing_texts_waiting", "waits_since", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id, ondelete="CASCADE"))
    locale: Mapped[str] = mapped_column(String(10))
    is_public: Mapped[bool] = mapped_column(default=False)

    source: Mapped[str] = mapped_column(String(10))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
    service: Mapped[str] = mapped_column(String(60), default="")  # the machine's name
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    of_digest: Mapped[str] = mapped_column(String(64))  # of the original it was made from
    checked_at: Mapped[datetime | None] = mapped_column(
        Moment
    )  # when a machine's was last compared with the original

    waits_since: Mapped[datetime | None] = mapped_column(Moment)  # for a moderator
    note: Mapped[str] = mapped_column(Text, default="")  # what a moderator asks to be changed
    passed_at: Mapped[datetime | None] = mapped_column(Moment)
    passed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))

    title: Mapped[str] = mapped_column(String(LONGEST_TITLE), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    done_so_far: Mapped[str] = mapped_column(Text, default="")
    beneficiaries: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    own_contribution: Mapped[str] = mapped_column(Text, default="")
    gives_back: Mapped[str] = mapped_column(Text, default="")
    shares: Mapped[str] = mapped_column(Text, default="")
    example: Mapped[str] = mapped_column(Text, default="")
    learns: Mapped[str] = mapped_column(Text, default="")
    costs: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    # Of parts, evidence and pictures, by the names that `pieces` gives them.
    more: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")

    listing: Mapped[Listing] = relationship()
    made_by: Mapped[User | None] = relationship(foreign_keys=[made_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def waits(self) -> bool:
        return self.waits_since is not None

    @property
    def is_machine(self) -> bool:
        return self.source == TextSource.MACHINE

    @property
    def has_words(self) -> bool:
        """Title and summary are there: without them there is no card."""
        return bool(self.title and self.summary)

    def words(self, name: str) -> str:
        """What it says in this piece of the listing; empty where it says nothing."""
        return (
            str(getattr(self, name)) if name in TRANSLATABLE[self.listing.kind] else self.more.get(name, "")
        )

    def say(self, facts: Mapping[str, str]) -> None:
        """Keep these words: name of the piece → what it says."""
        own = TRANSLATABLE[self.listing.kind]
        for name in own:
            if name in facts:
                setattr(self, name, facts[name])
        # What hung on it when this was written, and is no more, goes along.
        there = {piece.name for piece in hanging_on(self.listing)}
        said = {**(self.more or {}), **{name: words for name, words in facts.items() if name not in own}}
        self.more = {name: words for name, words in said.items() if words and name in there}


def digest_of(listing: Listing) -> str:
    """What the original says now, as a number that a translation remembers (SHA-256)."""
    said = [listing.locale, *(getattr(listing, name) for name in TRANSLATABLE[listing.kind])]
    said += sorted(f"{piece.name}\x1e{piece.words}" for piece in hanging_on(listing))  # in whatever order
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def said_by(listing: Listing) -> tuple[str, ...]:
    """The names of everything in which the original says anything: what there is to translate."""
    return tuple(piece.name for piece in pieces_of(listing))


# Which there are

WAITING_LONGEST = Order("texts", (ListingText.waits_since, ListingText.id))


def texts_of(listing: Listing) -> Select[ListingText]:
    """All of a listing, by language; the public one before the one that is worked on."""
    theirs = select(ListingText).filter_by(listing_id=listing.id)
    return theirs.order_by(ListingText.locale, ListingText.is_public.desc())


def public_texts(listing: Listing) -> dict[str, ListingText]:
    """What the public may read of it, by language."""
    found = db.session.scalars(texts_of(listing).where(ListingText.is_public))
    return {text.locale: text for text in found}


def text_in(listing: Listing, locale: str, *, public: bool) -> ListingText | None:
    """The public text in this language, or the one that is worked on."""
    wanted = select(ListingText).filter_by(listing_id=listing.id, locale=locale, is_public=public)
    return db.session.scalar(wanted)


def waiting() -> Select[Any]:
    """The rows of the translations that wait for a moderator; sorted by whoever pages them."""
    rows = select(ListingText, Listing, *WAITING_LONGEST.columns)
    return _waiting(rows)


def count_waiting() -> int:
    """How many translations wait for a moderator."""
    return db.session.scalar(_waiting(select(func.count()))) or 0


def _waiting(rows: Select[Any]) -> Select[Any]:
    # Of what is hidden or over nothing need be read.
    rows = rows.select_from(ListingText).join(Listing, Listing.id == ListingText.listing_id)
    in_life = Listing.status.in_((ListingStatus.PUBLISHED, ListingStatus.PAUSED))
    return rows.where(ListingText.waits_since.is_not(None), in_life)


# What a reader sees


@dataclass(frozen=True)
class Said:
    """What something says to one reader, and in which language."""

    words: str
    lang: str


@dataclass(frozen=True)
class Shown:
    """A listing as one reader reads it: in a text of her language, or in the original where that says nothing."""

    listing: Listing
    text: ListingText | None = None

    @property
    def is_original(self) -> bool:
        return self.text is None

    @property
    def is_stale(self) -> bool:
        """The original has changed since this was made from it."""
        return self.text is not None and self.text.of_digest != digest_of(self.listing)

    @property
    def title(self) -> str:
        return self.words("title")

    @property
    def summary(self) -> str:
        return self.words("summary")

    @property
    def locale(self) -> str:
        """What title and summary are written in."""
        return self.text.locale if self.text else self.listing.locale

    def words(self, name: str) -> str:
        """What this field says."""
        return self._own(name) or str(getattr(self.listing, name))

    def lang(self, name: str) -> str:
        """The language in which it says it."""
        return self.locale if self._own(name) else self.listing.locale

    def part(self, part: Part, fact: str) -> Said:
        """What a part says: its title, its detail or its quantity."""
        return self._said(of_part(part, fact), getattr(part, fact))

    def evidence(self, row: ListingPrinciple) -> Said:
        """What stands for a principle."""
        return self._said(of_evidence(row), row.evidence)

    def picture(self, picture: Attachment) -> Said:
        """What a picture shows, in words."""
        return self._said(of_picture(picture), picture.title)

    def _said(self, name: str, original: str) -> Said:
        own = self.text.more.get(name, "") if self.text and original else ""
        return Said(own or original, self.locale if own else self.listing.locale)

    def _own(self, name: str) -> str:
        return str(getattr(self.text, name)) if self.text else ""


def shown_in(listing: Listing, texts: dict[str, ListingText], reads: str, wanted: str = "") -> Shown:
    """The listing in the text that was asked for by its language, else in the reader's.

    `wanted` is "original", or the code of a language; one that there is no text in is not heard.
    """
    if wanted in ("original", listing.locale):
        return Shown(listing)
    if wanted not in texts:
        wanted = "" if reads == listing.locale else reads
    return Shown(listing, texts.get(wanted))


def byline(text: ListingText) -> str:
    """Who made it and when, in a sentence for everybody: people stay unnamed."""
    if text.is_machine:
        return _("Machine translation by %(service)s on %(day)s", service=text.service, day=day(text.made_at))
    if text.source == TextSource.AUTHOR:
        return _("Translated by the author on %(day)s", day=day(text.made_at))
    return _("Translated by a colleague of the author on %(day)s", day=day(text.made_at))


# What search looks into


@dataclass(frozen=True)
class Words:
    """What stands in one language: the title, and everything else by its field."""

    locale: str
    title: str
    said: Mapping[str, str]

    @property
    def rest(self) -> str:
        return "\n".join(self.said.values())

    def about(self, names: Iterable[str]) -> str:
        """What these fields say."""
        return "\n".join(self.said[name] for name in names if name in self.said)


def every_text(listing: Listing) -> list[Words]:
    """The public texts of a listing in other languages than its own, for whoever gathers words."""
    if not inspect(listing).persistent:
        return []  # not stored yet: it has none
    with db.session.no_autoflush:
        found = public_texts(listing).values()
        names = [*TRANSLATABLE[listing.kind], *(piece.name for piece in hanging_on(listing))]
        names.remove("title")
        return [
            Words(text.locale, text.title, {name: words for name in names if (words := text.words(name))})
            for text in found
        ]
