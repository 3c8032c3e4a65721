"""MOVES: a question and its answer, one row an arrow. Both pass a moderator."""

from marketplace.core.lifecycle import Move

from .codes import QuestionStatus as Status
from .policy import asked_it, may_reply, moderates_question

MOVES = {
    #               from                                                         to                by whom
    "pass": Move(frozenset({Status.ASKED}), Status.OPEN, by=moderates_question),
    # What is public already can be taken down too.
    "refuse": Move(
        frozenset({Status.ASKED, Status.OPEN, Status.ANSWERED}), Status.REFUSED, by=moderates_question
    ),
    "withdraw": Move(frozenset({Status.ASKED}), Status.WITHDRAWN, by=asked_it),
    "reply": Move(frozenset({Status.OPEN}), Status.REPLIED, by=may_reply),
    "pass_reply": Move(frozenset({Status.REPLIED}), Status.ANSWERED, by=moderates_question),
    "return": Move(frozenset({Status.REPLIED}), Status.OPEN, by=moderates_question),
}
