"""The tables of moves: who may do what, in which state; each move has its route; the paper prints the same table."""

from types import SimpleNamespace

import pytest

from marketplace.core.lifecycle import THE_SITE, Moves, is_open, open_moves
from marketplace.handoff import lifecycle as handoff
from marketplace.handoff.codes import AnswerStatus
from marketplace.listings import lifecycle as listings
from marketplace.listings.codes import ListingStatus, PartStatus, RevisionStatus
from marketplace.questions import lifecycle as questions
from marketplace.questions.codes import QuestionStatus
from tests.factories.handoff import answer
from tests.factories.listings import expired, need, offer, revision
from tests.factories.questions import question
from tests.house.sources import ROOT, endpoints

PEOPLE = ("olena", "jan", "marta", "bohdan", "petra", "stefan", "nobody")
PAPER = ROOT / "docs" / "states.md"

# By status: what the writer of the listing is offered, and what a moderator is.
OF_A_LISTING = {
    "draft": (["submit"], []),
    "submitted": ([], ["publish", "return", "reject"]),
    "returned": (["submit"], []),
    "rejected": ([], []),
    "published": (["pause", "close"], ["hide"]),
    "paused": (["resume", "close"], ["hide"]),
    "closed": ([], []),
    "hidden": ([], ["restore"]),
}
# By status: what the side that received the answer is offered, and the side that sent it.
OF_AN_ANSWER = {
    "sent": (["accept", "ask_back", "decline"], ["withdraw"]),
    "asked_back": (["accept", "decline"], ["reply", "withdraw"]),
    "accepted": (["finish"], ["withdraw", "finish"]),
    "declined": ([], []),
    "withdrawn": ([], []),
    "finished": ([], []),
}
# By status: what the writer of the listing is offered for a change to it, and what a moderator is.
OF_A_REVISION = {
    "draft": (["apply", "hand_in", "withdraw"], []),
    "waiting": (["edit", "withdraw"], ["publish", "return"]),
    "returned": (["apply", "hand_in", "withdraw"], []),
    "applied": ([], []),
    "published": ([], []),
    "withdrawn": ([], []),
    "lapsed": ([], []),
}
# By status: what whoever asked is offered, the writer of the listing, and a moderator.
OF_A_QUESTION = {
    "asked": (["withdraw"], [], ["pass", "refuse"]),
    "open": ([], ["reply"], ["refuse"]),
    "replied": ([], [], ["pass_reply", "return"]),
    "answered": ([], [], ["refuse"]),
    "refused": ([], [], []),
    "withdrawn": ([], [], []),
}
# What is small in a change is applied when it is handed in; one ends with its listing. Neither has a button.
WITHOUT_A_ROUTE = {"apply", "lapse"}
# By status: what the side that asked is offered for a part of its need, and the side that has promised it.
OF_A_PART = {
    "open": (["promise", "cover"], []),
    "promised": (["cover", "free"], ["give_back"]),
    "covered": (["free"], []),
}
# What the site does itself, and what happens to a part when an answer is accepted or withdrawn: no button, no route.
BY_THE_RULE = {"fill", "reopen"}
WITH_AN_ANSWER = {"promise", "give_back"}


def test_the_tables_below_name_every_status():
    assert set(OF_A_LISTING) == set(ListingStatus)
    assert set(OF_AN_ANSWER) == set(AnswerStatus)
    assert set(OF_A_REVISION) == set(RevisionStatus)
    assert set(OF_A_QUESTION) == set(QuestionStatus)
    assert set(OF_A_PART) == set(PartStatus)


@pytest.mark.parametrize("status", ListingStatus)
def test_each_person_is_offered_the_moves_of_a_listing_that_are_hers(cast, status):
    listing = need(by=cast.olena, status=status)
    writer, moderator = OF_A_LISTING[status]

    offered = {name: open_moves(listing, getattr(cast, name), listings.MOVES) for name in PEOPLE}

    assert offered == {
        **{name: [] for name in PEOPLE},
        "olena": writer,
        "marta": moderator,
        "bohdan": moderator,
    }


@pytest.mark.parametrize("status", AnswerStatus)
def test_each_person_is_offered_the_moves_of_an_answer_that_are_hers(cast, status):
    row = answer(need(by=cast.olena, status="published"), by=cast.jan, status=status)
    receiver, sender = OF_AN_ANSWER[status]

    offered = {name: open_moves(row, getattr(cast, name), handoff.MOVES) for name in PEOPLE}

    assert offered == {**{name: [] for name in PEOPLE}, "olena": receiver, "jan": sender}


@pytest.mark.parametrize("status", RevisionStatus)
def test_each_person_is_offered_the_moves_of_a_change_that_are_hers(cast, status):
    row = revision(need(by=cast.olena, status="published"), by=cast.olena, status=status)
    writer, moderator = OF_A_REVISION[status]

    offered = {name: open_moves(row, getattr(cast, name), listings.REVISION_MOVES) for name in PEOPLE}

    assert offered == {
        **{name: [] for name in PEOPLE},
        "olena": writer,
        "marta": moderator,
        "bohdan": moderator,
    }


