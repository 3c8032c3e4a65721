"""The declared lines of listings, in whatever language."""

from tests.house.access import (
    ALL,
    DEAD_LINK,
    JAN,
    MODERATORS,
    NO_ONE,
    OLENA,
    Case,
    Door,
    door,
    listing,
    mailed,
)

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
