"""For whom do you speak? Told as stories of people who register."""

from typing import Any

import pytest

from marketplace.core import history
from marketplace.core.db import db
from marketplace.organisations.actions import AlreadyRegistered, register_hromada
from marketplace.organisations.models import JoinRequest, Organisation
from marketplace.organisations.register import all_hromadas
from tests.factories.accounts import person
from tests.factories.organisations import city, hromada

KAUNAS = {
    "kind": "municipality",
    "name": "Šiaulių miesto savivaldybė",
    "locale": "lt",
    "name_latin": "Šiauliai City Municipality",
    "country": "LT",
    "languages": ["lt", "en"],
}


def organisations():
    return db.session.scalars(db.select(Organisation).order_by(Organisation.id)).all()


def husiatyn():
    return next(h for h in all_hromadas().values() if h.name == "Гусятинська")


def test_somebody_new_is_asked_for_whom_she_speaks(visit, app):
    nina = person("Nina")

    page = visit("organisations.start", as_=nina)

    assert page.h1 == "For whom do you speak?"
    assert len(page.css("a.door")) == 3


def test_a_hromada_is_found_by_typing_and_shown_with_its_oblast_and_raion(visit, app):
    nina = person("Nina")

    page = visit("organisations.choose_hromada", as_=nina, q="husiat")
    part = visit("organisations.choose_hromada", as_=nina, q="husiat", part=True)

    assert "Husiatynska hromada" in page.text
    assert "Ternopil Oblast" in page.text and "Chortkivskyi raion" in page.text
    assert part.css("#results input[type=radio]")


def test_a_hromada_is_chosen_by_oblast_without_typing(visit, app):
    nina = person("Nina")

    page = visit("organisations.choose_hromada", as_=nina, region="UA-61")

    assert page.css(f"input[type=radio][value={husiatyn().katottg}]")
    assert "Chortkivskyi raion" in page.words("legend")


@pytest.mark.parametrize("typed", ["\0", "x" * 5000, "<script>", "=1+1", "\u202eabc", "%_"])
def test_whatever_is_typed_into_the_search_is_answered(visit, app, typed):
    nina = person("Nina")

    page = visit("organisations.choose_hromada", as_=nina, q=typed, region=typed)

    assert page.status == 200
    assert not page.css(f"input[value={husiatyn().katottg}]")


def test_who_registers_a_hromada_becomes_its_owner(visit, app):
    nina = person("Nina")

    page = visit.post("organisations.register_hromada", {"katottg": husiatyn().katottg}, as_=nina)

    (row,) = organisations()
    assert (row.kind, row.region, row.hromada_kind, row.name) == (
        "hromada",
        "UA-61",
        "settlement",
        "Гусятинська громада",
    )
    assert [(m.user_id, m.role) for m in row.memberships] == [(nina.id, "owner")]
    assert page.h1 == "Husiatynska hromada"
    assert "Only you and your colleagues see this yet" in page.text
    assert [r.event for r in db.session.scalars(history.of(row))] == ["registered"]


@pytest.mark.parametrize("sent", ["", "UA00000000000000000", "\0", "x" * 1_000_000, "<b>", "=1"])
def test_what_is_no_hromada_comes_back_with_the_list(visit, app, sent):
    nina = person("Nina")

    page = visit.post(
        "organisations.register_hromada", {"katottg": sent, "q": "husiat"}, as_=nina, expect=422
    )

    assert "Choose your hromada from the list" in page.text
    assert page.css(f"input[type=radio][value={husiatyn().katottg}]")
    assert organisations() == []


def test_one_hromada_is_registered_once_and_the_second_asks_to_join(visit, cast):
    katottg = cast.hromada.katottg

    page = visit.post("organisations.register_hromada", {"katottg": katottg}, as_=cast.stefan)

    assert page.h1.startswith("Ask to join")
    assert [o.katottg for o in organisations()].count(katottg) == 1


def test_a_double_click_on_the_own_hromada_leads_to_it(visit, app):
    nina = person("Nina")
    visit.post("organisations.register_hromada", {"katottg": husiatyn().katottg}, as_=nina)

    page = visit.post("organisations.register_hromada", {"katottg": husiatyn().katottg}, as_=nina)

    assert page.h1 == "Husiatynska hromada"
    assert len(organisations()) == 1


def test_who_is_slower_by_a_moment_finds_the_other_there(app, monkeypatch):
    nina, there = person("Nina"), hromada(husiatyn().katottg)
    real, asked = db.session.scalar, []

    def blind_once(*arguments, **values):
        asked.append(1)
        return None if len(asked) == 1 else real(*arguments, **values)

    monkeypatch.setattr(db.session, "scalar", blind_once)
    with pytest.raises(AlreadyRegistered) as raised:
        register_hromada(husiatyn(), by=nina)

    assert raised.value.organisation.id == there.id


def test_a_city_is_entered_by_hand(visit, app):
    nina = person("Nina")

    page = visit.post(
        "organisations.register_other",
        {
            **KAUNAS,
            "region": "lt-sa",
            "nuts": "LT026",
            "population": "107000",
            "website": "https://www.siauliai.lt",
        },
        as_=nina,
    )

    (row,) = organisations()
    assert (row.region, row.nuts, row.population, row.languages) == ("LT-SA", "LT026", 107000, ["lt", "en"])
    assert page.h1 == "Šiaulių miesto savivaldybė"
    assert row.memberships[0].role == "owner"


