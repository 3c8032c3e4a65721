"""The index in memory: what it says of filters, and that after every deed it is what would be read anew."""

import random
from datetime import timedelta

import numpy as np
import pytest

from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.core.freshness import public_changed
from marketplace.listings import actions
from marketplace.listings.codes import FAMILY_MEMBERS, Format, Urgency
from marketplace.listings.models import Listing
from marketplace.listings.queries import public
from marketplace.organisations.actions import unverify, verify
from marketplace.organisations.codes import HROMADA_KINDS, VerifiedBy
from marketplace.search import bitmaps
from marketplace.search.bitmaps import Keeper, flags, keeper, number_of
from tests.factories import together
from tests.factories.listings import expired, need, offer, revision
from tests.factories.texts import text_of
from tests.statements import statements

FACETS = {
    "kind": ["need", "offer"],
    "sector": ["energy", "housing", "health"],
    "help": ["training", "mentoring", "capacity_building", "equipment"],
    "urgency": [str(code) for code in Urgency][:2],
    "parts": ["open"],
    "place": ["UA", "UA-74", "LT", "PL"],
    "hromada": [str(kind) for kind in HROMADA_KINDS],
    "format": [str(code) for code in Format][:2],
    "language": ["uk", "en", "lt"],
}


def told(index):
    """All that it says of what is open, by id."""
    at = flags(index.open).nonzero()[0]
    values = {
        pair: sorted(index.ids[flags(index.open & index.any_of(pair[0], [pair[1]]))].tolist())
        for pair in bitmaps._row_of()
    }
    facts = sorted(
        zip(
            index.ids[at].tolist(),
            index.published[at].tolist(),
            index.expires[at].tolist(),
            index.organisations[at].tolist(),
            strict=True,
        )
    )
    rows = db.session.execute(public().with_only_columns(Listing.id, Listing.words_title)).all()
    titles = [
        (row.id, word, bool(index.titles.having(index.at[np.array([row.id])], [word])[0]))
        for row in rows
        for word in (*row.words_title.split(), "немає")
    ]
    return values, facts, sorted(titles)


def _has(listing, facet, code):
    """Whether a listing has the value, by its own facts."""
    if facet in ("sector", "help", "language"):
        wanted = {code, *(str(form) for form in FAMILY_MEMBERS.get(code, ()))}
        return any(row.scheme == facet and row.code in wanted for row in listing.codes)
    if facet == "place":
        return code in (listing.country, listing.region)
    if facet == "parts":
        return any(part.status == "open" for part in listing.parts)
    return code == getattr(listing, {"hromada": "hromada_kind"}.get(facet, facet))


@pytest.fixture
def world(cast):
    pick = random.Random(7)
    with together():
        for n in range(40):
            by = pick.choice([cast.olena, cast.jan])
            (need if by is cast.olena else offer)(
                by=by,
                status=pick.choice(["published"] * 4 + ["closed", "hidden"]),
                sectors=pick.sample(FACETS["sector"], pick.randint(1, 2)),
                helps=pick.sample(["training", "mentoring", "equipment"], pick.randint(1, 2)),
                languages=pick.sample(FACETS["language"], 2),
                urgency=pick.choice([None, *FACETS["urgency"]]) if by is cast.olena else None,
                format=pick.choice(FACETS["format"]),
                parts=["Насоси"] * pick.randint(0, 2) if by is cast.olena else (),
                days_ago=n,
            )
        expired(by=cast.olena)


def test_filters_and_numbers_are_those_of_the_listings_themselves(world):
    rows = list(db.session.scalars(public()).unique())
    index, pick = keeper.now(), random.Random(3)

    for _ in range(200):
        chosen = {
            facet: tuple(pick.sample(FACETS[facet], pick.randint(1, min(2, len(FACETS[facet])))))
            for facet in pick.sample(sorted(FACETS), pick.randint(0, 3))
        }
        wanted = [
            row
            for row in rows
            if all(any(_has(row, facet, code) for code in codes) for facet, codes in chosen.items())
        ]

        found = index.having(chosen)

        assert sorted(index.ids[flags(found)].tolist()) == sorted(row.id for row in wanted)
        for facet, codes in FACETS.items():
            counted = index.counts(facet, found)
            for code in codes:
                assert counted[facet, code] == sum(_has(row, facet, code) for row in wanted), (facet, code)


