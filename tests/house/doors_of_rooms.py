"""The declared lines, room by room: every route of the URL map has one here."""

from marketplace.questions.codes import QuestionStatus
from tests.house.access import (
    ALL,
    MODERATORS,
    SIGNED_IN,
    Case,
    Door,
    answer,
    change,
    door,
    listing,
    organisation,
    question,
    who,
)
from tests.house.world import INVITATION_TOKEN, LINK_TOKEN, UNSUBSCRIBE_TOKEN, membership, session_of

NO_ONE = who("")
OLENA, JAN = who("olena"), who("jan")


def mailed(purpose: str) -> Case:
    return Case("link", lambda world: {"token": f"{LINK_TOKEN}-{purpose}"})


DEAD_LINK = Case("no such link", lambda world: {"token": "no-such-link"}, NO_ONE)

PAGES: dict[str, Door] = {
    "root.choose_language": door("everyone"),
    "root.robots": door("everyone"),
    "root.sitemap": door("everyone"),
    "pages.home": door("everyone"),
    "pages.about": door("everyone"),
    "pages.rules": door("everyone"),
    "pages.accessibility": door("everyone"),
    "pages.privacy": door("everyone"),
    "pages.desk": door("people"),
}

SEARCH: dict[str, Door] = {
    "search.index": door(
        "everyone",
        Case("all", lambda world: {}),
        Case("words", lambda world: {"q": "потреба"}),
        Case("nothing", lambda world: {"q": "зимовийнісенітниця"}),
        Case("filters", lambda world: {"kind": "need", "sector": "water_sanitation", "region": "UA-74"}),
        Case("nonsense", lambda world: {"kind": "x", "sector": "'", "after": "\0", "page": "-1"}),
    ),
    "search.suggest": door(
        "everyone",
        Case("nothing typed", lambda world: {}),
        Case("words", lambda world: {"q": "во", "kind": "need"}),
        Case("nonsense", lambda world: {"q": "\0", "sector": "'"}),
    ),
}

ACCOUNTS: dict[str, Door] = {
    "accounts.register": door("signed_out"),
    "accounts.registered": door("everyone"),
    "accounts.confirm": door("everyone", mailed("confirm"), DEAD_LINK),
    "accounts.sign_in": door(
        "signed_out", Case("", lambda world: {}), Case("next", lambda world: {"next": "//evil"})
    ),
    "accounts.second_factor": door("signed_out"),
    "accounts.sign_out": door("everyone"),
    "accounts.forgot": door("everyone"),
    "accounts.reset": door("everyone", mailed("reset"), DEAD_LINK),
    "accounts.settings": door("people"),
    "accounts.name": door("people"),
    "accounts.language": door("people"),
    "accounts.card": door("people"),
    "accounts.change_email": door("people"),
    "accounts.confirm_email": door("everyone", mailed("change_email"), DEAD_LINK),
    "accounts.change_password": door("people"),
    "accounts.sessions": door("people"),
    "accounts.end_session": door(
        "people",
        Case("of Olena", lambda world: {"session_id": session_of(world.olena).id}, OLENA),
        Case("of Jan", lambda world: {"session_id": session_of(world.jan).id}, JAN),
    ),
    "accounts.end_other_sessions": door("people"),
    "accounts.two_factor": door("people"),
    "accounts.recovery_codes": door("people"),
    "accounts.remove_two_factor": door("people"),
    "accounts.leave": door("people"),
}

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

CASES = (
    listing("draft", NO_ONE),
    *(listing(status) for status in ("submitted", "returned", "rejected", "published", "hidden", "waiting")),
)
MODERATION: dict[str, Door] = {
    "moderation.queue": door("moderators"),
    "moderation.decided": door("moderators"),
    **{
        f"moderation.{name}": door("moderators", *CASES)
        for name in ("case", "take", "release", "publish", "return_", "reject", "hide", "restore")
    },
    **{
        f"moderation.{name}revision": door(
            "moderators", change("change"), change("change_returned"), change("change_begun", NO_ONE)
        )
        for name in ("", "take_", "release_", "publish_", "return_")
    },
    **{
        f"moderation.{name}": door("moderators", *(question(status, ALL) for status in QuestionStatus))
        for name in (
            "question",
            "take_question",
            "release_question",
            "pass_",
            "refuse",
            "pass_reply",
            "return_reply",
        )
    },
}

