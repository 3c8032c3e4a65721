"""An owner keeps the profile."""

import pytest

from marketplace.core.db import db
from marketplace.organisations.models import Organisation


def test_an_owner_edits_the_profile(visit, cast):
    form = visit("organisations.edit", as_=cast.jan, organisation_id=cast.city.id).form("/edit")

    page = visit.post(
        "organisations.save",
        {
            **form,
            "about": "Miestas prie Nemuno.",
            "partners": "Lviv\n\nLviv\nKharkiv ",
            "gives_back": "Svetingumas.",
        },
        as_=cast.jan,
        organisation_id=cast.city.id,
    )

    row = db.session.get_one(Organisation, cast.city.id)
    assert row.partners == ["Lviv", "Kharkiv"]
    assert "Miestas prie Nemuno." in page.text
    assert row.languages == ["en", "lt"]


def test_two_owners_who_edit_at_once_do_not_overwrite_each_other(visit, cast, clock):
    form = visit("organisations.edit", as_=cast.jan, organisation_id=cast.city.id).form("/edit")
    clock.shift(60)
    visit.post("organisations.save", {**form, "about": "First."}, as_=cast.jan, organisation_id=cast.city.id)

    page = visit.post(
        "organisations.save",
        {**form, "about": "Second."},
        as_=cast.jan,
        organisation_id=cast.city.id,
        expect=409,
    )

    assert db.session.get_one(Organisation, cast.city.id).about == "First."
    assert "Second." in page.html


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("about", "x" * 2001), ("about", "a\0b"), ("about", "<img src=x>"), ("gives_back", "\u2067evil"),
        ("partners", "\n".join(map(str, range(41)))), ("partners", "y" * 91), ("partners", "=SUM(A1)"),
        ("website", "http://plain.lt"), ("population", "1e9"), ("languages", []), ("about", "x" * 1_000_000),
    ],
)  # fmt: skip
def test_a_wrong_profile_comes_back_and_nothing_is_stored(visit, cast, field, value):
    form = visit("organisations.edit", as_=cast.jan, organisation_id=cast.city.id).form("/edit")

    page = visit.post(
        "organisations.save",
        {**form, "about": "Kept.", field: value},
        as_=cast.jan,
        organisation_id=cast.city.id,
        expect=422,
    )

    assert any(key.startswith(field) for key in page.errors)
    assert db.session.get_one(Organisation, cast.city.id).about == ""


def test_editors_and_strangers_do_not_edit_the_profile(visit, cast):
    for who, organisation in ((cast.olena, cast.hromada), (cast.stefan, cast.city), (cast.marta, cast.city)):
        visit("organisations.edit", as_=who, organisation_id=organisation.id, expect=404)
        visit.post("organisations.save", {"about": "x"}, as_=who, organisation_id=organisation.id, expect=404)