# What is done, to a listing of this kind in this state; before it the same process has looked.
DEEDS = {
    "publish": (need, "submitted", lambda it, cast: actions.publish(it, cast.marta)),
    "pause": (need, "published", lambda it, cast: actions.pause(it, cast.olena)),
    "resume": (need, "paused", lambda it, cast: actions.resume(it, cast.olena)),
    "fill": (offer, "published", lambda it, cast: actions.fill(it)),
    "close": (need, "published", lambda it, cast: actions.close(it, cast.olena, "met_here")),
    "renew": (need, "published", lambda it, cast: actions.renew(it, cast.olena)),
    "hide": (need, "published", lambda it, cast: actions.hide(it, cast.marta, "outside_scope", "Не сюди.")),
    "restore": (need, "hidden", lambda it, cast: actions.restore(it, cast.marta)),
    "promise": (need, "published", lambda it, cast: actions.promise(it.parts, cast.city, cast.olena)),
    "cover": (need, "published", lambda it, cast: actions.cover(it.parts[0], cast.olena)),
    "pass a text": (
        need,
        "published",
        lambda it, cast: actions.pass_text(text_of(it, "en", waits=True), cast.marta),
    ),
    "publish a change": (
        need,
        "published",
        lambda it, cast: actions.publish_revision(
            revision(
                it, by=cast.olena, title="Генератор для лікарні", sectors=["energy"], helps=["equipment"]
            ),
            cast.marta,
        ),
    ),
}
# What undoes one of them.
UNDONE = {
    "fill": lambda it, cast: actions.reopen(it),
    "promise": lambda it, cast: actions.give_back(it.parts, cast.jan),
    "cover": lambda it, cast: actions.free(it.parts[0], cast.olena),
}


@pytest.mark.parametrize("name", DEEDS)
def test_after_every_deed_it_is_what_would_be_read_anew(app, cast, world, monkeypatch, name):
    kind, status, deed = DEEDS[name]
    facts = {"parts": ["Насоси"]} if kind is need else {"capacity_cases": 1}
    by, soon = (cast.olena if kind is need else cast.jan), today() + timedelta(days=5)
    listing = kind(by=by, status=status, **facts, **({"expires_on": soon} if name == "renew" else {}))
    before = told(keeper.now())
    monkeypatch.setattr(bitmaps, "_read", None)  # it is not all read again
    with app.test_request_context("/"):
        deed(listing, cast)
        db.session.commit()
        done = told(keeper.now())
        if name in UNDONE:
            UNDONE[name](listing, cast)
            db.session.commit()
    after = told(keeper.now())
    monkeypatch.undo()

    assert done != before
    assert after == told(Keeper().now())
    assert (after == before) is (name in UNDONE)


def test_who_is_verified_no_more_is_gone_and_comes_back(app, cast, world):
    before = told(keeper.now())
    with app.test_request_context("/"):
        unverify(cast.city, "Помилка.", by=cast.marta)
        db.session.commit()
        assert not number_of(keeper.now().having({"kind": ["offer"]}))

        verify(cast.city, VerifiedBy.SIGNED_LETTER, today(), "", by=cast.marta)
        db.session.commit()

    assert told(keeper.now()) == before


def test_what_has_expired_is_gone_with_its_day(clock, olena):
    need(by=olena, status="published", expires_on=today() + timedelta(days=1))
    assert number_of(keeper.now().open) == 1

    clock.shift(timedelta(days=1))
    assert number_of(keeper.now().open) == 1
    clock.shift(timedelta(days=1))

    assert number_of(keeper.now().open) == 0


def test_only_what_changed_is_read(olena):
    listing = need(by=olena, status="published")
    need(by=olena, status="published")
    keeper.now()
    public_changed(of=[listing.id])
    db.session.commit()

    with statements(at_most=5) as asked:
        keeper.now()

    assert all("IN (SELECT" in said or "ANY" in said for said in asked if "parts" in said or "codes" in said)
    public_changed(of=())
    db.session.commit()
    with statements(at_most=2):
        keeper.now()


def test_too_much_at_once_is_read_anew(olena, monkeypatch):
    monkeypatch.setattr(bitmaps, "MOST_AT_ONCE", 1)
    made = [need(by=olena, status="published") for _ in range(3)]
    keeper.now()

    for listing in made[:2]:
        listing.status = "hidden"
        listing.decision_reason = "outside_scope"
        public_changed(of=[listing.id])
    db.session.commit()

    assert keeper.now().used == 1
    assert told(keeper.now()) == told(Keeper().now())


def test_what_has_changed_often_is_not_kept_for_ever(olena, monkeypatch):
    monkeypatch.setattr(bitmaps, "ROOM", 64)
    monkeypatch.setattr(bitmaps, "WORDS_OVER", 64)
    listing = need(by=olena, status="published", title="Насоси для водогону")
    words = len(keeper.now().titles.words)

    most = 0
    for _ in range(100):
        public_changed(of=[listing.id])
        db.session.commit()
        most = max(most, len(keeper.now().titles.words))

    assert 64 < most <= 64 + 3 * words
    assert told(keeper.now()) == told(Keeper().now())


def test_there_is_room_for_more_than_there_was(olena, monkeypatch):
    monkeypatch.setattr(bitmaps, "ROOM", 64)
    keeper.clear()
    with together():
        made = [need(by=olena, status="published", days_ago=n % 7) for n in range(70)]
    for listing in made[5:]:
        listing.status, listing.decision_reason = "hidden", "outside_scope"
    public_changed()
    db.session.commit()
    assert len(keeper.now().ids) == 64
    monkeypatch.setattr(bitmaps, "_read", None)

    for listing in made[5:]:
        listing.status, listing.decision_reason = "published", None
    public_changed(of=[listing.id for listing in made[5:]])
    db.session.commit()
    after = told(keeper.now())
    monkeypatch.undo()

    assert len(keeper.now().ids) == 128
    assert after == told(Keeper().now())
