"""Who speaks for an organisation: asking, letting in, inviting, roles, leaving. Each change is told and kept."""

import pytest

from marketplace.core import history
from marketplace.core.db import db
from marketplace.organisations import actions, queries
from marketplace.organisations.models import Invitation, JoinRequest, Membership
from marketplace.organisations.policy import role_in
from tests.factories.accounts import person
from tests.factories.organisations import hromada, invitation, join_request


def events(organisation):
    return [row.event for row in db.session.scalars(history.of(organisation))]


def membership(user, organisation):
    return db.session.scalar(db.select(Membership).filter_by(user_id=user.id, organisation_id=organisation.id))


def role(user, organisation):
    db.session.expire_all()
    return role_in(user, organisation.id)


# Asking


def test_somebody_asks_to_join_and_the_owners_are_told_in_their_language(visit, cast, letters):
    page = visit.post(
        "organisations.ask", {"message": "Vandens skyrius, 204 kab."}, as_=cast.stefan, organisation_id=cast.city.id
    )

    (letter,) = letters(to=cast.jan.email)
    assert letter.locale == "lt" and "Vandens skyrius" in letter.text and "Stefan Maes" in letter.subject
    assert "Your request is waiting" in page.text
    assert "Stefan Maes" in visit("organisations.members", as_=cast.jan, organisation_id=cast.city.id).text
    assert events(cast.city) == ["asked_to_join"]


def test_asking_twice_is_asking_once(visit, cast, letters):
    for _ in range(2):
        visit.post("organisations.ask", {"message": "me"}, as_=cast.stefan, organisation_id=cast.city.id)

    assert len(db.session.scalars(db.select(JoinRequest)).all()) == 1
    assert len(letters()) == 1


@pytest.mark.parametrize("message", ["x" * 501, "a\0", "<b>me</b>", "\u202eme", "=1+1", "x" * 1_000_000])
def test_a_wrong_line_comes_back(visit, cast, message):
    page = visit.post(
        "organisations.ask", {"message": message}, as_=cast.stefan, organisation_id=cast.city.id, expect=422
    )

    assert "message" in page.errors
    assert page.form("/join")["message"] == message.replace("\0", "\ufffd")
    assert db.session.scalars(db.select(JoinRequest)).all() == []


def test_an_owner_lets_somebody_in(visit, cast, letters):
    asked = join_request(cast.city, by=cast.stefan)

    visit.post(
        "organisations.grant", {"role": "reader"}, as_=cast.jan, organisation_id=cast.city.id, request_id=asked.id
    )

    assert role(cast.stefan, cast.city) == "reader"
    assert [letter.event for letter in letters(to=cast.stefan.email)] == ["organisation_join_granted"]
    assert events(cast.city) == ["granted"]


def test_an_owner_refuses(visit, cast, letters):
    asked = join_request(cast.city, by=cast.stefan)

    visit.post("organisations.refuse", as_=cast.jan, organisation_id=cast.city.id, request_id=asked.id)

    assert role(cast.stefan, cast.city) is None
    assert [letter.event for letter in letters(to=cast.stefan.email)] == ["organisation_join_refused"]


def test_two_owners_cannot_both_decide(visit, cast, letters):
    second = person("Rasa", owner_of=cast.city)
    asked = join_request(cast.city, by=cast.stefan)
    visit.post("organisations.refuse", as_=cast.jan, organisation_id=cast.city.id, request_id=asked.id)

    page = visit.post(
        "organisations.grant",
        {"role": "owner"},
        as_=second,
        organisation_id=cast.city.id,
        request_id=asked.id,
        expect=409,
    )

    assert "Jan Petrauskas has already decided" in page.text
    assert role(cast.stefan, cast.city) is None
    assert len(letters(to=cast.stefan.email)) == 1


def test_a_moderator_decides_where_no_owner_is(visit, cast):
    empty = hromada()
    asked = join_request(empty, by=cast.stefan)

    page = visit("organisations.unverified", as_=cast.marta)
    visit.post("organisations.grant", {"role": "owner"}, as_=cast.marta, organisation_id=empty.id, request_id=asked.id)

    assert "Stefan Maes" in page.text
    assert role(cast.stefan, empty) == "owner"


def test_nobody_lets_herself_in(visit, cast):
    own = join_request(cast.city, by=cast.marta)
    strange = join_request(cast.city, by=cast.stefan)

    for who, asked in ((cast.marta, own), (cast.stefan, strange), (cast.olena, strange)):
        visit.post(
            "organisations.grant",
            {"role": "owner"},
            as_=who,
            organisation_id=cast.city.id,
            request_id=asked.id,
            expect=404,
        )


# Inviting


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
    assert page.h1.endswith("Kauno miesto savivaldybė")
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

    visit.post("organisations.withdraw_invitation", as_=cast.jan, organisation_id=cast.city.id, invitation_id=row.id)

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


# Roles and leaving