def test_countries_stand_in_the_order_of_the_reader(visit, app):
    nina = person("Nina")

    lithuanian = visit("organisations.register", as_=nina, locale="lt").words("#country option")

    assert lithuanian.index("Čekija") == lithuanian.index("Bulgarija") + 1 or "Čekija" in lithuanian
    assert lithuanian.index("Airija") < lithuanian.index("Čekija") < lithuanian.index("Danija")


WRONG: dict[str, list[Any]] = {
    "kind": ["", "hromada", "nonsense", "\0"],
    "name": ["", "x" * 161, "a\0b", "\u202eevil", "<b>Kaunas</b>", "=HYPERLINK()", "x" * 1_000_000],
    "name_latin": ["", "x" * 161, "Шяуляй", "\u200fa", "<script>", "+1"],
    "locale": ["", "xx", "zh"],
    "country": ["", "XX", "RU", "lt"],
    "languages": [[], ["xx"], ["lt", "\0"]],
    "region": ["UA-74", "LT-ABCD", "LT", "x" * 200, "<b>"],
    "lau": ["<i>", "=1", "x" * 21],
    "nuts": ["DE21", "LT0221", "L"],
    "population": ["many", "-5", "0", "9" * 30, "1.5", "\0"],
    "website": [
        "http://kaunas.lt", "javascript:alert(1)", "https://", "https://user:pw@kaunas.lt", "//kaunas.lt",
        "https://localhost", "https:kaunas.lt", "https://ka unas.lt", "https://kaunas.lt:99999999", "https://[::1",
        "https://" + "x" * 300 + ".lt",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [(f, v) for f, values in WRONG.items() for v in values])
def test_a_wrong_field_comes_back_with_what_was_typed(visit, app, field, value):
    nina = person("Nina")

    page = visit.post("organisations.register_other", {**KAUNAS, field: value}, as_=nina, expect=422)

    assert any(key.startswith(field) for key in page.errors), page.errors
    assert organisations() == []
    kept = page.form("organisations/new")
    assert kept["name"] == (value.replace("\0", "\ufffd") if field == "name" else KAUNAS["name"])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "municipality", "country": "UA"}, "kind"),
        ({"kind": "region", "country": "UA"}, "kind"),
        ({"kind": "oblast_authority", "country": "LT"}, "country"),
        ({"kind": "oblast_authority", "country": "UA"}, "region"),
        ({"kind": "raion_authority", "country": "UA", "region": "UA-99"}, "region"),
    ],
)
def test_kind_country_and_region_must_fit_each_other(visit, app, facts, field):
    nina = person("Nina")

    page = visit.post("organisations.register_other", {**KAUNAS, **facts}, as_=nina, expect=422)

    assert any(key.startswith(field) for key in page.errors)
    assert organisations() == []


def test_an_oblast_authority_is_entered_with_its_oblast(visit, app):
    nina = person("Nina")

    visit.post(
        "organisations.register_other",
        {**KAUNAS, "kind": "oblast_authority", "country": "UA", "region": "UA-74"},
        as_=nina,
    )

    assert organisations()[0].region == "UA-74"


def test_nearly_the_same_name_is_offered_for_joining(visit, app):
    nina, there = person("Nina"), city("Šiaulių miesto savivaldybė", verified=False)

    page = visit.post(
        "organisations.register_other", {**KAUNAS, "name": "Siauliu miesto savivaldybe"}, as_=nina, expect=422
    )
    join = visit("organisations.join", as_=nina, organisation_id=there.id)

    assert "Is it one of these?" in page.text
    assert join.h1.startswith("Ask to join")
    assert len(organisations()) == 1


def test_another_one_of_nearly_the_same_name_may_be_registered(visit, app):
    nina = person("Nina")
    city("Šiaulių miesto savivaldybė")

    visit.post("organisations.register_other", {**KAUNAS, "another": "1"}, as_=nina)

    assert len(organisations()) == 2


def test_a_double_click_registers_a_city_once(visit, app):
    nina = person("Nina")
    visit.post("organisations.register_other", KAUNAS, as_=nina)

    page = visit.post("organisations.register_other", KAUNAS, as_=nina)

    assert page.h1 == KAUNAS["name"]
    assert len(organisations()) == 1


def test_a_stranger_reads_no_name_of_an_unverified_city_by_guessing_numbers(visit, cast):
    hidden = city("Slaptas miestas", verified=False)

    visit("organisations.join", as_=cast.stefan, organisation_id=hidden.id, expect=404)
    visit("organisations.show", as_=cast.stefan, organisation_id=hidden.id, expect=404)
    visit.post(
        "organisations.ask", {"message": "hello"}, as_=cast.stefan, organisation_id=hidden.id, expect=404
    )

    assert db.session.scalars(db.select(JoinRequest)).all() == []


def test_registering_needs_somebody_signed_in(visit, app):
    visit("organisations.start", expect=303)
    visit.post("organisations.register_other", KAUNAS, expect=401)

    assert organisations() == []
