"""The declared lines of organisations and their members."""

from tests.house.access import (
    DEAD_LINK,
    JAN,
    MODERATORS,
    NO_ONE,
    OLENA,
    SIGNED_IN,
    Case,
    Door,
    door,
    organisation,
    who,
)
from tests.house.world import INVITATION_TOKEN, membership

OWN_CITY = organisation("city", JAN)
OWN_HROMADA = organisation("hromada", NO_ONE)  # its owner is not of the cast: Olena is an editor
MEMBER_OF_CITY = Case(
    "in the city",
    lambda world: {"organisation_id": world.city.id, "membership_id": membership(world.jan, world.city).id},
    JAN,
)
MEMBER_OF_HROMADA = Case(
    "in the hromada",
    lambda world: {
        "organisation_id": world.hromada.id,
        "membership_id": membership(world.olena, world.hromada).id,
    },
    NO_ONE,
)
MEMBER_ELSEWHERE = Case(
    "of another organisation",
    lambda world: {
        "organisation_id": world.city.id,
        "membership_id": membership(world.olena, world.hromada).id,
    },
    NO_ONE,
)
MEMBERSHIPS = (MEMBER_OF_CITY, MEMBER_OF_HROMADA, MEMBER_ELSEWHERE)
REQUESTS = (
    Case(
        "to the hromada",
        lambda world: {"organisation_id": world.hromada.id, "request_id": world.join_request.id},
        MODERATORS,
    ),
    Case(
        "to the city",
        lambda world: {"organisation_id": world.city.id, "request_id": world.city_request.id},
        MODERATORS | JAN,
    ),
    Case(
        "of another organisation",
        lambda world: {"organisation_id": world.city.id, "request_id": world.join_request.id},
        NO_ONE,
    ),
)
ORGANISATIONS: dict[str, Door] = {
    "organisations.index": door(
        "everyone",
        Case("", lambda world: {}),
        Case("narrowed", lambda world: {"q": "hromada", "country": "UA"}),
    ),
    "organisations.show": door(
        "everyone", organisation("hromada"), organisation("city"), organisation("unverified", MODERATORS)
    ),
    "organisations.start": door("people"),
    "organisations.mine": door("people"),
    "organisations.choose_hromada": door(
        "people",
        Case("", lambda world: {}),
        Case("typed", lambda world: {"q": "hosto"}),
        Case("by oblast", lambda world: {"region": "UA-74"}),
    ),
    "organisations.register_hromada": door("people"),
    "organisations.register": door("people"),
    "organisations.register_other": door("people"),
    "organisations.edit": door("people", OWN_CITY, OWN_HROMADA),
    "organisations.save": door("people", OWN_CITY, OWN_HROMADA),
    "organisations.join": door(
        "people", organisation("city", SIGNED_IN - JAN), organisation("hromada", SIGNED_IN - OLENA)
    ),
    "organisations.ask": door(
        "people", organisation("city", SIGNED_IN - JAN), organisation("hromada", SIGNED_IN - OLENA)
    ),
    "organisations.leave": door("people", organisation("city", JAN), organisation("hromada", OLENA)),
    "organisations.members": door(
        "people", organisation("city", MODERATORS | JAN), organisation("hromada", MODERATORS | OLENA)
    ),
    "organisations.invite": door("people", OWN_CITY, OWN_HROMADA),
    "organisations.change_role": door("people", *MEMBERSHIPS),
    "organisations.remove": door("people", *MEMBERSHIPS),
    "organisations.hand_over": door("people", *MEMBERSHIPS),
    "organisations.grant": door("people", *REQUESTS),
    "organisations.refuse": door("people", *REQUESTS),
    "organisations.invitation": door(
        "everyone", Case("link", lambda world: {"token": INVITATION_TOKEN}), DEAD_LINK
    ),
    "organisations.accept_invitation": door(
        "people",
        Case("to somebody", lambda world: {"invitation_id": world.invitation.id}, NO_ONE),
        Case("to Stefan", lambda world: {"invitation_id": world.to_stefan.id}, who("stefan")),
    ),
    "organisations.withdraw_invitation": door(
        "people",
        Case(
            "of the city",
            lambda world: {"organisation_id": world.city.id, "invitation_id": world.invitation.id},
            JAN,
        ),
        Case(
            "under another organisation",
            lambda world: {"organisation_id": world.hromada.id, "invitation_id": world.invitation.id},
            NO_ONE,
        ),
    ),
    "organisations.unverified": door("moderators"),
    "organisations.check": door("moderators", organisation("unverified"), organisation("hromada")),
    "organisations.verify": door("moderators", organisation("unverified"), organisation("hromada")),
    "organisations.unverify": door("moderators", organisation("hromada")),
}
