"""MOVES: the whole life of an answer, one row an arrow."""

from marketplace.core.lifecycle import Move

from .codes import AnswerStatus as Status
from .policy import is_of_either, received_it, sent_it

MOVES = {
    #                  from                                           to                 by whom
    "accept": Move(frozenset({Status.SENT, Status.ASKED_BACK}), Status.ACCEPTED, by=received_it),
    "ask_back": Move(frozenset({Status.SENT}), Status.ASKED_BACK, by=received_it),
    "reply": Move(frozenset({Status.ASKED_BACK}), Status.SENT, by=sent_it),
    "decline": Move(frozenset({Status.SENT, Status.ASKED_BACK}), Status.DECLINED, by=received_it),
    "withdraw": Move(
        frozenset({Status.SENT, Status.ASKED_BACK, Status.ACCEPTED}), Status.WITHDRAWN, by=sent_it
    ),
    "finish": Move(frozenset({Status.ACCEPTED}), Status.FINISHED, by=is_of_either),
}