PUBLIC_QUESTIONS = ("open", "replied", "answered")
UNSEEN_QUESTIONS = ("asked", "refused", "withdrawn")
READ = (
    *(question(status, SIGNED_IN) for status in PUBLIC_QUESTIONS),
    *(question(status, MODERATORS | who("stefan")) for status in UNSEEN_QUESTIONS),
)
QUESTIONS: dict[str, Door] = {
    "questions.ask": door(
        "people",
        listing("published"),
        listing("offered"),
        listing("closed"),
        *(listing(status, NO_ONE) for status in ("draft", "submitted", "returned", "rejected")),
        *(listing(status, NO_ONE, "GET") for status in ("expired", "hidden")),
        *(listing(status, SIGNED_IN, "POST") for status in ("expired", "hidden")),
    ),
    **{f"questions.{name}": door("people", *READ) for name in ("show", "follow", "unfollow")},
    "questions.withdraw": door("people", *(question(status, who("stefan")) for status in QuestionStatus)),
    "questions.reply": door(
        "writers",
        *(question(status, OLENA) for status in PUBLIC_QUESTIONS),
        *(question(status, NO_ONE) for status in UNSEEN_QUESTIONS),
    ),
}

ANSWERS = ("sent", "asked_back", "declined", "accepted", "finished", "promised")
OF_STEFAN = ("part_wanted",)
ANSWERED = (
    *(answer(name, OLENA | JAN) for name in (*ANSWERS, "case")),
    *(answer(name, OLENA | who("stefan")) for name in OF_STEFAN),
)
RECEIVED = (*(answer(name, OLENA) for name in (*ANSWERS, *OF_STEFAN)), answer("case", JAN))
SENT = (*(answer(name, JAN) for name in ANSWERS), answer("case", OLENA))
HANDOFF: dict[str, Door] = {
    "handoff.new": door(
        "people",
        listing("published"),
        listing("offered"),
        listing("split"),
        *(listing(status, NO_ONE) for status in ("draft", "submitted", "returned", "rejected")),
        *(listing(status, NO_ONE, "GET") for status in ("expired", "hidden", "paused", "closed")),
        *(listing(status, SIGNED_IN, "POST") for status in ("expired", "hidden", "paused", "closed")),
    ),
    "handoff.inbox": door(
        "people",
        Case("received", lambda world: {}),
        Case("sent", lambda world: {"side": "sent"}),
        Case("waiting", lambda world: {"state": "waiting"}),
    ),
    "handoff.show": door("people", *ANSWERED),
    "handoff.withdraw_card": door("people", *ANSWERED),
    "handoff.finish": door("writers", *ANSWERED),
    **{f"handoff.{name}": door("writers", *RECEIVED) for name in ("accept", "ask_back", "decline")},
    **{f"handoff.{name}": door("writers", *SENT) for name in ("reply", "withdraw")},
}

WRITABLE = (
    "draft",
    "submitted",
    "returned",
    "rejected",
    "published",
    "paused",
    "closed",
    "hidden",
    "expired",
)
OF_OLENA = (
    *(listing(status, OLENA) for status in WRITABLE),
    listing("offered", JAN),
    listing("waiting", NO_ONE),
)


def step(name: str, number: int, found_by: frozenset[str], method: str = "") -> Case:
    return Case(
        f"{name}, step {number}",
        lambda world: {"reference": getattr(world, name).reference, "step": number},
        found_by,
        method,
    )


def picture(name: str, found_by: frozenset[str]) -> Case:
    """The picture of a listing of the world."""
    return Case(
        f"of the {name} one",
        lambda world: {
            "reference": getattr(world, name).reference,
            "attachment_id": getattr(world, f"picture_of_{name}").id,
        },
        found_by,
    )


def change_of(name: str, **more: int) -> Case:
    """A listing of Olena's that has a change."""
    return Case(
        f"with {name}", lambda world: {"reference": getattr(world, name).listing.reference, **more}, OLENA
    )