@pytest.mark.parametrize("end", ["closed", "hidden", "expired"])
def test_a_change_of_what_has_ended_can_only_lapse(cast, end):
    listing = expired(by=cast.olena) if end == "expired" else need(by=cast.olena, status=end)
    row = revision(listing, by=cast.olena)

    offered = {name: open_moves(row, getattr(cast, name), listings.REVISION_MOVES) for name in PEOPLE[:-1]}

    assert offered == {name: ["lapse"] for name in PEOPLE[:-1]}


@pytest.mark.parametrize("status", QuestionStatus)
def test_each_person_is_offered_the_moves_of_a_question_that_are_hers(cast, status):
    row = question(need(by=cast.olena, status="published"), by=cast.jan, status=status)
    asker, writer, moderator = OF_A_QUESTION[status]

    offered = {name: open_moves(row, getattr(cast, name), questions.MOVES) for name in PEOPLE}

    assert offered == {
        **{name: [] for name in PEOPLE},
        "jan": asker,
        "olena": writer,
        "marta": moderator,
        "bohdan": moderator,
    }


@pytest.mark.parametrize("name", sorted(set(listings.REVISION_MOVES) - WITHOUT_A_ROUTE))
def test_each_move_of_a_change_has_its_route(built_app, name):
    assert {f"listings.{name}_revision", f"moderation.{name}_revision"} & endpoints(built_app)


@pytest.mark.parametrize("name", questions.MOVES)
def test_each_move_of_a_question_has_its_route(built_app, name):
    named = {f"{room}.{name}{end}" for room in ("questions", "moderation") for end in ("", "_", "_reply")}

    assert named & endpoints(built_app)


@pytest.mark.parametrize("status", PartStatus)
def test_each_person_is_offered_the_moves_of_a_part_that_are_hers(cast, status):
    listing = need(by=cast.olena, status="published", parts=["Насос"])
    [row] = listing.parts
    row.status, row.taken_by = status, None if status == "open" else cast.city
    asker, taker = OF_A_PART[status]

    offered = {name: open_moves(row, getattr(cast, name), listings.PART_MOVES) for name in PEOPLE}

    assert offered == {**{name: [] for name in PEOPLE}, "olena": asker, "jan": taker}


@pytest.mark.parametrize("name", sorted(BY_THE_RULE))
def test_what_the_rule_does_no_person_can(cast, name):
    move = listings.MOVES[name]
    [status] = move.source
    row = offer(by=cast.jan, status=status, resumes_by_itself=status == "paused")

    assert is_open(name, row, THE_SITE, listings.MOVES)
    assert all(name not in open_moves(row, getattr(cast, one), listings.MOVES) for one in PEOPLE)


@pytest.mark.parametrize("name", sorted(set(listings.MOVES) - BY_THE_RULE))
def test_each_move_of_a_listing_has_its_route(built_app, name):
    named = {f"{room}.{name}{end}" for room in ("listings", "moderation") for end in ("", "_")}

    assert named & endpoints(built_app)


@pytest.mark.parametrize("name", handoff.MOVES)
def test_each_move_of_an_answer_has_its_route(built_app, name):
    assert f"handoff.{name}" in endpoints(built_app)


@pytest.mark.parametrize("name", sorted(set(listings.PART_MOVES) - WITH_AN_ANSWER))
def test_each_move_of_a_part_has_its_route(built_app, name):
    assert f"listings.{name}" in endpoints(built_app)


def test_the_paper_prints_the_tables_of_moves():
    assert PAPER.read_text() == paper(), "write it anew: .venv/bin/python -m tests.house.test_moves"


def paper() -> str:
    """docs/states.md as the tables of moves say it."""
    return (
        "# States\n\n"
        "Printed from the tables of moves in the code, and compared with them by `tests/house/test_moves.py`.\n"
        "A move that is not here is refused, by the code and by the database.\n\n"
        f"## A need or an offer\n\n{_table(listings.MOVES)}\n"
        "*Expired* is no state: it is a published or paused listing whose last day has passed.\n\n"
        f"## A change to what is public\n\n{_table(listings.REVISION_MOVES)}\n"
        f"## An answer\n\n{_table(handoff.MOVES)}\n"
        "*Finished* is an accepted answer once either side says that what was agreed is done or over: the other is told, both\n"
        "keep each other's contacts, and an offer that was full takes another. One answers anew; it is not opened again.\n\n"
        f"## A question\n\n{_table(questions.MOVES)}\n"
        f"## A part of a need\n\n{_table(listings.PART_MOVES)}"
    )


def _table(moves: Moves) -> str:
    rows = [
        (
            f"`{name}`",
            ", ".join(sorted(move.source)),
            str(move.target),
            (move.by.__doc__ or "").strip().rstrip("."),
        )
        for name, move in moves.items()
    ]
    head = ("move", "from", "to", "by whom")
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ("---",) * 4, *rows))


def test_a_move_by_somebody_who_is_not_signed_in_is_none(cast):
    listing = need(by=cast.olena, status="published")

    assert open_moves(listing, None, listings.MOVES) == []
    assert (
        open_moves(listing, SimpleNamespace(id=0, is_moderator=False, memberships=[]), listings.MOVES) == []
    )


if __name__ == "__main__":
    PAPER.write_text(paper())
