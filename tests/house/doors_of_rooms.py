"""The declared lines, room by room: every route of the URL map has one here."""

from marketplace.questions.codes import QuestionStatus
from tests.house.access import (
    ALL,
    DEAD_LINK,
    JAN,
    MODERATORS,
    NO_ONE,
    OLENA,
    PETRA,
    SIGNED_IN,
    Case,
    Door,
    answer,
    change,
    door,
    listing,
    mailed,
    question,
    who,
)
from tests.house.doors_of_listings import LISTINGS, TEXTS
from tests.house.doors_of_organisations import ORGANISATIONS
from tests.house.world import UNSUBSCRIBE_TOKEN, session_of

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
