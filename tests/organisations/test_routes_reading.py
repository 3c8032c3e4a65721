"""Profiles, the list, and the moderator's part."""

import pytest

from marketplace.core import history
from marketplace.core.db import db
from marketplace.core.freshness import public_version
from marketplace.organisations import queries
from marketplace.organisations.models import Organisation
from tests.factories.accounts import person
from tests.factories.listings import need
from tests.factories.organisations import city, hromada

WAY = {"how": "signed_letter", "on": "2026-11-20", "note": "Folder 7"}


def test_a_verified_profile_says_who_it_is_to_anybody(visit, cast):
    shown = hromada("UA01020010000048857")
    shown.about, shown.partners, shown.website = "Село біля моря.", ["Kaunas"], "https://example.org/a"
    db.session.commit()

    page = visit("organisations.show", organisation_id=shown.id)
    ours = visit("organisations.show", organisation_id=shown.id, locale="uk")

    assert page.h1 == "Andriivska hromada"
    for words in (
        "Андріївська громада",
        "Bakhchysaraiskyi raion",
        "Autonomous Republic of Crimea",
        "Rural",
        "Kaunas",
    ):
        assert words in page.text
    assert "Signed letter" in page.text and "Verified" in page.text
    assert page.css("a[href='https://example.org/a']")[0]["rel"] == ["nofollow", "noopener", "noreferrer"]
    assert ours.h1 == "Андріївська громада"


def test_a_profile_shows_what_is_public_and_nothing_else(visit, cast):
    need(by=cast.olena, status="published", title="Насоси")
    need(by=cast.olena, status="submitted", title="Таємниця")

    page = visit("organisations.show", organisation_id=cast.hromada.id)

    assert "Насоси" in page.text
    assert (
        "Таємниця" not in page.html and cast.olena.email not in page.html and cast.olena.name not in page.html
    )


def test_whoever_reads_a_profile_can_follow_what_they_publish(visit, cast):
    theirs = need(by=cast.olena, status="published", title="Насоси")
    need(by=cast.jan, status="published", organisation=cast.city, title="Siurbliai")
    profile = visit("organisations.show", as_=cast.jan, organisation_id=cast.hromada.id)
    (follow,) = [str(a["href"]) for a in profile.css("a") if "Tell me of their new" in a.get_text()]

    asked = visit(follow, as_=cast.jan)
    listed = visit("search.index", organisation=cast.hromada.id)

    assert f"New needs and offers: {cast.hromada.shown_name}" in asked.text
    assert listed.words(".card h2") == [theirs.title]
    assert listed.form("/listings")["organisation"] == str(cast.hromada.id)
    assert "Sign in to hear of their" in visit("organisations.show", organisation_id=cast.hromada.id).text
    own = visit("organisations.show", as_=cast.olena, organisation_id=cast.hromada.id)
    assert "Tell me of their" not in own.text


def test_an_unverified_profile_is_for_its_people_and_moderators(visit, cast):
    mine = city("Nauja", verified=False)
    nina = person("Nina", owner_of=mine)

    visit("organisations.show", organisation_id=mine.id, expect=404)
    visit("organisations.show", organisation_id=mine.id, as_=cast.stefan, expect=404)
    visit("organisations.show", organisation_id=mine.id, as_=nina)
    visit("organisations.show", organisation_id=mine.id, as_=cast.marta)

    assert "Nauja" not in visit("organisations.index").text


@pytest.mark.parametrize(
    "address", ["/en/organisations/99999999999999999999", "/en/organisations/0", "/en/organisations/x"]
)
def test_what_is_not_there_is_not_found(visit, app, address):
    visit(address, expect=404)


def test_the_list_narrows_by_kind_country_and_words_in_any_script(visit, cast):
    hromada("UA01020010000048857")

    everything = visit("organisations.index")
    belgian = visit("organisations.index", country="BE", kind="municipality")
    by_word = visit("organisations.index", q="андріїв")
    by_centre = visit("organisations.index", q="Bakhchysar", part=True)

    assert "5 organisations" in everything.text
    assert belgian.words(".card-title") == ["Gent"]
    assert by_word.words(".card-title") == ["Andriivska hromada"] == by_centre.words(".card-title")
    assert "No organisation fits" in visit("organisations.index", q="zzzz").text


@pytest.mark.parametrize("typed", ["\0", "x" * 5000, "<b>", "=1", "\u202e"])
def test_an_odd_filter_is_answered(visit, app, typed):
    page = visit("organisations.index", q=typed, kind=typed, country=typed, after=typed, before=typed)

    assert page.status == 200


