"""Owners ask people in, by e-mail."""

import pytest

from marketplace.core import history
from marketplace.core.db import db
from marketplace.organisations import queries
from marketplace.organisations.models import Invitation
from marketplace.organisations.policy import role_in
from tests.factories.accounts import person
from tests.factories.organisations import invitation


def events(organisation):
    return [row.event for row in db.session.scalars(history.of(organisation))]


def role(user, organisation):
    db.session.expire_all()
    return role_in(user, organisation.id)


def test_an_owner_invites_and_the_invited_comes_in(visit, cast, letters):
    rasa = person("Rasa", "rasa@kaunas.example", locale="lt")
    visit.post(
        "organisations.invite",
        {"email": "Rasa@Kaunas.Example", "role": "editor"},
        as_=cast.jan,
        organisation_id=cast.city.id,
    )
    (letter,) = letters(to="rasa@kaunas.example")
    link = next(word for word in letter.text.split() if "/invitations/" in word)

    page = visit(link.removeprefix("http://127.0.0.1:8000"), as_=rasa)
    invited = db.session.scalars(db.select(Invitation)).one()
    visit.post("organisations.accept_invitation", as_=rasa, invitation_id=invited.id)

    assert letter.locale == "lt"
    assert "Kauno miesto savivaldybė" in page.h1
    assert role(rasa, cast.city) == "editor"
    assert link.rsplit("/", 1)[1].encode() not in invited.token_hash
    assert events(cast.city) == ["invited", "invitation_accepted"]


def test_an_invitation_is_good_for_the_invited_address_only(visit, cast):
    row = invitation(cast.city, "rasa@kaunas.example", by=cast.jan)

    page = visit("organisations.invitation", token="a-token", as_=cast.stefan)
    visit.post("organisations.accept_invitation", as_=cast.stefan, invitation_id=row.id, expect=404)

    assert "It was sent to another address" in page.text
    assert "rasa@kaunas.example" not in page.html
    assert role(cast.stefan, cast.city) is None


def test_an_unconfirmed_address_does_not_accept(visit, cast):
    rasa = person("Rasa", "rasa@kaunas.example", confirmed=False)
    row = invitation(cast.city, rasa.email, by=cast.jan)

    visit.post("organisations.accept_invitation", as_=rasa, invitation_id=row.id, expect=404)


def test_the_link_asks_a_stranger_to_sign_in_first(visit, cast):
    invitation(cast.city, "rasa@kaunas.example", by=cast.jan)

    page = visit("organisations.invitation", token="a-token")

    assert "Sign in with the address" in page.text
    assert "rasa@kaunas.example" not in page.html


def test_an_invitation_works_once_and_not_for_ever(visit, cast, clock):
    rasa = person("Rasa", "rasa@kaunas.example")
    row = invitation(cast.city, rasa.email, by=cast.jan)
    visit.post("organisations.accept_invitation", as_=rasa, invitation_id=row.id)

    visit.post("organisations.accept_invitation", as_=rasa, invitation_id=row.id, expect=404)
    visit("organisations.invitation", token="a-token", as_=rasa, expect=410)

    invitation(cast.city, "late@kaunas.example", by=cast.jan, token="late")
    clock.shift(15 * 86400)
    visit("organisations.invitation", token="late", expect=410)
    visit("organisations.invitation", token="no-such-token", expect=410)


def test_a_withdrawn_invitation_is_no_longer_good(visit, cast):
    row = invitation(cast.city, "rasa@kaunas.example", by=cast.jan)

    visit.post(
        "organisations.withdraw_invitation", as_=cast.jan, organisation_id=cast.city.id, invitation_id=row.id
    )

    visit("organisations.invitation", token="a-token", expect=410)
    assert events(cast.city) == ["invitation_withdrawn"]


def test_a_new_invitation_replaces_the_older(visit, cast):
    invitation(cast.city, "rasa@kaunas.example", by=cast.jan, token="old")

    visit.post(
        "organisations.invite",
        {"email": "rasa@kaunas.example", "role": "reader"},
        as_=cast.jan,
        organisation_id=cast.city.id,
    )

    visit("organisations.invitation", token="old", expect=410)
    assert [i.role for i in db.session.scalars(queries.invitations_from(cast.city.id))] == ["reader"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""), ("email", "no-address"), ("email", "a@b"), ("email", "a@b.c\0"), ("email", "jan@kaunas.example"),
        ("email", "a@b.example\nBcc: c@d.example"), ("email", "<a@b.example>"), ("email", "x" * 300 + "@b.example"),
        ("role", ""), ("role", "king"), ("email", "=a@b.example"),
    ],
)  # fmt: skip
def test_a_wrong_invitation_comes_back(visit, cast, letters, field, value):
    page = visit.post(
        "organisations.invite",
        {"email": "rasa@kaunas.example", "role": "editor", field: value},
        as_=cast.jan,
        organisation_id=cast.city.id,
        expect=422,
    )

    assert any(key.startswith(field) for key in page.errors)
    assert db.session.scalars(db.select(Invitation)).all() == [] and letters() == []


def test_invitations_are_throttled(visit, cast):
    for number in range(20):
        data = {"email": f"a{number}@kaunas.example", "role": "reader"}
        visit.post("organisations.invite", data, as_=cast.jan, organisation_id=cast.city.id, follow=False)

    data = {"email": "b@kaunas.example", "role": "reader"}
    visit.post("organisations.invite", data, as_=cast.jan, organisation_id=cast.city.id, expect=429)