STEPS = (
    *(change_of(name, step=2) for name in ("change", "change_returned", "change_begun")),
    *(step("draft", number, OLENA) for number in range(1, 7)),
    *(step("offer_draft", number, JAN) for number in range(1, 6)),
    step("returned", 3, OLENA),
    step("published", 1, OLENA),
    step("draft", 7, NO_ONE),
    step("draft", 0, NO_ONE),
)
PICTURE_UNDER_ANOTHER = Case(
    "under another listing",
    lambda world: {"reference": world.published.reference, "attachment_id": world.picture_of_draft.id},
    NO_ONE,
)
PARTS = (
    Case(
        "of Olena", lambda world: {"reference": world.split.reference, "part_id": world.open_part.id}, OLENA
    ),
    Case(
        "under another listing",
        lambda world: {"reference": world.published.reference, "part_id": world.open_part.id},
        NO_ONE,
    ),
)
LISTINGS: dict[str, Door] = {
    "listings.show": door(
        "everyone",
        Case("original", lambda world: {"reference": world.published.reference, "text": "original"}),
        Case("German, which waits", lambda world: {"reference": world.published.reference, "text": "de"}),
        *(listing(status) for status in ("published", "paused", "closed", "offered", "split", "full")),
        listing("draft", OLENA),
        *(
            listing(status, OLENA | MODERATORS)
            for status in ("submitted", "returned", "rejected", "hidden", "expired")
        ),
        listing("offer_draft", JAN),
        listing("waiting", MODERATORS),
    ),
    "listings.mine": door("members"),
    "listings.new": door(
        "writers", Case("", lambda world: {}), Case("offer", lambda world: {"kind": "offer"})
    ),
    "listings.edit": door("writers", *STEPS),
    "listings.autosave": door("writers", *STEPS),
    "listings.preview": door("writers", *OF_OLENA),
    **{
        f"listings.{name}": door("writers", *OF_OLENA)
        for name in ("submit", "pause", "resume", "renew", "keep_paused", "copy")
    },
    "listings.cover": door("writers", *PARTS),
    "listings.free": door("writers", *PARTS),
    "listings.close": door("writers", *OF_OLENA),
    **{
        f"listings.{name}revision": door(
            "writers", *OF_OLENA, *(change_of(name) for name in ("change", "change_returned", "change_begun"))
        )
        for name in ("", "hand_in_", "edit_", "withdraw_")
    },
    "listings.by_letter": door(
        "everyone",
        *(mailed(purpose) for purpose in ("listing_renew", "listing_met", "listing_take_down")),
        DEAD_LINK,
    ),
    "listings.history": door(
        "people",
        *(listing(status, OLENA | MODERATORS) for status in WRITABLE if status != "draft"),
        listing("draft", OLENA),
        listing("offered", MODERATORS | JAN),
        listing("offer_draft", JAN),
        listing("waiting", MODERATORS),
    ),
    "listings.discard": door("writers", *OF_OLENA),
    "listings.add_picture": door("writers", *OF_OLENA),
    "listings.add_document": door("writers", *OF_OLENA),
    "listings.attachment": door(
        "everyone",
        picture("published", ALL),
        picture("draft", OLENA),
        picture("hidden", OLENA | MODERATORS),
        PICTURE_UNDER_ANOTHER,
    ),
    "listings.describe_attachment": door(
        "writers", picture("published", OLENA), picture("draft", OLENA), PICTURE_UNDER_ANOTHER
    ),
    "listings.move_attachment": door(
        "writers", picture("published", OLENA), picture("draft", OLENA), PICTURE_UNDER_ANOTHER
    ),
    "listings.remove_attachment": door(
        "writers", picture("published", OLENA), picture("draft", OLENA), PICTURE_UNDER_ANOTHER
    ),
    "listings.print_": door(
        "everyone",
        *(listing(status) for status in ("published", "paused", "offered")),
        listing("draft", OLENA),
        *(listing(status, OLENA | MODERATORS) for status in ("submitted", "hidden", "expired")),
        listing("waiting", MODERATORS),
    ),
    "listings.messenger": door(
        "everyone",
        *(listing(status) for status in ("published", "closed", "offered")),
        *(listing(status, NO_ONE) for status in ("draft", "submitted", "hidden", "expired", "waiting")),
    ),
}

WAY_OUT = Case("link", lambda world: {"token": UNSUBSCRIBE_TOKEN})
SAVED = (
    Case("of Jan", lambda world: {"search_id": world.saved.id}, JAN),
    Case("of Olena", lambda world: {"search_id": world.saved_by_olena.id}, OLENA),
)
READABLE = (
    *(listing(status, SIGNED_IN) for status in ("published", "offered", "paused", "closed")),
    *(
        listing(status, NO_ONE)
        for status in ("draft", "submitted", "returned", "rejected", "hidden", "expired")
    ),
)
NOTIFICATIONS: dict[str, Door] = {
    "notifications.feed": door(
        "everyone",
        Case("all", lambda world: {}),
        Case("a search", lambda world: {"q": "vanduo", "kind": "need"}),
        Case("nonsense", lambda world: {"kind": "x", "q": "\0", "sort": "'"}),
    ),
    "notifications.save": door(
        "people",
        Case("all", lambda world: {}),
        Case("a search", lambda world: {"q": "vanduo", "sector": "energy"}),
        Case("known", lambda world: {"q": "vandens bokštas", "kind": "need"}),
    ),
    "notifications.index": door("people"),
    "notifications.change": door("people", *SAVED),
    "notifications.forget": door("people", *SAVED),
    "notifications.follow": door("people", *READABLE),
    "notifications.unfollow": door("people", *READABLE),
    "notifications.unsubscribe": door("everyone", WAY_OUT, DEAD_LINK),
    "notifications.one_click": door("everyone", WAY_OUT, DEAD_LINK),
    "notifications.stop": door("everyone", WAY_OUT, DEAD_LINK),
}


