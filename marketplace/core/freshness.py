"""Whether what the public sees has changed: one number, and the ETags made of it (RFC 9110 §8.8.3)."""

import hashlib
from collections.abc import Collection
from functools import wraps
from typing import Any

from flask import Response, current_app, g, make_response, request, session
from sqlalchemy import String, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from .clock import today
from .db import Model, db
from .gate import View
from .htmx import VARY, wants_fragment
from .i18n import current_locale


class DataVersion(Model):
    """A number that grows with every change of what is public."""

    __tablename__ = "data_versions"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class PublicChange(Model):
    """Which listing lists find otherwise since that number of `PUBLIC`; zero: any may be. The newest thousand numbers."""

    __tablename__ = "public_changes"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    listing_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


PUBLIC = "public"
VECTORS = "vectors"  # what search has read of the meaning of listings
ANY = 0
MOST_REMEMBERED = 1000


def grown(name: str) -> int:
    """One more than before; whoever else counts `name` up waits until this transaction ends."""
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    row = insert(DataVersion).values(name=name, number=1)
    one_more = {"number": DataVersion.number + 1}
    grown_row = row.on_conflict_do_update(index_elements=[DataVersion.name], set_=one_more)
    return int(db.session.execute(grown_row.returning(DataVersion.number)).scalar_one())


def public_changed(of: Collection[int] | None = None) -> None:
    """What anybody can see changes with this transaction: kept pages are no longer good.

    `of`: the ids of the listings that lists find, filter or sort otherwise now; none of them where only what pages say
    is other. Not said: any may be, and each process reads all of them anew.
    """
    number = grown(PUBLIC)
    listings = {ANY} if of is None else set(of)
    if listings:
        rows = [{"number": number, "listing_id": listing_id} for listing_id in sorted(listings)]
        db.session.execute(insert(PublicChange), rows)
    db.session.execute(delete(PublicChange).where(PublicChange.number <= number - MOST_REMEMBERED))


def changed_between(older: int, newer: int) -> set[int] | None:
    """The ids of the listings that are found otherwise since the version `older`; None: any may be.

    It may be more than changed until `newer`, the version that is known to be public.
    """
    if newer - older >= MOST_REMEMBERED:
        return None
    later = select(PublicChange.listing_id).where(PublicChange.number > older)
    listings = set(db.session.scalars(later))
    return None if ANY in listings else listings


def public_version() -> int:
    """The present number."""
    return db.session.scalar(select(DataVersion.number).filter_by(name=PUBLIC)) or 0


def same_for_everybody(view: View) -> View:
    """A public page that, for somebody not signed in, depends on the address, the language and the data alone.

    It wears an ETag; a browser that has it gets 304 before anything is rendered. Signed in, it is as any page.
    """

    @wraps(view)
    def answered(*arguments: Any, **values: Any) -> Any:
        if g.user is not None or session.get("_flashes") or request.method not in ("GET", "HEAD"):
            return view(*arguments, **values)
        part = "part" if wants_fragment() else "page"
        facts = (
            public_version(),
            today(),
            current_locale(),
            request.full_path,
            part,
            current_app.config["BUILD"],
        )
        etag = hashlib.sha256(repr(facts).encode()).hexdigest()[:24]
        # "*" would be told of pages too that there are not.
        if request.if_none_match.contains_weak(etag) and not request.if_none_match.star_tag:
            response = Response(status=304)
        else:
            response = make_response(view(*arguments, **values))
            if response.status_code != 200:
                return response
            if "csrf_token" in g:  # it has a form with this visitor's own token
                response.headers["Cache-Control"] = "private, no-cache"
                return response
        response.set_etag(etag, weak=True)  # weak: a proxy may compress it
        response.headers["Cache-Control"] = "public, no-cache"
        response.vary.update((*VARY, "Cookie"))
        return response

    return answered  # type: ignore[return-value]
