"""Two people at the same moment: one wins, the other is told; nothing is doubled and nobody is locked out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask.testing import FlaskClient

from marketplace.core.db import db
from marketplace.organisations.models import JoinRequest, Membership, Organisation
from tests.factories.accounts import person
from tests.factories.organisations import city, join_request

HROMADA = "UA01020010000048857"


def at_once(*sends: Callable[[], int]) -> list[int]:
    """The statuses of requests that start together."""
    together = Barrier(len(sends))

    def wait_and_send(send):
        together.wait()
        return send()

    with ThreadPoolExecutor(len(sends)) as pool:
        return sorted(pool.map(wait_and_send, sends))


def posting(visit, who, endpoint: str, data: dict[str, str] | None = None, **values) -> Callable[[], int]:
    client: FlaskClient = visit.client(who)
    form = {**(data or {}), "csrf_token": visit.token(client)}
    address = visit.address(endpoint, **values)
    return lambda: client.post(address, data=form).status_code


def test_two_who_register_one_hromada_at_once_make_one(visit, app):
    nina, vira = person("Nina"), person("Vira")

    statuses = at_once(
        *(posting(visit, who, "organisations.register_hromada", {"katottg": HROMADA}) for who in (nina, vira))
    )

    db.session.expire_all()
    assert statuses == [303, 303]
    (only,) = db.session.scalars(db.select(Organisation)).all()
    assert len(only.memberships) == 1


def test_two_owners_who_demote_each_other_leave_one(visit, app):
    body = city()
    nina, vira = person("Nina", owner_of=body), person("Vira", owner_of=body)
    ids = {m.user_id: m.id for m in db.session.scalars(db.select(Membership))}

    at_once(
        posting(
            visit, nina, "organisations.change_role", {"role": "reader"},
            organisation_id=body.id, membership_id=ids[vira.id],
        ),
        posting(
            visit, vira, "organisations.change_role", {"role": "reader"},
            organisation_id=body.id, membership_id=ids[nina.id],
        ),
    )  # fmt: skip

    db.session.expire_all()
    assert sorted(m.role for m in db.session.scalars(db.select(Membership))) == ["owner", "reader"]


def test_two_owners_who_decide_at_once_decide_once(visit, app, letters):
    body = city()
    nina, vira, asker = person("Nina", owner_of=body), person("Vira", owner_of=body), person("Rasa")
    asked = join_request(body, by=asker)

    statuses = at_once(
        posting(
            visit,
            nina,
            "organisations.grant",
            {"role": "editor"},
            organisation_id=body.id,
            request_id=asked.id,
        ),
        posting(visit, vira, "organisations.refuse", organisation_id=body.id, request_id=asked.id),
    )

    db.session.expire_all()
    granted = db.session.get_one(JoinRequest, asked.id).granted
    joined = db.session.scalar(db.select(Membership).filter_by(user_id=asker.id)) is not None
    assert statuses == [303, 409]
    assert granted is joined
    assert len(letters(to=asker.email)) == 1