def test_an_owner_changes_a_role_and_she_is_told(visit, cast, letters):
    rasa = person("Rasa", locale="lt", reader_of=cast.city)

    visit.post(
        "organisations.change_role",
        {"role": "editor"},
        as_=cast.jan,
        organisation_id=cast.city.id,
        membership_id=membership(rasa, cast.city).id,
    )

    assert role(rasa, cast.city) == "editor"
    assert [letter.event for letter in letters(to=rasa.email)] == ["organisation_role_changed"]


def test_an_owner_takes_somebody_out(visit, cast, letters):
    rasa = person("Rasa", editor_of=cast.city)

    visit.post(
        "organisations.remove",
        as_=cast.jan,
        organisation_id=cast.city.id,
        membership_id=membership(rasa, cast.city).id,
    )

    assert role(rasa, cast.city) is None
    assert [letter.event for letter in letters(to=rasa.email)] == ["organisation_removed"]


def test_an_owner_hands_the_keys_over(visit, cast):
    rasa = person("Rasa", editor_of=cast.city)

    visit.post(
        "organisations.hand_over",
        as_=cast.jan,
        organisation_id=cast.city.id,
        membership_id=membership(rasa, cast.city).id,
    )

    assert (role(rasa, cast.city), role(cast.jan, cast.city)) == ("owner", "editor")


def test_the_last_owner_cannot_leave_nor_step_down(visit, cast):
    person("Rasa", editor_of=cast.city)
    own = membership(cast.jan, cast.city).id

    page = visit.post("organisations.leave", as_=cast.jan, organisation_id=cast.city.id, expect=409)
    visit.post(
        "organisations.change_role",
        {"role": "reader"},
        as_=cast.jan,
        organisation_id=cast.city.id,
        membership_id=own,
        expect=409,
    )
    visit.post("organisations.remove", as_=cast.jan, organisation_id=cast.city.id, membership_id=own, expect=409)

    assert "Make another person an owner first" in page.text
    assert role(cast.jan, cast.city) == "owner"


def test_an_editor_leaves(visit, cast):
    visit.post("organisations.leave", as_=cast.olena, organisation_id=cast.hromada.id)

    assert role(cast.olena, cast.hromada) is None
    assert events(cast.hromada) == ["left"]


def test_who_alone_holds_the_keys_is_warned(visit, cast):
    alone = visit("organisations.members", as_=cast.jan, organisation_id=cast.city.id)
    person("Rasa", owner_of=cast.city)
    two = visit("organisations.members", as_=cast.jan, organisation_id=cast.city.id)

    assert "You alone hold the keys" in alone.text
    assert "You alone hold the keys" not in two.text


def test_people_are_seen_by_colleagues_and_moderators_and_changed_by_owners(visit, cast):
    visit("organisations.members", organisation_id=cast.hromada.id, expect=303)
    for stranger in (cast.stefan, cast.jan, cast.petra):
        visit("organisations.members", as_=stranger, organisation_id=cast.hromada.id, expect=404)
    visit("organisations.members", as_=cast.marta, organisation_id=cast.hromada.id)
    editor = visit("organisations.members", as_=cast.olena, organisation_id=cast.hromada.id)
    own = membership(cast.olena, cast.hromada).id

    assert "Invite a colleague" not in editor.text
    for what, where in (("change_role", {"membership_id": own}), ("remove", {"membership_id": own}), ("invite", {})):
        visit.post(
            f"organisations.{what}",
            {"role": "owner", "email": "a@b.example"},
            as_=cast.olena,
            organisation_id=cast.hromada.id,
            expect=404,
            **where,
        )
    assert role(cast.olena, cast.hromada) == "editor"


def test_a_membership_of_another_organisation_is_out_of_reach(visit, cast):
    visit.post(
        "organisations.remove",
        as_=cast.jan,
        organisation_id=cast.city.id,
        membership_id=membership(cast.stefan, cast.other_city).id,
        expect=404,
    )

    assert role(cast.stefan, cast.other_city) == "owner"


# Leaving the site


def test_who_leaves_the_site_is_taken_out_of_everything(app, cast):
    join_request(cast.city, by=cast.olena)
    invitation(cast.city, cast.olena.email, by=cast.jan)

    actions.remove_person(cast.olena)
    db.session.commit()

    assert role(cast.olena, cast.hromada) is None
    assert db.session.scalars(db.select(JoinRequest)).all() == []
    assert db.session.scalars(db.select(Invitation)).all() == []


def test_who_holds_the_keys_for_others_hands_them_over_before_she_leaves(app, cast):
    person("Rasa", editor_of=cast.city)

    with pytest.raises(actions.LastOwner) as raised:
        actions.remove_person(cast.jan)

    assert raised.value.organisation.id == cast.city.id
    assert db.session.scalars(queries.must_hand_over(cast.jan)).all() == [cast.city]
    assert db.session.scalars(queries.must_hand_over(cast.stefan)).all() == []
    db.session.rollback()