def test_the_list_is_paged_without_gaps_and_doubles(visit, app, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    for name in ("B", "a", "C", "d", "E"):
        city(f"{name} miestas")

    seen, page = [], visit("organisations.index")
    seen += page.words(".card-title")
    while page.css("a[rel=next]"):
        page = visit(page.css("a[rel=next]")[0]["href"])
        seen += page.words(".card-title")
    back = visit(page.css("a[rel=prev]")[0]["href"])

    assert [name[0] for name in seen] == ["a", "B", "C", "d", "E"]
    assert [name[0] for name in back.words(".card-title")] == ["C", "d"]


def test_for_whom_i_speak(visit, cast):
    assert "Your role: Editor" in visit("organisations.mine", as_=cast.olena).text
    assert "You speak for nobody yet" in visit("organisations.mine", as_=cast.marta).text


# Verification


def test_a_moderator_verifies_and_the_owners_are_told(visit, cast, letters):
    mine = city("Nauja", verified=False)
    nina = person("Nina", owner_of=mine, locale="lt")
    before = public_version()

    queue = visit("organisations.unverified", as_=cast.marta)
    visit("organisations.check", as_=cast.marta, organisation_id=mine.id)
    visit.post("organisations.verify", WAY, as_=cast.marta, organisation_id=mine.id)

    row = db.session.get_one(Organisation, mine.id)
    assert row.verified_at
    assert "Nauja" in queue.text
    assert (row.verified_by, row.verified_by_id, row.verified_at.date().isoformat()) == (
        "signed_letter",
        cast.marta.id,
        "2026-11-20",
    )
    assert [letter.event for letter in letters(to=nina.email)] == ["organisation_verified"]
    assert public_version() > before
    assert db.session.scalars(history.of(row)).one().details["note"] == "Folder 7"
    assert "Folder 7" not in visit("organisations.show", organisation_id=mine.id).html


def test_two_moderators_cannot_both_verify(visit, cast):
    mine = city("Nauja", verified=False)
    visit.post("organisations.verify", WAY, as_=cast.marta, organisation_id=mine.id)

    page = visit.post("organisations.verify", WAY, as_=cast.bohdan, organisation_id=mine.id, expect=409)

    assert "Another moderator has already decided" in page.text
    assert db.session.get_one(Organisation, mine.id).verified_by_id == cast.marta.id


def test_nobody_verifies_her_own(visit, app):
    mine = city("Nauja", verified=False)
    nina = person("Nina", owner_of=mine, moderator=True)

    page = visit("organisations.check", as_=nina, organisation_id=mine.id)
    visit.post("organisations.verify", WAY, as_=nina, organisation_id=mine.id, expect=403)

    assert "You belong to this organisation" in page.text
    assert not db.session.get_one(Organisation, mine.id).is_verified


def test_a_badge_is_taken_back_with_a_reason(visit, cast, letters):
    visit.post(
        "organisations.unverify",
        {"reason": "The letter was forged."},
        as_=cast.marta,
        organisation_id=cast.city.id,
    )

    visit("organisations.show", organisation_id=cast.city.id, expect=404)
    (letter,) = letters(to=cast.jan.email)
    assert "The letter was forged." in letter.text
    assert not db.session.get_one(Organisation, cast.city.id).is_verified


@pytest.mark.parametrize(
    ("field", "value"),
    [("how", ""), ("how", "magic"), ("on", ""), ("on", "2099-01-01"), ("on", "yesterday"), ("note", "a\0"),
     ("note", "<b>"), ("note", "x" * 1001), ("on", "0001-01-01")],
)  # fmt: skip
def test_a_wrong_verification_comes_back(visit, cast, field, value):
    mine = city("Nauja", verified=False)

    page = visit.post(
        "organisations.verify", {**WAY, field: value}, as_=cast.marta, organisation_id=mine.id, expect=422
    )

    assert any(key.startswith(field) for key in page.errors)
    assert not db.session.get_one(Organisation, mine.id).is_verified


@pytest.mark.parametrize("reason", ["", "\0", "<b>x</b>", "x" * 1001])
def test_a_badge_is_not_taken_back_without_a_sound_reason(visit, cast, reason):
    page = visit.post(
        "organisations.unverify", {"reason": reason}, as_=cast.marta, organisation_id=cast.city.id, expect=422
    )

    assert "reason" in page.errors
    assert db.session.get_one(Organisation, cast.city.id).is_verified


def test_verification_is_for_moderators(visit, cast):
    for who, status in ((cast.jan, 403), (cast.petra, 403), (None, 303)):
        visit("organisations.unverified", as_=who, expect=status)
        visit("organisations.check", as_=who, organisation_id=cast.city.id, expect=status)
    visit.post("organisations.verify", WAY, as_=cast.jan, organisation_id=cast.city.id, expect=403)


def test_the_place_of_an_unverified_one_in_the_list_cannot_be_found_out(visit, cast):
    secret = city("Zzz", country="LT")
    secret.verified_by = secret.verified_at = secret.verified_by_id = None
    db.session.commit()
    names = visit("organisations.index").words("main h2.card-title")

    assert names
    for edge in ({"after": secret.id}, {"before": secret.id}):
        assert visit("organisations.index", **edge).words("main h2.card-title") == names
