"""Where a person is signed in."""

from marketplace.accounts.models import SignInSession
from marketplace.core.db import db
from tests.visit import Visit


def sessions_of(user) -> list[SignInSession]:
    return list(
        db.session.scalars(db.select(SignInSession).filter_by(user_id=user.id).order_by(SignInSession.id))
    )


def test_she_sees_her_sessions_and_which_one_this_is(visit, olena, app):
    Visit(app)("accounts.settings", as_=olena)

    page = visit("accounts.sessions", as_=olena)

    assert len(page.css("main li.panel")) == 2
    assert page.text.count("This one") == 1


def test_she_ends_another_session(visit, olena, app):
    elsewhere = Visit(app)
    elsewhere("accounts.settings", as_=olena)
    visit("accounts.settings", as_=olena)

    visit.post("accounts.end_session", as_=olena, session_id=sessions_of(olena)[0].id)

    elsewhere("accounts.settings", as_=olena, expect=303)
    visit("accounts.settings", as_=olena)


def test_she_ends_all_others(visit, olena, app):
    others = [Visit(app) for _ in range(3)]
    for other in others:
        other("accounts.settings", as_=olena)

    visit.post("accounts.end_other_sessions", as_=olena)

    for other in others:
        other("accounts.settings", as_=olena, expect=303)
    visit("accounts.settings", as_=olena)


def test_she_ends_the_one_she_is_in(visit, olena):
    visit("accounts.settings", as_=olena)

    visit.post("accounts.end_session", as_=olena, session_id=sessions_of(olena)[0].id, follow=False)

    visit("accounts.settings", as_=olena, expect=303)


def test_nobody_ends_the_session_of_another(visit, olena, jan):
    visit("accounts.settings", as_=olena)

    visit.post("accounts.end_session", as_=jan, session_id=sessions_of(olena)[0].id, expect=404)
    visit.post("accounts.end_session", as_=jan, session_id=10**20, expect=404)

    visit("accounts.settings", as_=olena)


def test_looking_changes_nothing_and_sending_marks_the_session(visit, olena, clock):
    visit("accounts.settings", as_=olena)
    before = sessions_of(olena)[0].last_used_at
    clock.shift(300)
    visit("accounts.settings", as_=olena)
    assert sessions_of(olena)[0].last_used_at == before

    visit.post("accounts.name", {"name": "Олена"}, as_=olena)

    assert sessions_of(olena)[0].last_used_at > before
