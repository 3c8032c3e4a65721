"""Who speaks for an organisation: roles, leaving, removal. Each change is told and kept."""

import pytest

from marketplace.core import history
from marketplace.core.db import db
from marketplace.organisations import actions, queries
from marketplace.organisations.models import Invitation, JoinRequest, Membership
from marketplace.organisations.policy import role_in
from tests.factories.accounts import person
from tests.factories.organisations import invitation, join_request


def events(organisation):
    return [row.event for row in db.session.scalars(history.of(organisation))]


def membership(user, organisation):
    return db.session.scalar(
        db.select(Membership).filter_by(user_id=user.id, organisation_id=organisation.id)
    )


def role(user, organisation):
    db.session.expire_all()
    return role_in(user, organisation.id)


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
    visit.post(
        "organisations.remove", as_=cast.jan, organisation_id=cast.city.id, membership_id=own, expect=409
    )

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
    for what, where in (
        ("change_role", {"membership_id": own}),
        ("remove", {"membership_id": own}),
        ("invite", {}),
    ):
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


def test_nobody_is_buried_in_invitations(visit, letters, jan, cast):
    form = {"email": "vira@kaunas.example", "role": "reader"}
    for _ in range(6):
        visit.post("organisations.invite", form, as_=jan, organisation_id=cast.city.id)

    visit.post("organisations.invite", form, as_=jan, organisation_id=cast.city.id, expect=429)

    assert len(letters("vira@kaunas.example")) == 6