def two(name: str, other: str, found_by: frozenset[str]) -> Case:
    """Two listings of the world."""
    return Case(
        f"{name} and {other}",
        lambda world: {"reference": getattr(world, name).reference, "other": getattr(world, other).reference},
        found_by,
    )


PAIRS = (
    two("published", "offered", OLENA | JAN),
    two("offered", "published", OLENA | JAN),
    two("needed", "offered", OLENA | JAN),
    two("published", "needed", NO_ONE),
    two("draft", "offered", OLENA),
    two("published", "offer_draft", JAN),
)
PROPOSED = Case("to both", lambda world: {"proposal_id": world.proposed.id}, OLENA | JAN)
MATCHES: dict[str, Door] = {
    "matches.index": door(
        "everyone",
        *(listing(status) for status in ("published", "offered", "needed", "paused", "closed")),
        listing("draft", OLENA),
        listing("hidden", OLENA | MODERATORS),
    ),
    "matches.dismiss": door("writers", *PAIRS),
    "matches.take_back": door("writers", *PAIRS),
    "matches.propose": door(
        "brokers",
        Case("", lambda world: {}),
        Case(
            "filled in",
            lambda world: {"need": world.published.reference, "offer": world.offered.reference},
        ),
        Case("nonsense", lambda world: {"need": "'", "offer": "x" * 400}),
    ),
    "matches.proposals": door("brokers"),
    "matches.answer": door("writers", PROPOSED),
    "matches.not_for_us": door("writers", PROPOSED),
}


def text(name: str, language: str, found_by: frozenset[str], method: str = "") -> Case:
    """A listing of the world in another language."""
    return Case(
        f"{name} in {language}",
        lambda world: {"reference": getattr(world, name).reference, "language": language},
        found_by,
        method,
    )


def text_case(name: str, found_by: frozenset[str]) -> Case:
    return Case(name, lambda world: {"text_id": getattr(world, name).id}, found_by)


IN_LANGUAGES = (
    *(text(name, "en", OLENA) for name in ("draft", "submitted", "published", "closed")),
    text("published", "de", OLENA),
    text("published", "lt", OLENA),
    text("published", "pl", OLENA),
    text("published", "uk", NO_ONE),
    text("published", "xx", NO_ONE),
    text("offered", "en", JAN),
)
TEXT_CASES = (
    text_case("text", MODERATORS),
    text_case("text_waiting", MODERATORS),
    text_case("text_returned", MODERATORS),
)
TEXTS: dict[str, Door] = {
    "listings.texts": door(
        "writers",
        *OF_OLENA,
        Case("German", lambda world: {"reference": world.published.reference, "language": "de"}, OLENA),
    ),
    **{
        f"listings.{name}": door("writers", *IN_LANGUAGES)
        for name in ("text", "autosave_text", "take_back_text", "remove_text")
    },
    "listings.texts_waiting": door("moderators"),
    **{
        f"listings.{name}": door("moderators", *TEXT_CASES)
        for name in ("text_case", "pass_text", "return_text")
    },
}
PETRA = who("petra")


def file(name: str, found_by: frozenset[str] = MODERATORS | PETRA) -> Case:
    """A file that an association posts for its members."""
    return Case(name, lambda world: {"import_id": getattr(world, name).id}, found_by)


FILES = (
    *(file(f"{name}_file") for name in ("right", "wrong", "new", "done")),
    Case("none", lambda world: {"import_id": 999}, NO_ONE),
)
IMPORTS: dict[str, Door] = {
    "imports.index": door("importers"),
    "imports.upload": door("importers"),
    "imports.template_file": door(
        "importers",
        Case("csv", lambda world: {"form": "csv"}),
        Case("jsonl", lambda world: {"form": "jsonl"}),
    ),
    **{f"imports.{name}": door("importers", *FILES) for name in ("show", "errors", "run", "discard")},
}

HEALTH: dict[str, Door] = {"health.alive": door("everyone"), "health.ready": door("everyone")}

DOORS: dict[str, Door] = {
    **PAGES,
    **MATCHES,
    **SEARCH,
    **ACCOUNTS,
    **ORGANISATIONS,
    **LISTINGS,
    **MODERATION,
    **HANDOFF,
    **QUESTIONS,
    **TEXTS,
    **IMPORTS,
    **NOTIFICATIONS,
    **HEALTH,
}
